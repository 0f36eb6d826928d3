"""A line of text that gives way: it shortens itself in the room it has, and its tool tip has it whole."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

_FEWEST = 8
"""Letters that stay in view."""


class ElidedLabel(QLabel):
    """Plain text that ends in an ellipsis where it does not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self._hint = QSize()

    def whole(self) -> str:
        """Return the text as it was set."""
        return self._whole

    def show_text(self, text: str, about: str) -> None:
        """Show `text`; the tool tip has it whole, and `about` below."""
        # A tool tip would take words in angle brackets for tags.
        self.setToolTip(f"<qt>{escape(text)}<br>{escape(about)}</qt>")
        if text == self._whole:
            return
        self._whole = text
        self.setText(text)
        self._hint = super().sizeHint()
        self._elide()

    def sizeHint(self) -> QSize:
        return self._hint if self._whole else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._frame() + QFontMetricsF(self.font()).averageCharWidth() * _FEWEST
        return QSize(min(round(least), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _frame(self) -> float:
        """What of the width is no text, in pixels."""
        return self.sizeHint().width() - QFontMetricsF(self.font()).horizontalAdvance(self._whole)

    def _elide(self) -> None:
        text, left = self._whole, self.width() - self._frame()
        if self.width() < self.sizeHint().width():
            text = QFontMetricsF(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, left)
        if text != self.text():
            self.setText(text)
