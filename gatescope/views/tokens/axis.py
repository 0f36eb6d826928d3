"""The words under the maps and lines, as many as there is room for."""

from __future__ import annotations

from math import ceil, floor

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.plots.axis_words import axis_word, round_step
from gatescope.plots.theme import LIGHT, Theme
from gatescope.text.tokens import TokenSequence
from gatescope.views.tokens.words import WordMetrics

_PIXELS = 11
_FLAT_HEIGHT = 20.0
_UPRIGHT_HEIGHT = 58.0
_UPRIGHT_LEAST = 50.0
# A column this wide holds enough of a word lying flat; below it the words stand upright.
_FLAT_COLUMN = 34.0
_NARROW_WORD = 14.0
_UPRIGHT_COLUMN = 12.0
# Where only every so many-eth token could be named, a word says nothing about where in the text it stands: numbers do.
_SPARSEST = 24
_MOST_MEASURED = 1000


class TokenAxis(pg.GraphicsObject):  # type: ignore[misc]
    """Paints the visible words in scene pixels: flat, upright or thinned by the room a column has, never overlapping.

    The word under the cursor is bold and always written out; unknown words are in muted italics.
    """

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme = LIGHT
        self._tokens: TokenSequence | None = None
        self._cursor: int | None = None
        self._first, self._last = 0.0, 1.0
        self._rect = QRectF()
        self._upright = False
        self._plain = WordMetrics(_PIXELS)
        self._unknown = WordMetrics(_PIXELS, italic=True)
        self._current = WordMetrics(_PIXELS, bold=True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_cursor(self, cursor: int | None) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.update()

    def set_tokens(self, tokens: TokenSequence) -> None:
        self._tokens = tokens
        self.update()

    def set_range(self, first: float, last: float) -> None:
        self._first, self._last = first, last
        self.update()

    def set_rect(self, rect: QRectF) -> None:
        """Take the place of the axis; its left and right edge are those of the visible stretch."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = QRectF(rect)

    def height_for(self, width: float, most: float) -> float:
        """The height the axis wants when it is `width` pixels wide and may take `most`; decides how words are laid."""
        column = width / max(self._last - self._first, 1e-9)
        narrow = column < _FLAT_COLUMN and self._any_wider(max(column - 4.0, _NARROW_WORD))
        # In a low plot upright words would take the room of the lines, and be cut short themselves.
        self._upright = narrow and most >= _UPRIGHT_LEAST
        return min(_UPRIGHT_HEIGHT, most) if self._upright else _FLAT_HEIGHT

    def boundingRect(self) -> QRectF:
        # Words of the outermost columns may reach over the edges by half their width.
        return self._rect.adjusted(-60.0, 0.0, 60.0, 0.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        visible = self._visible()
        if self._tokens is None or not visible or self._rect.width() <= 0:
            return
        column = self._rect.width() / (self._last - self._first)
        step = self._step(visible, column)
        if step > _SPARSEST:
            self._paint_numbers(painter, visible, column)
        elif self._upright:
            self._paint_upright(painter, visible, column, step)
        else:
            self._paint_flat(painter, visible, column, step)

    def _visible(self) -> range:
        if self._tokens is None:
            return range(0)
        return range(max(floor(self._first), 0), min(ceil(self._last), len(self._tokens)))

    def _word(self, index: int) -> str:
        assert self._tokens is not None
        return axis_word(self._tokens, index)

    def _any_wider(self, room: float) -> bool:
        """Whether a visible word is wider than `room`; taken for granted where there are too many to look at."""
        visible = self._visible()
        return len(visible) > _MOST_MEASURED or any(self._plain.width(self._word(i)) > room for i in visible)

    def _step(self, visible: range, column: float) -> int:
        """Every how many-eth word there is room for."""
        if column >= _FLAT_COLUMN:
            return 1
        if self._upright:
            return max(1, ceil(_UPRIGHT_COLUMN / column))
        widest = max((self._plain.width(self._word(i)) for i in visible), default=0.0)
        return max(1, ceil((widest + 2.0) / column))

    def _centre(self, index: float, column: float) -> float:
        return self._rect.left() + (index + 0.5 - self._first) * column

    def _style(self, index: int) -> tuple[WordMetrics, str]:
        """Font and colour of a token's word."""
        assert self._tokens is not None
        if index == self._cursor:
            return self._current, self._theme.accent
        return (self._plain if self._tokens.known[index] else self._unknown), self._theme.muted

    def _write(self, painter: QPainter, index: int, word: str, left: float, baseline: float) -> None:
        style, colour = self._style(index)
        painter.setFont(style.font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(left, baseline), word)

    def _paint_flat(self, painter: QPainter, visible: range, column: float, step: int) -> None:
        assert self._tokens is not None
        baseline = self._rect.top() + 3.0 + self._plain.ascent
        keep_out = self._paint_current(painter, visible, column, baseline)
        room = step * column - 4.0
        for index in visible:
            if index % step or index == self._cursor:
                continue
            style, _ = self._style(index)
            word = style.fitted(self._word(index), max(room, _NARROW_WORD))
            half = style.width(word) / 2.0
            centre = self._centre(index, column)
            if centre + half > keep_out[0] and centre - half < keep_out[1]:
                # The word beside the cursor's gives way: whatever is left of its own column, or nothing.
                continue
            if self._rect.left() - 4.0 <= centre - half and centre + half <= self._rect.right() + 4.0:
                self._write(painter, index, word, centre - half, baseline)

    def _paint_current(self, painter: QPainter, visible: range, column: float, baseline: float) -> tuple[float, float]:
        """Write the cursor's word in full; return the stretch of pixels that no other word may touch."""
        if self._cursor is None or self._cursor not in visible:
            return (float("inf"), float("-inf"))
        assert self._tokens is not None
        style, _ = self._style(self._cursor)
        word = style.fitted(self._word(self._cursor), self._rect.width())
        width = style.width(word)
        left = self._centre(self._cursor, column) - width / 2.0
        left = max(self._rect.left() - 4.0, min(left, self._rect.right() + 4.0 - width))
        self._write(painter, self._cursor, word, left, baseline)
        return (left - 4.0, left + width + 4.0)

    def _paint_upright(self, painter: QPainter, visible: range, column: float, step: int) -> None:
        rect, ratio = self._rect, painter.device().devicePixelRatioF()
        room, top = rect.height() - 6.0, round(rect.top() + 3.0)
        cursor = self._cursor if self._cursor is not None and self._cursor in visible else None
        near = _UPRIGHT_COLUMN / column
        named = [i for i in range(ceil(visible.start / step) * step, visible.stop, step) if i != cursor]
        if cursor is not None:
            named = [i for i in named if abs(i - cursor) >= near] + [cursor]
        for index in named:
            if index != cursor and not rect.left() <= self._centre(index, column) <= rect.right():
                continue
            style, colour = self._style(index)
            picture = style.upright(style.fitted(self._word(index), room), colour, ratio)
            left = self._centre(index, column) - picture.width() / ratio / 2.0
            painter.drawPixmap(QPointF(round(left), top), picture)

    def _paint_numbers(self, painter: QPainter, visible: range, column: float) -> None:
        """Name the places by the tokens' numbers, counted from one, beside the cursor's word."""
        baseline = self._rect.top() + 3.0 + self._plain.ascent
        keep_out = self._paint_current(painter, visible, column, baseline)
        painter.setFont(self._plain.font)
        painter.setPen(QColor(self._theme.muted))
        step = round_step(90.0 / column)
        for number in range(ceil((visible.start + 1) / step) * step, visible.stop + 1, step):
            text = f"{number:,}".replace(",", "\u202f")
            half = self._plain.width(text) / 2.0
            centre = self._centre(number - 1, column)
            if centre + half < keep_out[0] or centre - half > keep_out[1]:
                painter.drawText(QPointF(centre - half, baseline), text)
