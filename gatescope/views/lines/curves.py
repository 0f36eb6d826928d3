"""Lines over the token axis: many series in few curve items, thinned to what a screen can show."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import line_pen, paint_dots
from gatescope.plots.between import Shape, between
from gatescope.plots.description import Series
from gatescope.plots.line_points import points
from gatescope.plots.theme import OPENED, Theme
from gatescope.views.lines.line import Array, Line, draw_line
from gatescope.views.lines.tint import Tint
from gatescope.views.tokens.marks import Mark

_SMOOTH_POINTS = 8000
_LARGE, _LARGE_WIDTH = 900, 2.2
"""From so many pixels of a plot on, its lines are so wide: they are looked at from farther away."""


class Curves:
    """The lines of a plot in a view box: one curve item for all series of one hue and dash."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._items: dict[tuple[str, int], Curve] = {}
        self._tint: Tint | None = None

    @property
    def items(self) -> tuple[Curve, ...]:
        return tuple(self._items.values())

    def show(self, series: Sequence[Series], span: QRectF, pixels: int, theme: Theme) -> list[tuple[QPointF, str]]:
        """Draw the part of `series` in `span`, the first on top, and beneath them all what they were as opened; return
        the points that no line reaches, and their colours. All places are in data coordinates."""
        groups: dict[tuple[str, int], list[Series]] = {}
        for one in (*series, *(ghost for one in series if (ghost := one.ghost) is not None)):
            groups.setdefault((one.hue, one.dash), []).append(one)
        for key in self._items.keys() - groups.keys():
            self._box.removeItem(self._items.pop(key))
        first, last = floor(span.left()) - 1, ceil(span.right()) + 1
        shapes = [(shape, theme.line(one.hue)) for one in series for shape in between(one, first, last, pixels)]
        self._show_tint(shapes, span)
        lines = {
            key: _joined([_placed(one, points(one.values, first, last, pixels)) for one in group])
            for key, group in groups.items()
        }
        # A ghost alone never makes the lines over it rough.
        count = sum(len(line.x) for key, line in lines.items() if key[0] != OPENED)
        with_ghosts = sum(len(line.x) for line in lines.values())
        lonely: list[tuple[QPointF, str]] = []
        for height, (key, line) in enumerate(lines.items()):
            colour = theme.line(key[0])
            curve = self._items.get(key) or self._new_item(key)
            curve.set_colour(colour, max(theme.line_width, _LARGE_WIDTH if pixels >= _LARGE else 0.0))
            points_before = with_ghosts if key[0] == OPENED else count
            curve.take(line, span, -height, smooth=points_before <= _SMOOTH_POINTS)
            lonely += [(place, colour) for place in line.lonely()]
        return lonely

    def _show_tint(self, shapes: Sequence[tuple[Shape, str]], span: QRectF) -> None:
        if self._tint is None and shapes:
            self._tint = Tint()
            self._box.addItem(self._tint, ignoreBounds=True)
        if self._tint is not None:
            self._tint.take(shapes, span)

    def _new_item(self, key: tuple[str, int]) -> Curve:
        item = self._items[key] = Curve(key[1])
        self._box.addItem(item, ignoreBounds=True)
        return item


def _joined(parts: list[tuple[Array, Array, NDArray[np.int32]]]) -> Line:
    """Return one line that goes through all parts, none of which is joined to another."""
    if len(parts) == 1:
        return Line(*parts[0])
    return Line(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _placed(series: Series, found: tuple[Array, Array, NDArray[np.int32]]) -> tuple[Array, Array, NDArray[np.int32]]:
    """Return points where they lie on the axis of the plot."""
    return found[0], series.place(found[1]), found[2]


class Curve(pg.GraphicsObject):  # type: ignore[misc]
    """A smooth line of about one and a half pixels, as `draw_line` draws it."""

    def __init__(self, dash: int) -> None:
        super().__init__()
        self.pen = QPen()
        self._dash, self._colour = dash, ""
        self._span = QRectF()
        self._line: Line | None = None
        self._path = QPainterPath()
        self._smooth = True
        self._width = 1.6

    @property
    def line(self) -> Line | None:
        """What is drawn."""
        return self._line

    def set_colour(self, colour: str, width: float = 1.6) -> None:
        """Draw in `colour` from now on, `width` logical pixels wide."""
        if (colour, width) != (self._colour, self._width):
            self._colour, self._width = colour, width
            self.pen = line_pen(colour, 1.0, self._dash)
            self.pen.setCosmetic(True)
            self.update()

    def take(self, line: Line, span: QRectF, height: float, *, smooth: bool) -> None:
        """Draw `line`; one that is drawn already, as that of a model which an edit did not touch, is left alone.

        Args:
            span: the visible part of the axes.
            height: a line of a greater height lies over the others.
        """
        if span != self._span:
            self.prepareGeometryChange()
            self._span = QRectF(span)
        if height != self.zValue():
            self.setZValue(height)
        if self._line is None or smooth != self._smooth or not line.equals(self._line):
            self._line, self._smooth = line, smooth
            self._path = pg.functions.arrayToQPath(line.x, line.y, connect=line.joined, finiteCheck=False)
            self.update()

    def boundingRect(self) -> QRectF:
        # Computing the line's exact outline would take longer than painting the whole box.
        return self._span

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
        draw_line(painter, self.pen, self._path, self._line, self._width)


class Dots(Mark):
    """Filled dots in scene pixels: values at the cursor, and values that stand alone."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._dots: list[tuple[QPointF, str]] = []

    @property
    def dots(self) -> list[tuple[QPointF, str]]:
        """The place of each dot, and its colour."""
        return self._dots

    def set_dots(self, dots: list[tuple[QPointF, str]]) -> None:
        if dots != self._dots:
            self._dots = dots
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_dots(painter, [dot for dot in self._dots if self._rect.contains(dot[0])], self._theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def scene_rect_of(area: QRectF) -> QRectF:
    """Return the rectangle that may hold dots, which includes the edge of the box."""
    return area.adjusted(-1.0, -8.0, 1.0, 8.0)
