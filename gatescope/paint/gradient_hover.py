"""The marks of one token of a gradient flow: a hairline, and a dot on every line."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import GradientLayout
from gatescope.plots.gradient_flow_plot import GradientFlowPlot


def paint_hover(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout, token: int) -> None:
    """Mark the values of `token` on their lines."""
    theme, x = canvas.theme, layout.x_of(token + 0.5)
    canvas.line(QPointF(x, layout.area.top()), QPointF(x, layout.area.bottom()), theme.muted, 0.8)
    for line in plot.lines:
        if isfinite(line.at(token)):
            canvas.dot(QPointF(x, layout.y_of(line.at(token))), 3.2, theme.line(line.hue))
