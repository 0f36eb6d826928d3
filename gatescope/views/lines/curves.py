"""Lines over the token axis: many series in few curve items, thinned to what a screen can show."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import line_pen, paint_dots
from gatescope.plots.description import Series
from gatescope.plots.line_points import points
from gatescope.plots.theme import Theme
from gatescope.views.tokens.marks import Mark

Array = NDArray[np.floating]

_SMOOTH_POINTS = 8000
# Two strokes of one pixel at this distance look as heavy as the wider line in a file.
_STROKES = (-0.3, 0.3)


class Curves:
    """The lines of a plot in a view box: one curve item for all series of one colour and dash."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._items: dict[tuple[str, int], Curve] = {}

    @property
    def items(self) -> tuple[Curve, ...]:
        return tuple(self._items.values())

    def show(self, series: Sequence[Series], span: QRectF, pixels: int, theme: Theme) -> list[tuple[QPointF, str]]:
        """Draw the part of `series` in `span`, the first on top; return the points that no line reaches, and their
        colours. All places are in data coordinates."""
        groups: dict[tuple[str, int], list[Series]] = {}
        for one in series:
            groups.setdefault((theme.line(one.hue), one.dash), []).append(one)
        for key in self._items.keys() - groups.keys():
            self._box.removeItem(self._items.pop(key))
        first, last = floor(span.left()) - 1, ceil(span.right()) + 1
        parts = {key: [points(one.values, first, last, pixels) for one in group] for key, group in groups.items()}
        smooth = sum(len(x) for group in parts.values() for x, _, _ in group) <= _SMOOTH_POINTS
        lonely: list[tuple[QPointF, str]] = []
        for height, (key, group) in enumerate(parts.items()):
            item = self._items.get(key) or self._new_item(key)
            x, y, connected = (np.concatenate(arrays) for arrays in zip(*group, strict=True))
            item.set_span(span)
            item.setZValue(-height)
            item.show_points(x, y, connected, smooth=smooth)
            alone = ~connected.astype(np.bool_)
            alone[1:] &= connected[:-1] == 0
            lonely += [(QPointF(x[i], y[i]), key[0]) for i in np.flatnonzero(alone)]
        return lonely

    def _new_item(self, key: tuple[str, int]) -> Curve:
        pen = line_pen(key[0], 1.0, key[1])
        pen.setCosmetic(True)
        item = self._items[key] = Curve(pen=pen, skipFiniteCheck=True)
        self._box.addItem(item, ignoreBounds=True)
        return item


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A smooth line of about one and a half pixels, drawn as two of one pixel.

    Qt's software raster takes 0.1 ms for a smooth line of one pixel through 100 points, and 13 ms for a wider one.
    """

    _span = QRectF()
    _points: tuple[Array, Array, NDArray[np.int32]] | None = None

    def set_span(self, span: QRectF) -> None:
        """Take the visible part of the axes."""
        if span != self._span:
            self.prepareGeometryChange()
            self._span = QRectF(span)

    def show_points(self, x: Array, y: Array, joined: NDArray[np.int32], *, smooth: bool) -> None:
        """Draw the line through these points, (n,) each; one that is drawn already, as that of a model which an edit
        did not touch, is left alone."""
        old = self._points
        if old is not None and smooth == self.opts["antialias"] and all(map(np.array_equal, old, (x, y, joined))):
            return
        self._points = x, y, joined
        self.setData(x, y, connect=joined, antialias=smooth)

    def boundingRect(self) -> QRectF:
        # Computing the line's exact outline would take longer than painting the whole box.
        return self._span

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None) -> None:
        if not self.opts["antialias"]:
            super().paint(painter, option, widget)
            return
        path, placed = self.getPath(), painter.transform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.opts["pen"])
        for down in _STROKES:
            painter.setTransform(placed * QTransform.fromTranslate(0.0, down))
            painter.drawPath(path)
        painter.setTransform(placed)


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
    return area.adjusted(-1.0, -4.0, 1.0, 4.0)
