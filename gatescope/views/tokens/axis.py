"""The words under the maps and lines, in a band of one height, as many as there is room for."""

from __future__ import annotations

from math import floor

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.plots.description import Array
from gatescope.plots.theme import LIGHT, Theme
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens.axis_layouts import AxisKey, AxisLayouts
from gatescope.views.tokens.axis_strip import MARGIN, StripLook


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
        self._importance: Array | None = None
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

    def set_tokens(self, tokens: TokenSequence, importance: Array | None = None) -> None:
        """Take the words, and how much each of them matters where not all have room."""
        if tokens is not self._tokens or importance is not self._importance:
            self._tokens, self._importance = tokens, importance
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

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-MARGIN - 1.0, 0.0, MARGIN + 1.0, 0.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._tokens is None or self._rect.width() <= 0.0:
            return
        rect = self._rect
        key = AxisKey(self._cursor, (self._first, self._last), rect.width())
        left = floor(rect.left())
        ratio = painter.device().devicePixelRatioF()
        look = StripLook(rect.left() - left, rect.width(), rect.height(), ratio, self._theme)
        picture = self._layouts.picture(self._tokens, self._importance, key, look)
        painter.drawPixmap(QPointF(left - MARGIN, round(rect.top())), picture)
