"""The open project of a window: its file, its lock, and whether it has unsaved changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.window_layout import layout_of
from gatescope.session.preferences import AUTOSAVE_S
from gatescope.session.project.autosave import Autosave
from gatescope.session.project.copy_place import CopyPlace
from gatescope.session.project.ownership import Ownership
from gatescope.session.project.unsaved import typed_only, unsaved_parts
from gatescope.session.project.work import Work
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.session.standing import Standing
from gatescope.words import tr

_WHILE_TRAINING_S = 60.0
"""Seconds from one copy to the next while a model is trained."""


class OpenProject(QObject):
    """Shows in the title the project and whether it is saved, and keeps a copy of unsaved work.

    Signals:
        unguarded(str): no copy of unsaved work can be kept; the sentence says why.
        guarded(): one is kept again.
        moved(str, str): the copy is kept elsewhere now: why, and the folder.

    Attributes:
        path: the file, or None for work that was never saved.
    """

    unguarded = Signal(str)
    guarded = Signal()
    moved = Signal(str, str)

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self.path: Path | None = None
        self.own: Callable[[], Standing] = lambda: session.standing
        """Returns the work that is the person's own, which a lesson may stand in front of."""
        self._place = CopyPlace()
        self._recovered = False
        self._touched_at = 0.0
        self._released: dict[Path | None, Event] = {}
        self._saved = self.work()
        self._autosave = Autosave(self.work, self._place.path, self, elsewhere=self._place.move_on)
        self._autosave.failed.connect(self.unguarded)
        self._autosave.kept_again.connect(self.guarded)
        self._autosave.moved.connect(self.moved)
        settings.changed.connect(self._set_delay)
        self._set_delay(AUTOSAVE_S.name)
        session.document_changed.connect(self.follow)
        # A command is on the stack only after it has changed the document.
        session.undo_stack.cleanChanged.connect(self.follow)

    @Slot(str)
    def _set_delay(self, setting: str) -> None:
        if setting == AUTOSAVE_S.name:
            self._autosave.set_delay(1000 * int(self._settings.choice(AUTOSAVE_S)))

    @property
    def name(self) -> str:
        """The file's name; empty for work that was never saved."""
        return "" if self.path is None else self.path.name

    @property
    def ownership(self) -> Ownership | None:
        """This window's lock on the file; None before it has a file or a copy."""
        return self._place.ownership

    @property
    def modified(self) -> bool:
        """Whether there are unsaved changes. Opening a model to look at it is no change to work without a project."""
        document = self.own().document
        if self._saved.same_document(document):
            return False
        only_looked = self._session.undo_stack.isClean() and self._saved.only_opened(document)
        return self.path is not None or not only_looked

    @property
    def worth_asking(self) -> bool:
        """Whether to ask before unsaved changes are lost: not for a sentence that is typed in work without a project.

        A copy of that is kept all the same, for the case that the window ends unexpectedly.
        """
        if (
            self.path is None
            and not self._recovered
            and typed_only(self._saved, self.own().document, self._session.undo_stack)
        ):
            return False
        return self.modified

    def unsaved(self) -> tuple[str, ...]:
        """Return what is not saved, each part in words that follow "not saved: "."""
        if self._recovered:
            return (tr("the work that was brought back"),)
        return unsaved_parts(self._saved, self.own().document)

    def work(self) -> Work:
        """Return the person's own work as it is now."""
        own = self.own()
        return Work(own.document, own.focus, layout_of(self._window, self._settings.theme))

    def hold(self, path: Path | None, ownership: Ownership | None) -> None:
        """Take the file at `path` as the open project, locked by `ownership`, and release the one before.

        The lock before is released on another thread once no copy of that project is being written.
        """
        if ownership is None or self.ownership is not ownership:
            released = self._released[self.path] = Event()
            before, self._place = self._place, CopyPlace(ownership)
            self._autosave.finish(partial(_release, before, released), self._place.path, self._place.move_on)
        self.path = path

    def recovered(self) -> None:
        """Take note that the work is what a crash left, all of it unsaved."""
        self._recovered = True

    def wait_for_release(self, path: Path) -> None:
        """Return once this window has released the project at `path`, if it had it. Any thread may call it."""
        if path in self._released:
            self._released[path].wait()

    def leave_unsaved(self) -> None:
        """Write a copy of unsaved work now, and leave it to the next window that opens the project."""
        if not self.modified:
            return
        self._autosave.write_now()
        self._place.leave()
        self._place = CopyPlace()

    def close(self) -> None:
        """Release the project and disconnect from the session, whose undo stack emits "clean" when it is deleted."""
        self._session.document_changed.disconnect(self.follow)
        self._session.undo_stack.cleanChanged.disconnect(self.follow)
        self.hold(None, None)
        self._autosave.settle()

    def saved(self, work: Work) -> None:
        """Take note that the file holds `work`."""
        self._saved = work
        self._recovered = False
        self._session.undo_stack.setClean()
        self.follow()

    @Slot()
    @Slot(object)
    @Slot(bool)
    def follow(self, _changed: object = None) -> None:
        """Show in the title whether there are unsaved changes, and keep a copy of them."""
        modified, now = self.modified, time.monotonic()
        if modified:
            # Training changes the document all the time: a copy now and then is enough of it.
            if not self._session.trains or now - self._touched_at >= _WHILE_TRAINING_S:
                self._touched_at = now
                self._autosave.touch()
        else:
            self._autosave.remove()
        if self.path is None and not modified:
            self._window.setWindowModified(False)
            self._window.setWindowTitle("GateScope")
        else:
            self._window.setWindowTitle(f"{self.name or tr('Untitled')}[*] — GateScope")
            self._window.setWindowModified(modified)


def _release(place: CopyPlace, released: Event) -> None:
    try:
        place.release()
    finally:
        released.set()
