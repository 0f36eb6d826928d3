"""The open project of a window: its file, its lock, and whether it has unsaved changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.window_layout import layout_of
from gatescope.session.project.autosave import Autosave
from gatescope.session.project.ownership import Ownership, own_untitled
from gatescope.session.project.work import Work
from gatescope.session.session import Session
from gatescope.session.settings import Settings


class OpenProject(QObject):
    """Shows in the title the project and whether it is saved, and keeps a copy of unsaved work.

    Signals:
        unguarded(str): no copy of unsaved work can be kept; the sentence says why.

    Attributes:
        path: the file, or None for work that was never saved.
        ownership: this window's lock on it; None before it has a file or a copy.
    """

    unguarded = Signal(str)

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self.path: Path | None = None
        self.ownership: Ownership | None = None
        self._released: dict[Path | None, Event] = {}
        self._saved = self.work()
        self._autosave = Autosave(self.work, self._place, self)
        self._autosave.failed.connect(self.unguarded)
        session.document_changed.connect(self.follow)
        # A command is on the stack only after it has changed the document.
        session.undo_stack.cleanChanged.connect(self.follow)

    @property
    def name(self) -> str:
        """The file's name; empty for work that was never saved."""
        return "" if self.path is None else self.path.name

    @property
    def modified(self) -> bool:
        """Whether there are unsaved changes. Opening a model to look at it is no change to work without a project."""
        document = self._session.document
        if self._saved.same_document(document):
            return False
        only_looked = self._session.undo_stack.isClean() and self._saved.only_opened(document)
        return self.path is not None or not only_looked

    def work(self) -> Work:
        """Return the work of the session as it is now."""
        layout = layout_of(self._window, self._settings.theme)
        return Work(self._session.document, self._session.focus, layout)

    def hold(self, path: Path | None, ownership: Ownership | None) -> None:
        """Take the file at `path` as the open project, locked by `ownership`, and release the one before.

        The lock before is released on another thread once no copy of that project is being written.
        """
        if self.ownership is not None and self.ownership is not ownership:
            released = self._released[self.path] = Event()
            self._autosave.finish(partial(_release, self.ownership, released))
        self.path, self.ownership = path, ownership

    def wait_for_release(self, path: Path) -> None:
        """Return once this window has released the project at `path`, if it had it. Any thread may call it."""
        if path in self._released:
            self._released[path].wait()

    def leave_unsaved(self) -> None:
        """Write a copy of unsaved work now, and leave it to the next window that opens the project."""
        if not self.modified:
            return
        self._autosave.write_now()
        if self.ownership is not None:
            self.ownership.leave()
            self.ownership = None

    def close(self) -> None:
        """Release the project and disconnect from the session, whose undo stack emits "clean" when it is deleted."""
        self._session.document_changed.disconnect(self.follow)
        self._session.undo_stack.cleanChanged.disconnect(self.follow)
        self.hold(None, None)
        self._autosave.settle()

    def saved(self, work: Work) -> None:
        """Take note that the file holds `work`."""
        self._saved = work
        self._session.undo_stack.setClean()
        self.follow()

    @Slot(object)
    @Slot(bool)
    def follow(self, _changed: object = None) -> None:
        """Show in the title whether there are unsaved changes, and keep a copy of them."""
        modified = self.modified
        if modified:
            self._autosave.touch()
        else:
            self._autosave.remove()
        if self.path is None and not modified:
            self._window.setWindowModified(False)
            self._window.setWindowTitle("GateScope")
        else:
            self._window.setWindowTitle(f"{self.name or 'Untitled'}[*] — GateScope")
            self._window.setWindowModified(modified)

    def _place(self) -> Path:
        if self.ownership is None:
            self.ownership = own_untitled()
        return self.ownership.autosave


def _release(ownership: Ownership, released: Event) -> None:
    try:
        ownership.release()
    finally:
        released.set()
