"""Dots on two axes: their places, which of them is at a point, and how they, their rings and their axes are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.dot_shapes import paint_dot
from gatescope.paint.rich_text import RichText, sentence
from gatescope.plots.units.dot_plot import DotGroup, DotPlot

Values = NDArray[np.float64]

TITLE, NAME, SMALL, TICK, SYMBOL = 15.0, 12.0, 11.5, 11.0, 14.5
RADIUS = 3.2
_RING, _HOVERED = 6.2, 4.6
_REACH = 9.0
# The angle between neighbouring seeds, in radians (Vogel 1979).
_GOLDEN = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class Hit:
    """One dot: the number of its group, and its unit."""

    group: int
    unit: int


class DotLayout:
    """The places of the dots of one picture, in logical pixels.

    Attributes:
        area: inside the axes.
        rect: all of the picture.
    """

    def __init__(self, canvas: Canvas, plot: DotPlot, rect: QRectF, area: QRectF) -> None:
        self.rect, self.area = rect, area
        self._x, self._y = plot.x, plot.y
        self._reach = _REACH * canvas.unit
        self.places: list[tuple[Values, Values]] = [self.place(group) for group in plot.groups]

    def place(self, group: DotGroup) -> tuple[Values, Values]:
        """Return the middles of a group's dots."""
        return self.x_of(group.xs), self.y_of(group.ys)

    def x_of(self, values: Values) -> Values:
        """Return where values of the axis across are."""
        low, high = self._x
        return np.asarray(self.area.left() + (values - low) / (high - low) * self.area.width(), np.float64)

    def y_of(self, values: Values) -> Values:
        """Return where values of the axis upwards are."""
        low, high = self._y
        return np.asarray(self.area.bottom() - (values - low) / (high - low) * self.area.height(), np.float64)

    def values_at(self, place: QPointF) -> tuple[float, float]:
        """Return the values of both axes at a place."""
        (left, right), (low, high) = self._x, self._y
        across = (place.x() - self.area.left()) / max(self.area.width(), 1.0)
        up = (self.area.bottom() - place.y()) / max(self.area.height(), 1.0)
        return left + across * (right - left), low + up * (high - low)

    def nearest(self, place: QPointF) -> Hit | None:
        """Return the dot that is nearest to `place`, the uppermost of several; None where none is near."""
        found, least = None, self._reach**2
        for number, (xs, ys) in enumerate(self.places):
            away = np.where(self.in_sight(xs, ys), (xs - place.x()) ** 2 + (ys - place.y()) ** 2, np.inf)
            if len(away) and (at := float(away.min())) <= least:
                found, least = Hit(number, int(away.argmin())), at
        return found

    def in_sight(self, xs: Values, ys: Values) -> NDArray[np.bool_]:
        """Return which middles lie inside the axes."""
        edge = 0.5
        area = self.area.adjusted(-edge, -edge, edge, edge)
        with np.errstate(invalid="ignore"):
            return (xs >= area.left()) & (xs <= area.right()) & (ys >= area.top()) & (ys <= area.bottom())

    def centre(self, hit: Hit) -> QPointF:
        """Return the middle of a dot."""
        xs, ys = self.places[hit.group]
        return QPointF(float(xs[hit.unit]), float(ys[hit.unit]))


def spread(places: Sequence[tuple[Values, Values]], apart: float, most: float) -> list[tuple[Values, Values]]:
    """Return the places with those that fall together laid out around their place, like the seeds of a sunflower.

    Over few tokens shares take few values, and most dots would be hidden.

    Args:
        apart: pixels between neighbours, less where so many fall together that they would go beyond `most`.
    """
    if not places:
        return []
    every = np.stack([np.concatenate([xs for xs, _ in places]), np.concatenate([ys for _, ys in places])], axis=1)
    known = np.isfinite(every).all(axis=1)
    _, group, counts = np.unique(np.round(every[known]), axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(group))
    rank[order] = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
    reach = np.minimum(apart, most / np.sqrt(np.maximum(counts - 1, 1)))[group] * np.sqrt(rank)
    angle = rank * _GOLDEN
    every[known] += np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    ends = np.cumsum([len(xs) for xs, _ in places])[:-1]
    return [(part[:, 0], part[:, 1]) for part in np.split(every, ends)]


