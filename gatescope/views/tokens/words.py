"""Measures the words that we paint, each once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.paint.scripts import has_italics
from gatescope.plots.theme import UI_FAMILY
from gatescope.views.base.text_size import Sized, pixels

_CACHED = 20_000


class WordMetrics(Sized):
    """A font with the widths of the words that were written in it. It follows the size of text in the window."""

    def __init__(self, size: int, *, bold: bool = False, italic: bool = False) -> None:
        """`size` is in pixels where the text of the window has its usual size."""
        super().__init__()
        self._size = size
        self.font = QFont(UI_FAMILY)
        self.font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self._upright = QFont(self.font)
        self.font.setItalic(italic)
        self._widths: dict[str, float] = {}
        self.resize()

    def resize(self) -> None:
        self.font.setPixelSize(pixels(self._size))
        self._upright.setPixelSize(pixels(self._size))
        self._metrics, self._upright_metrics = QFontMetricsF(self.font), QFontMetricsF(self._upright)
        self._widths.clear()
        self.ascent = self._metrics.ascent()
        self.height = self._metrics.height()

    def width(self, word: str) -> float:
        """Return the width of `word` in pixels."""
        width = self._widths.get(word)
        if width is None:
            if len(self._widths) >= _CACHED:
                self._widths.clear()
            width = self._widths[word] = self._metrics_of(word).horizontalAdvance(word)
        return width

    def font_of(self, word: str) -> QFont:
        """Return the font that `word` is written in: upright where its script has no italics."""
        return self.font if self._as_asked(word) else self._upright

    def fitted(self, word: str, max_width: float) -> str:
        """Return `word`, elided where it is wider than `max_width` pixels."""
        if self.width(word) <= max_width:
            return word
        return self._metrics_of(word).elidedText(word, Qt.TextElideMode.ElideRight, max_width)

    def _metrics_of(self, word: str) -> QFontMetricsF:
        return self._metrics if self._as_asked(word) else self._upright_metrics

    def _as_asked(self, word: str) -> bool:
        return not self.font.italic() or has_italics(word, UI_FAMILY)
