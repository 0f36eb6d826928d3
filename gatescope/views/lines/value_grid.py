"""The y axis of a line plot: a few hairlines with their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import paint_held_columns
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.marks import Mark
from gatescope.views.tokens.words import WordMetrics

_PIXELS = 10
_SPACE = 7.0


class ValueGrid(Mark):
    """Hairlines across the plot, whose place `set_rect` sets."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._lines: tuple[float, ...] = ()
        self._clamped: tuple[tuple[float, float], ...] = ()

    def set_held(self, columns: Sequence[tuple[float, float]]) -> None:
        """Take the left and right scene pixels of tokens at which a line is held."""
        if tuple(columns) != self._clamped:
            self._clamped = tuple(columns)
            self.update()

    def set_lines(self, lines: Sequence[float]) -> None:
        """Take the scene pixels of the lines."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        rect = self._rect
        columns = [
            QRectF(left, rect.top(), right - left, rect.height()).intersected(rect) for left, right in self._clamped
        ]
        paint_held_columns(painter, columns, self._theme)
        painter.setPen(QPen(QColor(self._theme.grid), 1))
        for y in self._lines:
            painter.drawLine(QPointF(self._rect.left(), y), QPointF(self._rect.right(), y))


class ValueNames(Mark):
    """The names of those lines: left of the plot where there is a gutter, else on the lines' left ends."""

    def __init__(self, height: float, *, outside: bool) -> None:
        super().__init__(height)
        self._names: tuple[tuple[float, str], ...] = ()
        self._outside = outside
        self._style = WordMetrics(_PIXELS)

    def set_names(self, names: Sequence[tuple[float, str]]) -> None:
        """Take the scene pixel and the text of each name: the ends first, then as many others as fit."""
        kept: list[tuple[float, str]] = []
        for y, name in [*names[:1], *names[-1:], *names[1:-1]]:
            if name and all(abs(y - other) >= scaled(_PIXELS + 2) for other, _ in kept):
                kept.append((y, name))
        if tuple(kept) != self._names:
            self._names = tuple(kept)
            self.update()

    def gutter_for(self, names: Sequence[str]) -> float:
        """Return the pixels that `names` take left of the plot."""
        return max((self._style.width(name) for name in names), default=0.0) if self._outside else 0.0

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-self.gutter_for([name for _, name in self._names]) - _SPACE, -8.0, 0.0, 8.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setFont(self._style.font)
        painter.setPen(QColor(self._theme.muted))
        half = self._style.ascent / 2.0 - 1.0
        for y, name in self._names:
            width = self._style.width(name)
            if self._outside:
                painter.drawText(QPointF(self._rect.left() - _SPACE + 2.0 - width, y + half), name)
            else:
                # On a filled patch, because a line may run behind it.
                patch = QRectF(self._rect.left(), y - half - 2.0, width + 6.0, 2.0 * half + 4.0)
                painter.fillRect(patch, QColor(self._theme.surface))
                painter.drawText(QPointF(self._rect.left() + 2.0, y + half), name)
