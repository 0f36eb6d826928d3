"""Makes room in a window that is too low for everything: on a small screen, or under messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QLayout

from gatescope.app.window.screens import START_FRAME

if TYPE_CHECKING:
    from gatescope.app.window.main_window import MainWindow

LEAST = QSize(860, 560)
"""Pixels in which everything has its place; on a screen that has less the window is smaller, and compact."""
_GAP = 4


class Compact(QObject):
    """Leaves out the status line, keeps the sentence to one line and narrows the gaps for as long as room is short."""

    def __init__(self, window: MainWindow, column: QLayout, gap: int) -> None:
        super().__init__(window)
        self._window, self._column, self._gap = window, column, gap
        self._bars = (window.recovery_bar, window.message_bar, window.load_bar)
        self.on = False
        for one in (window, *self._bars):
            one.installEventFilter(self)
        self.fit_to_screen()

    def fit_to_screen(self) -> None:
        """Let the window be as small as the screen makes it."""
        self._window.setMinimumSize(LEAST.boundedTo(self._window.screen().availableSize() - START_FRAME))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            taken = sum(bar.height() + self._gap for bar in self._bars if not bar.isHidden())
            self._set(self._window.height() - taken < LEAST.height())
        return super().eventFilter(watched, event)

    def _set(self, on: bool) -> None:
        if on == self.on:
            return
        self.on = on
        gap = _GAP if on else self._gap
        self._column.setSpacing(gap)
        self._column.setContentsMargins(self._gap, gap, self._gap, gap)
        self._window.sentence.keep_low(on)
        self._window.show_status()
