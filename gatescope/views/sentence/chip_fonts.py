"""The fonts of the chips, and the widths of what is written in them."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.paint.scripts import has_italics
from gatescope.views.base.text_size import pixels

_WORD_PIXELS, _NUMBER_PIXELS = 13, 10
_MOST_WIDTHS = 20_000


class ChipFonts:
    """The fonts of words, of unknown words and of numbers, made of the widget's font; widths are kept."""

    def __init__(self, of: QFont) -> None:
        self.word, self.number = QFont(of), QFont(of)
        self.word.setPixelSize(pixels(_WORD_PIXELS))
        self.number.setPixelSize(pixels(_NUMBER_PIXELS))
        self.unknown = QFont(self.word)
        self.unknown.setItalic(True)
        self._widths: dict[tuple[str, bool], int] = {}

    def of(self, word: str, known: bool) -> QFont:
        """Return the font that a word is written in: unknown ones in italics, where its letters have them."""
        return self.word if known or not has_italics(word, self.word.family()) else self.unknown

    def word_width(self, word: str, known: bool) -> int:
        """Return the pixels that a word takes."""
        width = self._widths.get((word, known))
        if width is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            width = round(QFontMetricsF(self.of(word, known)).horizontalAdvance(word))
            self._widths[word, known] = width
        return width

    def number_width(self, number: str) -> int:
        """Return the pixels that a number takes."""
        return round(QFontMetricsF(self.number).horizontalAdvance(number))
