"""The words of an axis as one picture, in which only those that changed are drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from gatescope.plots.axis_words import WordStyle
from gatescope.plots.theme import Theme
from gatescope.plots.token_axis import BASELINE, AxisWord
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.words import WordMetrics

MARGIN = 16
"""Logical pixels by which the picture is wider than the axis at both ends, where the outermost words reach over."""
_SPARE = 2.0


class StripLook(NamedTuple):
    """What the picture depends on beside the words.

    Attributes:
        shift: how far the axis' left end is right of a whole logical pixel.
        width, height: of the axis, in logical pixels.
        ratio: device pixels per pixel.
    """

    shift: float
    width: float
    height: float
    ratio: float
    theme: Theme


class AxisStrip:
    """The picture of an axis with one look."""

    def __init__(self, look: StripLook, styles: Mapping[WordStyle, WordMetrics]) -> None:
        self._look, self._styles = look, styles
        self._words: tuple[AxisWord, ...] = ()
        self._picture = QPixmap(
            ceil((look.shift + look.width + 2 * MARGIN) * look.ratio), max(ceil(look.height * look.ratio), 1)
        )
        self._picture.setDevicePixelRatio(look.ratio)
        self._picture.fill(Qt.GlobalColor.transparent)

    def picture(self, words: tuple[AxisWord, ...]) -> QPixmap:
        """Return the picture of `words`, whose left end is `MARGIN` and the shift left of the axis'."""
        if words is not self._words:
            changed = set(words) ^ set(self._words)
            self._words = words
            if changed:
                reaches = [self._reach(word) for word in changed]
                self._draw(floor(min(left for left, _ in reaches)), ceil(max(right for _, right in reaches)))
        return self._picture

    def _draw(self, left: int, right: int) -> None:
        """Draw anew what lies between two logical pixels, counted from `MARGIN` right of the picture's left end."""
        painter = QPainter(self._picture)
        painter.translate(MARGIN, 0)
        place = QRectF(left, 0.0, right - left, ceil(self._look.height))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(place, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setClipRect(place)
        for word in self._words:
            start, end = self._reach(word)
            if start < right and end > left:
                self._paint(painter, word)
        painter.end()

    def _reach(self, word: AxisWord) -> tuple[float, float]:
        """Return the left and the right end of what a word may cover."""
        style = self._styles[word.style]
        half = min(style.width(word.text), word.max_width) / 2.0 + _SPARE
        centre = self._look.shift + word.centre
        return centre - half, centre + half

    def _paint(self, painter: QPainter, word: AxisWord) -> None:
        style, middle = self._styles[word.style], self._look.shift + word.centre
        painter.setFont(style.font_of(word.text))
        painter.setPen(QColor(_colour(word.style, self._look.theme)))
        width = style.width(word.text)
        if len(word.text) == 1 and width > word.max_width:
            painter.save()
            painter.translate(middle, 0.0)
            painter.scale(word.max_width / width, 1.0)
            painter.drawText(QPointF(-width / 2.0, scaled(BASELINE)), word.text)
            painter.restore()
            return
        text = style.fitted(word.text, word.max_width)
        painter.drawText(QPointF(middle - style.width(text) / 2.0, scaled(BASELINE)), text)


def _colour(style: WordStyle, theme: Theme) -> str:
    return theme.accent if style == "current" else theme.muted