def paint_dots(canvas: Canvas, plot: DotPlot, layout: DotLayout, radius: float = RADIUS) -> None:
    """Paint the dots of every group, rimmed so that those over each other can be told apart."""
    painter, unit = canvas.painter, canvas.unit
    for group, (xs, ys) in zip(plot.groups, layout.places, strict=True):
        painter.setPen(canvas.pen(canvas.theme.surface, 0.8))
        painter.setBrush(QColor(canvas.theme.line(group.hue)))
        seen, reach = layout.in_sight(xs, ys), radius * unit
        for x, y, number in zip(xs[seen].tolist(), ys[seen].tolist(), np.flatnonzero(seen).tolist(), strict=True):
            paint_dot(painter, QPointF(x, y), reach, group.shape)
            canvas.tip(QRectF(x - reach, y - reach, 2 * reach, 2 * reach), f"{group.title}, u{number}")
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_rings(canvas: Canvas, plot: DotPlot, layout: DotLayout) -> None:
    """Ring the dots of the chosen units."""
    painter, unit = canvas.painter, canvas.unit
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for group, (xs, ys) in zip(plot.groups, layout.places, strict=True):
        seen = layout.in_sight(xs, ys)
        for ref in plot.selected:
            if (ref.model, ref.part) != (group.model, group.part) or ref.unit >= len(xs) or not seen[ref.unit]:
                continue
            centre = QPointF(float(xs[ref.unit]), float(ys[ref.unit]))
            for colour, width in ((canvas.theme.surface, 3.6), (canvas.theme.text, 1.8)):
                painter.setPen(canvas.pen(colour, width))
                painter.drawEllipse(centre, _RING * unit, _RING * unit)


def paint_hovered(canvas: Canvas, plot: DotPlot, layout: DotLayout, hit: Hit) -> None:
    """Lift the dot under the mouse, and those of the same unit with it."""
    painter, unit = canvas.painter, canvas.unit
    meant = plot.groups[hit.group].ref(hit.unit)
    for number, group in enumerate(plot.groups):
        if hit.unit >= len(group.xs) or group.ref(hit.unit) != meant:
            continue
        xs, ys = layout.places[number]
        if layout.in_sight(xs, ys)[hit.unit]:
            painter.setPen(canvas.pen(canvas.theme.accent, 1.6))
            painter.setBrush(QColor(canvas.theme.line(group.hue)))
            painter.drawEllipse(layout.centre(Hit(number, hit.unit)), _HOVERED * unit, _HOVERED * unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_heading(canvas: Canvas, title: str, place: str, rect: QRectF) -> float:
    """Write the title of a picture in a file, and return the height that it takes."""
    words = " · ".join(one for one in (title, place) if one)
    canvas.title(words, rect.left(), rect.top() + TITLE * canvas.unit, max_width=rect.width())
    return (TITLE + 12.0) * canvas.unit


def finding_text(canvas: Canvas, plot: DotPlot, width: float) -> RichText | None:
    """Return the sentence of a picture, wrapped; None where there is none."""
    return sentence(canvas, plot.finding, width, size=NAME)


def paint_foot(canvas: Canvas, plot: DotPlot, rect: QRectF) -> QRectF:
    """Write the sentence at the foot of `rect`, and return what is left above it."""
    text = finding_text(canvas, plot, rect.width())
    if text is None:
        return rect
    text.paint(rect.left(), rect.bottom() - text.height)
    return rect.adjusted(0.0, 0.0, 0.0, -text.height - 4.0 * canvas.unit)
