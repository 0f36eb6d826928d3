"""The command that shows in the maps what changed: a tap switches it, and a key held down shows it while it is held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from gatescope.session.run.snapshot import Snapshot
from gatescope.session.session import Session
from gatescope.views.maps.difference_row import DifferenceRow

_HELD_MS = 400
_REPEAT_MS = 40
"""A key that repeats is let go and pressed again within this time. Qt does not always know it from a key let go."""
_KEYS = (Qt.Key.Key_D, Qt.Key.Key_Control)


class DifferenceCommand(QObject):
    """Keeps the command and the button above the maps together, and takes back what a held key showed."""

    def __init__(self, session: Session, row: DifferenceRow, parent: QObject) -> None:
        super().__init__(parent)
        self._row = row
        self._action: QAction | None = None
        self._since = QElapsedTimer()
        self._held_ms = 0
        self._end = QTimer(self, singleShot=True, interval=_REPEAT_MS)
        self._end.timeout.connect(self._take_back)
        self._watched: QWindow | None = None
        session.snapshot_changed.connect(self._follow)
        row.toggled.connect(self._mark)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slot of the command, by its name."""
        return {"difference": self.difference}

    def adopt(self, action: QAction) -> None:
        """Mark and enable `action`, the command's own, from now on."""
        self._action = action
        action.setAutoRepeat(False)
        action.setEnabled(False)

    @Slot(bool)
    def difference(self, on: bool) -> None:
        """Show the difference or the run itself; by a key that stays down, until it is let go."""
        if self._end.isActive():
            self._end.stop()
            self._mark(self._row.button.isChecked())
            return
        self._row.button.setChecked(on)
        window = QGuiApplication.focusWindow()
        if window is not None and QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self._let_go()
            self._since.start()
            self._watched = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the end of the key that showed the difference."""
        released = event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent)
        if released and not event.isAutoRepeat() and event.key() in _KEYS:  # type: ignore[attr-defined]
            if not self._end.isActive():
                self._held_ms = self._since.elapsed()
                self._end.start()
        elif event.type() == QEvent.Type.FocusOut:
            self._let_go()
        return super().eventFilter(watched, event)

    @Slot()
    def _take_back(self) -> None:
        self._let_go()
        if self._held_ms >= _HELD_MS:
            self._row.button.toggle()

    def _let_go(self) -> None:
        # A dock that floats takes its window with it when it docks again.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None

    @Slot(object)
    def _follow(self, snapshot: Snapshot) -> None:
        if self._action is not None:
            self._action.setEnabled(any(run.opened is not None for run in snapshot.runs))

    @Slot(bool)
    def _mark(self, on: bool) -> None:
        if self._action is not None:
            self._action.setChecked(on)
