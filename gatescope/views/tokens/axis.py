"""The words under the maps and lines, as many as there is room for."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.token_axis import BASELINE, FLAT_HEIGHT, TEXT_SIZE, TokenAxisLayout, WordStyle
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens.words import WordMetrics

_UPRIGHT_HEIGHT = 58.0
_UPRIGHT_GAP = 3.0


class TokenAxis(pg.GraphicsObject):  # type: ignore[misc]
    """Paints the visible words in scene pixels, as `TokenAxisLayout` lays them out.

    The word under the cursor is bold and always written out; unknown words are in muted italics.
    """

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme = LIGHT
        self._tokens: TokenSequence | None = None
        self._cursor: int | None = None
        self._first, self._last = 0.0, 1.0
        self._most = _UPRIGHT_HEIGHT
        self._rect = QRectF()
        self._layout: TokenAxisLayout | None = None
        size = round(TEXT_SIZE)
        self._styles: dict[WordStyle, WordMetrics] = {
            "plain": WordMetrics(size),
            "unknown": WordMetrics(size, italic=True),
            "current": WordMetrics(size, bold=True),
        }

    @property
    def rect(self) -> QRectF:
        """The place of the axis, in scene pixels."""
        return self._rect

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_cursor(self, cursor: int | None) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self._forget()

    def set_tokens(self, tokens: TokenSequence) -> None:
        if tokens is not self._tokens:
            self._tokens = tokens
            self._forget()

    def set_range(self, first: float, last: float) -> None:
        if (first, last) != (self._first, self._last):
            self._first, self._last = first, last
            self._forget()

    def set_rect(self, rect: QRectF) -> None:
        """Take the place of the axis; its left and right edge are those of the visible stretch."""
        if rect != self._rect:
            self.prepareGeometryChange()
            if rect.width() != self._rect.width():
                self._forget()
            self._rect = QRectF(rect)

    def height_for(self, width: float, most: float) -> float:
        """Return the height that the axis needs at `width` pixels, at most `most`."""
        if self._tokens is None:
            return FLAT_HEIGHT
        if most != self._most:
            self._most = most
            self._forget()
        return min(_UPRIGHT_HEIGHT, most) if self._laid_out(width).upright else FLAT_HEIGHT

    def boundingRect(self) -> QRectF:
        # Words of the outermost columns may reach over the edges by half their width.
        return self._rect.adjusted(-60.0, 0.0, 60.0, 0.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._tokens is None or self._rect.width() <= 0.0:
            return
        layout = self._laid_out(self._rect.width())
        if layout.upright:
            self._paint_upright(painter, layout)
        else:
            self._paint_flat(painter, layout)

    def _forget(self) -> None:
        self._layout = None
        self.update()

    def _laid_out(self, width: float) -> TokenAxisLayout:
        """Return the words for an axis of this width, computed once for all repaints."""
        assert self._tokens is not None
        layout = self._layout
        if layout is None or layout.width != width:
            stretch = (self._first, self._last)
            layout = TokenAxisLayout(self._tokens, self._cursor, stretch, width, self._measure, most=self._most)
            self._layout = layout
        return layout

    def _measure(self, word: str, style: WordStyle) -> float:
        return self._styles[style].width(word)

    def _colour(self, style: WordStyle) -> str:
        return self._theme.accent if style == "current" else self._theme.muted

    def _paint_flat(self, painter: QPainter, layout: TokenAxisLayout) -> None:
        left, baseline = self._rect.left(), self._rect.top() + BASELINE
        shown: WordStyle | None = None
        for word in layout.words:
            style = self._styles[word.style]
            if word.style != shown:
                shown = word.style
                painter.setFont(style.font)
                painter.setPen(QColor(self._colour(shown)))
            text = style.fitted(word.text, word.max_width)
            painter.drawText(QPointF(left + word.centre - style.width(text) / 2.0, baseline), text)

    def _paint_upright(self, painter: QPainter, layout: TokenAxisLayout) -> None:
        rect, ratio = self._rect, painter.device().devicePixelRatioF()
        max_width, top = rect.height() - 2 * _UPRIGHT_GAP, round(rect.top() + _UPRIGHT_GAP)
        for word in layout.words:
            style = self._styles[word.style]
            picture = style.upright(style.fitted(word.text, max_width), self._colour(word.style), ratio)
            left = rect.left() + word.centre - picture.width() / ratio / 2.0
            painter.drawPixmap(QPointF(round(left), top), picture)
