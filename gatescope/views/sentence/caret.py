"""A text caret in the accent colour, since Qt's caret in the colour of the text is hard to find on a projector."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QPlainTextEdit


class AccentCaret(QObject):
    """The caret of `editor`, which calls `restart` when it moves and `paint` after its own painting."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._on = True
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
        """Show it at once, and blink from now on where the desktop wants carets to blink."""
        self._on = True
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
        if QApplication.cursorFlashTime() <= 0:
            self._timer.stop()
        self._on = not self._on or not self.blinks
        self._repaint()

    def _repaint(self) -> None:
        """Have painted anew where the caret was, and where it is."""
        self._editor.viewport().update(self._painted)
        self._editor.viewport().update(_around(self._editor.cursorRect()))


def _around(place: QRect) -> QRect:
    return place.adjusted(-2, -2, 4, 2)
