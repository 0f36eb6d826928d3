"""The words of token axes, laid out and drawn once for all axes of a window that show the same stretch."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QPixmap

from gatescope.plots.axis_words import AxisTexts, WordStyle
from gatescope.plots.description import Array
from gatescope.plots.token_axis import FLAT_HEIGHT, TEXT_SIZE, TokenAxisLayout
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.text_size import Sized, scaled
from gatescope.views.tokens.axis_strip import AxisStrip, StripLook
from gatescope.views.tokens.words import WordMetrics

_MOST, _MOST_STRIPS = 8, 4


class AxisKey(NamedTuple):
    """What the layout of words depends on beside the text; the fields are arguments of `TokenAxisLayout`."""

    cursor: int | None
    stretch: tuple[float, float]
    width: float


class AxisLayouts(Sized):
    """Keeps the layouts of the newest text only; an axis over another text clears them.

    Attributes:
        styles: the fonts of the words.
    """

    def __init__(self) -> None:
        super().__init__()
        size = round(TEXT_SIZE)
        self.styles: dict[WordStyle, WordMetrics] = {
            "plain": WordMetrics(size),
            "unknown": WordMetrics(size, italic=True),
            "current": WordMetrics(size, bold=True),
        }
        self._tokens: TokenSequence | None = None
        self._texts: AxisTexts | None = None
        self._layouts: dict[AxisKey, TokenAxisLayout] = {}
        self._strips: dict[StripLook, AxisStrip] = {}

    def resize(self) -> None:
        """Forget what was measured and drawn in another size."""
        self._tokens = self._texts = None
        self._layouts.clear()
        self._strips.clear()

    def layout(self, tokens: TokenSequence, importance: Array | None, key: AxisKey) -> TokenAxisLayout:
        """Return the words of `tokens`, which lie flat: upright ones would take their height from the plot."""
        if tokens is not self._tokens or len(self._layouts) >= _MOST:
            if tokens is not self._tokens:
                self._tokens, self._texts = tokens, AxisTexts(tokens, self._measure, self._texts)
            self._layouts.clear()
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = TokenAxisLayout(
                tokens,
                key.cursor,
                key.stretch,
                key.width,
                self._measure,
                most=FLAT_HEIGHT,
                texts=self._texts,
                importance=importance,
                zoom=scaled(1.0),
            )
        return layout

    def picture(self, tokens: TokenSequence, importance: Array | None, key: AxisKey, look: StripLook) -> QPixmap:
        """Return the picture of the words of `tokens`, as `AxisStrip` draws it; it changes with the next call."""
        strip = self._strips.get(look)
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[look] = AxisStrip(look, self.styles)
        return strip.picture(self.layout(tokens, importance, key).words)

    def _measure(self, word: str, style: WordStyle) -> float:
        return self.styles[style].width(word)
