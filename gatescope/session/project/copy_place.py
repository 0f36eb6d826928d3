"""Where the copy of one window's unsaved work is kept: at its project's place, or at one taken when it is needed."""

from __future__ import annotations

from pathlib import Path

from gatescope.session.project.ownership import Ownership, own_untitled


class CopyPlace:
    """The place of a copy, for any thread but that of the GUI: each method may wait for the disk.

    Attributes:
        ownership: the lock on the place; None until the first copy of work that has no project.
    """

    def __init__(self, ownership: Ownership | None = None) -> None:
        self.ownership = ownership

    def path(self) -> Path:
        """Return the file for the copy.

        Raises:
            FileError: no folder for such copies takes files.
        """
        if self.ownership is None:
            self.ownership = own_untitled()
        return self.ownership.autosave

    def move_on(self) -> Path | None:
        """Return the file for the copy from now on, on another disk; None where there is none left."""
        return None if self.ownership is None else self.ownership.move_on()

    def release(self) -> None:
        """Remove lock and copy, since no work is unsaved."""
        if self.ownership is not None:
            self.ownership.release()

    def leave(self) -> None:
        """Remove the lock only, and leave the copy for the next window."""
        if self.ownership is not None:
            self.ownership.leave()
