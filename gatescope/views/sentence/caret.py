"""A text caret in the accent colour, since Qt's caret in the colour of the text is hard to find on a projector."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit

STEADY_AFTER_MS = 10_000
"""A caret that is not moved stays lit from then on, as in GTK: a window that is left alone wakes no processor."""

_AS_THE_DESKTOP = -1


class AccentCaret(QObject):
    """The caret of `editor`, which calls `restart` when it moves and `paint` after its own painting."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._on = True
        self._toggles = 0
        self._painted = QRect()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._toggle)
        self.colour = QColor()
        editor.setCursorWidth(0)

    @property
    def blinks(self) -> bool:
        """Whether it comes and goes."""
        return self._timer.isActive()

    def restart(self) -> None:
        """Show it at once, and blink for a while where the desktop wants carets to blink."""
        self._on = True
        self._toggles = 0
        period = QApplication.cursorFlashTime()
        if self._editor.hasFocus() and period > 0:
            self._timer.start(period // 2)
        else:
            self._timer.stop()
        self._repaint()

    def stop(self) -> None:
        """Hide it and stop blinking: the editor has lost the focus."""
        self._timer.stop()
        self._repaint()

    def paint(self) -> None:
        if self._on and self._editor.hasFocus():
            place = self._editor.cursorRect()
            painter = QPainter(self._editor.viewport())
            painter.fillRect(place.x(), place.y() + 1, 2, place.height() - 2, self.colour)
            painter.end()
            self._painted = _around(place)

    def _toggle(self) -> None:
        self._toggles += 1
        if QApplication.cursorFlashTime() <= 0 or self._toggles * self._timer.interval() >= STEADY_AFTER_MS:
            self._timer.stop()
        self._on = not self._on or not self.blinks
        self._repaint()

    def _repaint(self) -> None:
        """Have painted anew where the caret was, and where it is."""
        self._editor.viewport().update(self._painted)
        self._editor.viewport().update(_around(self._editor.cursorRect()))


@contextmanager
def qt_caret_still() -> Iterator[None]:
    """Let an editor take the focus inside, without Qt's own caret beginning to blink in it.

    Of no width it is not seen, but repaints the editor twice a second for as long as the editor has the focus.
    """
    hints = QGuiApplication.styleHints()
    usual_ms = hints.cursorFlashTime()
    # Other carets, which hear of the change, would stop blinking.
    hints.blockSignals(True)
    hints.setCursorFlashTime(0)
    try:
        yield
    finally:
        hints.setCursorFlashTime(_AS_THE_DESKTOP)
        if hints.cursorFlashTime() != usual_ms:
            hints.setCursorFlashTime(usual_ms)
        hints.blockSignals(False)


def _around(place: QRect) -> QRect:
    return place.adjusted(-2, -2, 4, 2)
