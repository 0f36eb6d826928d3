"""Lines over the token axis: many series in few curve items, thinned to what a screen can show."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.plots.description import Series
from gatescope.plots.theme import Theme
from gatescope.views.tokens.marks import Mark

DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)

_SMOOTH_POINTS = 8000
_DOT = 2.5
# Where a second stroke of one pixel goes to make the first look heavier.
_SECOND_STROKE = (0.3, 0.6)

Array = NDArray[np.floating]


class Curves:
    """The lines of a plot in a view box: one curve item for all series of one colour and dash."""

    def __init__(self, box: pg.ViewBox) -> None:
        self._box = box
        self._items: dict[tuple[str, int], Curve] = {}

    @property
    def items(self) -> tuple[Curve, ...]:
        return tuple(self._items.values())

    def show(self, series: Sequence[Series], span: QRectF, pixels: int, theme: Theme) -> list[QPointF]:
        """Draw the part of `series` in `span`; return the points that no line reaches. Both are in data coordinates."""
        groups: dict[tuple[str, int], list[Series]] = {}
        for one in series:
            groups.setdefault((theme.line(one.hue), one.dash % len(DASHES)), []).append(one)
        for key in self._items.keys() - groups.keys():
            self._box.removeItem(self._items.pop(key))
        first, last = floor(span.left()) - 1, ceil(span.right()) + 1
        parts = {key: [points(one.values, first, last, pixels) for one in group] for key, group in groups.items()}
        smooth = sum(len(x) for group in parts.values() for x, _, _ in group) <= _SMOOTH_POINTS
        lonely: list[QPointF] = []
        for key, group in parts.items():
            item = self._items.get(key) or self._new_item(key)
            x, y, connected = (np.concatenate(arrays) for arrays in zip(*group, strict=True))
            item.set_span(span)
            item.setData(x, y, connect=connected, antialias=smooth)
            alone = ~connected.astype(np.bool_)
            alone[1:] &= connected[:-1] == 0
            lonely += [QPointF(x[i], y[i]) for i in np.flatnonzero(alone)]
        return lonely

    def _new_item(self, key: tuple[str, int]) -> Curve:
        pen = QPen(QColor(key[0]), 1.0, DASHES[key[1]])
        pen.setCosmetic(True)
        item = self._items[key] = Curve(pen=pen, skipFiniteCheck=True)
        self._box.addItem(item, ignoreBounds=True)
        return item


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A smooth line of about one and a half pixels, drawn as two of one pixel.

    Qt's software raster takes 0.1 ms for a smooth line of one pixel through 100 points, and 13 ms for a wider one.
    """

    _span = QRectF()

    def set_span(self, span: QRectF) -> None:
        """Take the visible part of the axes."""
        if span != self._span:
            self.prepareGeometryChange()
            self._span = QRectF(span)

    def boundingRect(self) -> QRectF:
        # Finding out what little of the box the line leaves free would take longer than painting that.
        return self._span

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None) -> None:
        super().paint(painter, option, widget)
        if self.opts["antialias"]:
            placed = painter.transform()
            painter.setTransform(placed * QTransform.fromTranslate(*_SECOND_STROKE))
            super().paint(painter, option, widget)
            painter.setTransform(placed)


def points(values: Array, first: int, last: int, pixels: int) -> tuple[Array, Array, NDArray[np.int32]]:
    """Return x, y and whether each point is joined to the next, for the tokens from `first` up to `last`.

    Tokens lie at the middle of their columns. Where several share a pixel only the lowest and the highest of them are
    kept, in their order: the line covers the same pixels. Values that are not finite leave a gap.

    Args:
        values: (T,).
        pixels: width of the plot.
    """
    first, last = max(first, 0), min(max(last, 0), len(values))
    index = np.arange(first, max(last, first))
    shown = values[first : max(last, first)]
    bucket = len(shown) // max(2 * pixels, 1)
    if bucket > 1:
        kept = _extremes(np.ascontiguousarray(shown), bucket)
        index, shown = index[kept], shown[kept]
    finite = np.isfinite(shown)
    place = np.cumsum(finite) - 1
    joined = np.zeros(int(finite.sum()), np.int32)
    joined[place[:-1][finite[:-1] & finite[1:]]] = 1
    return index[finite] + 0.5, shown[finite].astype(np.float64), joined


def _extremes(shown: Array, bucket: int) -> NDArray[np.int64]:
    """Places of the lowest and the highest of every `bucket` values, and of a gap where there is one."""
    whole = len(shown) // bucket * bucket
    rows = shown[:whole].reshape(-1, bucket)
    base = np.arange(len(rows)) * bucket
    rest = np.arange(whole, len(shown))
    finite = np.isfinite(rows)
    if finite.all():
        return np.unique(np.concatenate([base + rows.argmin(axis=1), base + rows.argmax(axis=1), rest]))
    low = base + np.where(finite, rows, np.inf).argmin(axis=1)
    high = base + np.where(finite, rows, -np.inf).argmax(axis=1)
    return np.unique(np.concatenate([low, high, base + finite.argmin(axis=1), rest]))


class Dots(Mark):
    """Filled dots in scene pixels: values at the cursor, and values that stand alone."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._dots: list[tuple[QPointF, str]] = []

    @property
    def dots(self) -> list[tuple[QPointF, str]]:
        """Where each dot is, and its colour."""
        return self._dots

    def set_dots(self, dots: list[tuple[QPointF, str]]) -> None:
        if dots != self._dots:
            self._dots = dots
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(self._theme.surface), 1))
        for middle, colour in self._dots:
            if self._rect.contains(middle):
                painter.setBrush(QColor(colour))
                painter.drawEllipse(middle, _DOT + 0.5, _DOT + 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def scene_rect_of(area: QRectF) -> QRectF:
    """Where dots may lie: on the edge of the box too."""
    return area.adjusted(-1.0, -4.0, 1.0, 4.0)
