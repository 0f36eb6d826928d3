"""The one label beside the mouse, or at the cursor: when it is there, and what it follows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.hover_label import HoverLabel
from gatescope.views.base.spot import Spot

_PATIENCE_MS = 90
"""Milliseconds that the mouse rests before a first label: on its way elsewhere it needs none."""
_GONE = (QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.WindowStateChange)


class ValueLabel(QObject):
    """Shows the spots that views tell of, and at a person's wish the one at the cursor, which then follows it.

    A spot refers to its run. It is let go of with the snapshot, so that the label keeps no run in memory.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._label = HoverLabel(window)
        self._spot: Spot | None = None
        self._at_cursor: Callable[[], Spot | None] | None = None
        # A mouse that has not moved since the person asked for the cursor, or sent the label away, is at rest.
        self._pointer: QPoint | None = None
        self._resting: QPoint | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        window.installEventFilter(self)

    @property
    def label(self) -> HoverLabel:
        return self._label

    @property
    def spot(self) -> Spot | None:
        """What it describes, or is about to."""
        return self._spot

    def set_theme(self, theme: Theme) -> None:
        self._label.set_theme(theme)

    @Slot(object)
    def hover(self, spot: Spot | None) -> None:
        """Describe what is under the mouse; None where nothing is."""
        if spot is not None:
            self._pointer = spot.pointer
        if self._resting is not None or self._at_cursor is not None:
            if spot is None or spot.pointer == self._resting:
                return
            self._resting = self._at_cursor = None
        self._take(spot)

    def follow_cursor(self, at_cursor: Callable[[], Spot | None]) -> bool:
        """Describe what `at_cursor` gives from now on, whatever the mouse rests on; return whether there is any."""
        self._at_cursor, self._resting = at_cursor, self._pointer
        self._take(at_cursor())
        if self._spot is None:
            self._at_cursor = None
            return False
        self._show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._label, QAccessible.Event.Alert))
        return True

    @property
    def follows_cursor(self) -> bool:
        return self._at_cursor is not None

    @Slot()
    def dismiss(self) -> None:
        """Hide it until the mouse moves."""
        self._at_cursor, self._resting = None, self._pointer
        self._take(None)

    def forget(self) -> None:
        """Let go of the run: views are about to show another one, and tell anew of what they have under the mouse."""
        self._spot = None

    def settle(self) -> None:
        """Follow the cursor to where the views show it now; hide what no view has told of again."""
        if self._at_cursor is not None:
            self._take(self._at_cursor())
        elif self._spot is None:
            self._take(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GONE:
            self._at_cursor = None
            self._take(None)
        return super().eventFilter(watched, event)

    def _take(self, spot: Spot | None) -> None:
        if spot is None:
            self._spot = None
            self._timer.stop()
            self._label.hide()
        elif spot != self._spot:
            self._spot = spot
            # Laid out after all else that this event causes: a key's picture does not wait for it.
            self._timer.start(0 if self._label.isVisible() else _PATIENCE_MS)

    @Slot()
    def _show(self) -> None:
        self._timer.stop()
        spot = self._spot
        if spot is not None:
            self._label.show_text(spot.value.text(), spot.cell, spot.pointer)
