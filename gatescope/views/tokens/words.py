"""Measures the words that we paint, each once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.plots.theme import UI_FAMILY

_CACHED = 20_000


class WordMetrics:
    """A font with the widths of the words that were written in it."""

    def __init__(self, pixels: int, *, bold: bool = False, italic: bool = False) -> None:
        self.font = QFont(UI_FAMILY)
        self.font.setPixelSize(pixels)
        self.font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self.font.setItalic(italic)
        self._metrics = QFontMetricsF(self.font)
        self._widths: dict[str, float] = {}
        self.ascent = self._metrics.ascent()
        self.height = self._metrics.height()

    def width(self, word: str) -> float:
        """Return the width of `word` in pixels."""
        width = self._widths.get(word)
        if width is None:
            if len(self._widths) >= _CACHED:
                self._widths.clear()
            width = self._widths[word] = self._metrics.horizontalAdvance(word)
        return width

    def fitted(self, word: str, max_width: float) -> str:
        """Return `word`, elided where it is wider than `max_width` pixels."""
        if self.width(word) <= max_width:
            return word
        return self._metrics.elidedText(word, Qt.TextElideMode.ElideRight, max_width)
