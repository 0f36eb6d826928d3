"""The words under the maps and lines, as many as there is room for."""

from __future__ import annotations

from math import floor, inf

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.token_axis import FLAT_HEIGHT, UPRIGHT_LEAST
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens.axis_layouts import AxisKey, AxisLayouts
from gatescope.views.tokens.axis_strip import MARGIN, StripLook

_UPRIGHT_HEIGHT = 58.0


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
        self._layouts = AxisLayouts()

    @property
    def rect(self) -> QRectF:
        """The place of the axis, in scene pixels."""
        return self._rect

    def share(self, layouts: AxisLayouts) -> None:
        """Take the words from where other axes take theirs."""
        self._layouts = layouts
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_cursor(self, cursor: int | None) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.update()

    def set_tokens(self, tokens: TokenSequence) -> None:
        if tokens is not self._tokens:
            self._tokens = tokens
            self.update()

    def set_range(self, first: float, last: float) -> None:
        if (first, last) != (self._first, self._last):
            self._first, self._last = first, last
            self.update()

    def set_rect(self, rect: QRectF) -> None:
        """Take the place of the axis; its left and right edge are those of the visible stretch."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = QRectF(rect)

    def height_for(self, width: float, most: float) -> float:
        """Return the height that the axis needs at `width` pixels, at most `most`."""
        if self._tokens is None:
            return FLAT_HEIGHT
        if most != self._most:
            self._most = most
            self.update()
        upright = self._layouts.layout(self._tokens, self._key(width)).upright
        return min(_UPRIGHT_HEIGHT, most) if upright else FLAT_HEIGHT

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-MARGIN - 1.0, 0.0, MARGIN + 1.0, 0.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._tokens is None or self._rect.width() <= 0.0:
            return
        rect, key = self._rect, self._key(self._rect.width())
        upright = self._layouts.layout(self._tokens, key).upright
        left = floor(rect.left())
        ratio = painter.device().devicePixelRatioF()
        look = StripLook(rect.left() - left, rect.width(), rect.height(), ratio, self._theme, upright)
        painter.drawPixmap(QPointF(left - MARGIN, round(rect.top())), self._layouts.picture(self._tokens, key, look))

    def _key(self, width: float) -> AxisKey:
        # More height than it takes to stand changes no word, so that higher and lower views share theirs.
        most = inf if self._most >= UPRIGHT_LEAST else self._most
        return AxisKey(self._cursor, (self._first, self._last), width, most)
