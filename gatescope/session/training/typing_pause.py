"""Says when a picture of training is drawn beside a person who types, so that no key waits for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gatescope.session.run.snapshot import Snapshot
from gatescope.session.state import State

_TYPING_S = 0.5
"""Seconds after a key within which the next one is expected; no picture waits longer either."""
_LEAST_S = 0.1
"""Seconds from one picture to the next."""
_PAINTED_MS = 20
"""Milliseconds after a snapshot has come, in which it is painted."""


class TypingPause(QObject):
    """While keys come, a picture is drawn just after the frame of a key, when the next key is farthest; else at once.

    Signals:
        due(): the newest picture is to be drawn now.
    """

    due = Signal()

    def __init__(self, state: State, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._clock = state, clock
        self._waits = False
        self._text = self._framed = state.document.text
        self._typed_at = self._drawn_at = clock() - _TYPING_S
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAINTED_MS)
        self._timer.timeout.connect(self._draw)
        state.snapshot_changed.connect(self._follow_key)

    def came(self) -> None:
        """Take note of a picture, and draw it if that may be now."""
        now, self._waits = self._clock(), True
        if self._state.document.text is not self._text:
            self._text, self._typed_at = self._state.document.text, now
        if now - self._typed_at >= _TYPING_S or now - self._drawn_at >= _TYPING_S:
            self._draw()

    def drop(self) -> None:
        """Draw nothing of what came."""
        self._waits = False
        self._timer.stop()

    @Slot(object)
    def _follow_key(self, snapshot: Snapshot) -> None:
        """Draw what waits after the first frame of another text."""
        if snapshot.text is not self._framed:
            self._framed = snapshot.text
            if self._waits and self._clock() - self._drawn_at >= _LEAST_S:
                self._timer.start()

    @Slot()
    def _draw(self) -> None:
        if self._waits:
            self.drop()
            self._drawn_at = self._clock()
            self.due.emit()
