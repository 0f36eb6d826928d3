"""Measures and paints the words of a token axis: short, with visible blanks, measured once."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from gatescope.plots.theme import UI_FAMILY

_CACHED = 20_000
_PICTURED = 2_000


class WordMetrics:
    """A font with the widths of the words that were written in it."""

    def __init__(self, pixels: int, *, bold: bool = False, italic: bool = False) -> None:
        self.font = QFont(UI_FAMILY)
        self.font.setPixelSize(pixels)
        self.font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self.font.setItalic(italic)
        self._metrics = QFontMetricsF(self.font)
        self._widths: dict[str, float] = {}
        self._upright: dict[tuple[str, str, float], QPixmap] = {}
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

    def upright(self, word: str, colour: str, ratio: float) -> QPixmap:
        """Return a picture of `word` turned to be read from below.

        It is drawn once, since turned glyphs cost five times a picture.

        Args:
            ratio: device pixels per pixel.
        """
        key = (word, colour, ratio)
        picture = self._upright.get(key)
        if picture is None:
            if len(self._upright) >= _PICTURED:
                self._upright.clear()
            picture = self._upright[key] = self._draw_upright(word, colour, ratio)
        return picture

    def _draw_upright(self, word: str, colour: str, ratio: float) -> QPixmap:
        width, height = ceil(self.height), ceil(self.width(word)) + 1
        picture = QPixmap(ceil(width * ratio), ceil(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(self.font)
        painter.setPen(QColor(colour))
        painter.translate(round(self.ascent), height)
        painter.rotate(-90.0)
        painter.drawText(QPointF(0.0, 0.0), word)
        painter.end()
        return picture
