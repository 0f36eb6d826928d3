"""The words of token axes, laid out and drawn once for all axes of a window that show the same stretch."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QPixmap

from gatescope.plots.theme import Theme
from gatescope.plots.token_axis import TEXT_SIZE, AxisTexts, TokenAxisLayout, WordStyle
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens.words import WordMetrics

_MOST = 8


class AxisKey(NamedTuple):
    """What the layout of words depends on beside the text; the fields are arguments of `TokenAxisLayout`."""

    cursor: int | None
    stretch: tuple[float, float]
    width: float
    most: float


class UprightLook(NamedTuple):
    """What the pictures of upright words depend on beside their layout.

    Attributes:
        max_height: pixels that a word may take.
        ratio: device pixels per pixel.
    """

    max_height: float
    ratio: float
    theme: Theme


class AxisLayouts:
    """Keeps the layouts of the newest text only; an axis over another text clears them.

    Attributes:
        styles: the fonts of the words.
    """

    def __init__(self) -> None:
        size = round(TEXT_SIZE)
        self.styles: dict[WordStyle, WordMetrics] = {
            "plain": WordMetrics(size),
            "unknown": WordMetrics(size, italic=True),
            "current": WordMetrics(size, bold=True),
        }
        self._tokens: TokenSequence | None = None
        self._texts: AxisTexts | None = None
        self._layouts: dict[AxisKey, TokenAxisLayout] = {}
        self._pictures: dict[tuple[AxisKey, UprightLook], tuple[tuple[float, QPixmap], ...]] = {}

    def layout(self, tokens: TokenSequence, key: AxisKey) -> TokenAxisLayout:
        """Return the words of `tokens`."""
        if tokens is not self._tokens or len(self._layouts) >= _MOST:
            if tokens is not self._tokens:
                self._tokens, self._texts = tokens, AxisTexts(tokens, self._measure)
            self._layouts.clear()
            self._pictures.clear()
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = TokenAxisLayout(
                tokens, key.cursor, key.stretch, key.width, self._measure, most=key.most, texts=self._texts
            )
        return layout

    def upright(self, tokens: TokenSequence, key: AxisKey, look: UprightLook) -> tuple[tuple[float, QPixmap], ...]:
        """Return the pictures of upright words, and how far the left end of each is right of the axis'."""
        words = self.layout(tokens, key).words
        pictures = self._pictures.get((key, look))
        if pictures is None:
            found = []
            for text, style, centre, _ in words:
                metrics = self.styles[style]
                picture = metrics.upright(
                    metrics.fitted(text, look.max_height), colour_of(style, look.theme), look.ratio
                )
                found.append((centre - picture.width() / look.ratio / 2.0, picture))
            pictures = self._pictures[key, look] = tuple(found)
        return pictures

    def _measure(self, word: str, style: WordStyle) -> float:
        return self.styles[style].width(word)


def colour_of(style: WordStyle, theme: Theme) -> str:
    """Return the colour of words of this style."""
    return theme.accent if style == "current" else theme.muted
