"""Fixed points in a plane of states: a ring for a stable one, a diamond for a saddle, a cross for an unstable one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.space.plane_layout import PanelLayout
from gatescope.plots.space.plane import DrawnMark, Kind

RADIUS = 5.5
_ARM = 34.0
# Of the way to the point, so that the arrow ends beside its sign.
_SHORT = 0.7


def paint_marks(canvas: Canvas, layout: PanelLayout) -> None:
    """Paint the fixed points with the directions in which they are left; the one in focus with a halo."""
    theme, unit = canvas.theme, canvas.unit
    for drawn in layout.panel.marks:
        if not np.isfinite([drawn.x, drawn.y]).all():
            continue
        place = QPointF(layout.x_of(drawn.x), layout.y_of(drawn.y))
        for x, y, to_x, to_y in arm_lines(layout, drawn, unit).tolist():
            _paint_arrow(canvas, QPointF(x, y), QPointF(to_x, to_y), theme.accent)
        for x, y, to_x, to_y in _lines(layout, drawn, drawn.slow, unit).tolist():
            start, tip = QPointF(to_x, to_y), QPointF(x, y)
            _paint_arrow(canvas, start, start + (tip - start) * _SHORT, theme.muted)
        if drawn.mark.in_focus:
            halo = QColor(theme.accent)
            halo.setAlphaF(0.28)
            canvas.painter.setPen(Qt.PenStyle.NoPen)
            canvas.painter.setBrush(halo)
            canvas.painter.drawEllipse(place, 11.0 * unit, 11.0 * unit)
        paint_mark(canvas, place, drawn.mark.kind, in_focus=drawn.mark.in_focus)


def paint_mark(canvas: Canvas, place: QPointF, kind: Kind, *, in_focus: bool = False, size: float = RADIUS) -> None:
    """Paint the sign of one kind of fixed point, of `size` design pixels from its middle."""
    theme, unit, painter = canvas.theme, canvas.unit, canvas.painter
    radius = size * unit
    colour = theme.accent if in_focus else theme.text
    painter.setBrush(QColor(theme.surface))
    if kind == "stable":
        painter.setPen(canvas.pen(colour, size * 0.58))
        painter.drawEllipse(place, radius * 0.85, radius * 0.85)
    elif kind == "saddle":
        painter.setPen(canvas.pen(colour, 1.6))
        wide = radius * 1.35
        x, y = place.x(), place.y()
        corners = (QPointF(x - wide, y), QPointF(x, y - wide), QPointF(x + wide, y), QPointF(x, y + wide))
        painter.drawPolygon(QPolygonF(corners))
        half = radius * 0.5
        painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))
        painter.drawLine(QPointF(x, y - half), QPointF(x, y + half))
    else:
        painter.setPen(canvas.pen(colour, 1.6))
        painter.drawEllipse(place, radius, radius)
        half = radius * 0.5
        painter.drawLine(place + QPointF(-half, -half), place + QPointF(half, half))
        painter.drawLine(place + QPointF(-half, half), place + QPointF(half, -half))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def arm_lines(layout: PanelLayout, drawn: DrawnMark, unit: float) -> NDArray[np.float64]:
    """Return (2 A, 4) where the arrows of a fixed point begin and end: both ways along each unstable direction."""
    return _lines(layout, drawn, drawn.arms, unit)


def _lines(layout: PanelLayout, drawn: DrawnMark, directions: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    scale = np.array([layout.x_of(1.0) - layout.x_of(0.0), layout.y_of(1.0) - layout.y_of(0.0)])
    arms = directions * scale
    sizes = np.hypot(arms[:, 0], arms[:, 1])
    seen = np.isfinite(sizes) & (sizes > 0.0) & np.isfinite([drawn.x, drawn.y]).all()
    along = arms[seen] / sizes[seen, None] * _ARM * unit
    start = np.broadcast_to([layout.x_of(drawn.x), layout.y_of(drawn.y)], along.shape)
    return np.concatenate([np.hstack([start, start + along]), np.hstack([start, start - along])])


def _paint_arrow(canvas: Canvas, start: QPointF, tip: QPointF, colour: str) -> None:
    dx, dy = tip.x() - start.x(), tip.y() - start.y()
    size = float(np.hypot(dx, dy))
    ux, uy = dx / size * 5.0 * canvas.unit, dy / size * 5.0 * canvas.unit
    canvas.line(start, tip, colour, 1.8)
    canvas.line(tip, tip - QPointF(ux - 0.6 * uy, uy + 0.6 * ux), colour, 1.8)
    canvas.line(tip, tip - QPointF(ux + 0.6 * uy, uy - 0.6 * ux), colour, 1.8)
