"""The mark of a fixed point: a thick ring where it is stable, a diamond with a plus for a saddle, a thin ring else."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPolygonF

from gatescope.analysis.fixed_points.found import Kind
from gatescope.paint.canvas import Canvas

RADIUS = 6.0
"""Design pixels."""


def paint_point_mark(canvas: Canvas, centre: QPointF, kind: Kind, *, colour: str = "", radius: float = RADIUS) -> None:
    """Paint the mark of a point of `kind` at `centre`, in the colour of text by default."""
    painter, theme, size = canvas.painter, canvas.theme, radius * canvas.unit
    ink = colour or theme.text
    painter.setBrush(QColor(theme.surface))
    if kind == "saddle":
        reach = size * sqrt(2)
        corners = [QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0), QPointF(0, -reach)]
        painter.setPen(canvas.pen(ink, radius * 0.27))
        painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
        arm = size * 0.55
        canvas.line(centre - QPointF(arm, 0), centre + QPointF(arm, 0), ink, radius * 0.27)
        canvas.line(centre - QPointF(0, arm), centre + QPointF(0, arm), ink, radius * 0.27)
    else:
        width = radius * (0.55 if kind == "stable" else 0.22)
        painter.setPen(canvas.pen(ink, width))
        inner = size - width * canvas.unit / 2
        painter.drawEllipse(centre, inner, inner)
    painter.setBrush(Qt.BrushStyle.NoBrush)
