"""Paints an equation that is laid out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gatescope.paint.equation.box import Box, Letters
from gatescope.paint.equation.reading import math_font
from gatescope.plots.theme import Theme


def paint_equation(painter: QPainter, box: Box, left: float, baseline: float, theme: Theme) -> None:
    """Paint `box` with the left end of its baseline at (`left`, `baseline`), gates in their hues."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    text = QColor(theme.text)
    for mark in box.marks:
        if isinstance(mark, Letters):
            painter.setPen(QColor(theme.hue(mark.hue)) if mark.hue else text)
            painter.setFont(math_font(mark.size, italic=mark.italic))
            painter.drawText(QPointF(left + mark.x, baseline + mark.y), mark.text)
        else:
            pen = QPen(text, max(mark.width, 1.0))
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(left + x, baseline + y) for x, y in mark.points]))
    painter.restore()
