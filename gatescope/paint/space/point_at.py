"""Finds the point of a plane of states under the mouse, and marks it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt

from gatescope.paint.canvas import Canvas
from gatescope.paint.space.plane_layout import DOT, PanelLayout
from gatescope.plots.space.plane import DrawnMark, PlanePath
from gatescope.plots.values.plane_value import PlaneValue

_NEAR, _NEAR_DOT = 9.0, 6.0


def point_at(layout: PanelLayout, place: QPointF, unit: float = 1.0) -> PlaneValue | None:
    """Return the point nearest to a pixel: of the sentence before all others, then fixed points, further paths and the
    background."""
    panel = layout.panel
    if not layout.area.contains(place):
        return None
    mark = _nearest_mark(layout, place, _NEAR * unit)
    paths: tuple[PlanePath, ...] = (panel.path, *panel.others, *panel.repeated)
    for number, path in enumerate(paths):
        at = _nearest(layout.pixels(path.points), place, _NEAR * unit)
        if at is not None:
            return PlaneValue(panel, path, at)
        if number == 0 and mark is not None:
            return PlaneValue(panel, None, 0, mark)
    at = _nearest(layout.pixels(panel.background), place, _NEAR_DOT * unit)
    return None if at is None else PlaneValue(panel, None, at)


def word_near(layout: PanelLayout, place: QPointF) -> int | None:
    """Return the word of the sentence that is nearest to a pixel, however far that is; None where none is finite."""
    path = layout.panel.path
    at = _nearest(layout.pixels(path.points), place, math.inf)
    return None if at is None else path.first + at


def paint_pointed(canvas: Canvas, layout: PanelLayout, value: PlaneValue) -> None:
    """Draw a ring around a point."""
    x, y = value.place
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(canvas.pen(canvas.theme.text, 1.2))
    radius = (DOT + 2.0) * canvas.unit
    canvas.painter.drawEllipse(QPointF(layout.x_of(x), layout.y_of(y)), radius, radius)


def _nearest(places: np.ndarray, place: QPointF, most: float) -> int | None:
    if not len(places):
        return None
    far = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
    far[np.isnan(far)] = math.inf
    best = int(far.argmin())
    return best if far[best] <= most and far[best] < math.inf else None


def _nearest_mark(layout: PanelLayout, place: QPointF, most: float) -> DrawnMark | None:
    marks = layout.panel.marks
    places = layout.pixels(np.array([[one.x, one.y] for one in marks]).reshape(-1, 2))
    at = _nearest(places, place, most)
    return None if at is None else marks[at]
