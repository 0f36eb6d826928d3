"""The table of fixed points with the eigenvalues at one of them and the tolerance ladder at its side."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.eigenvalues import paint_eigenvalues
from gatescope.paint.fixed_points.ladder import paint_ladder
from gatescope.paint.fixed_points.table import paint_table
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure

_LEFT, _GAP = 0.52, 32.0


def paint_figure(canvas: Canvas, plot: FixedPointsFigure, rect: QRectF) -> None:
    """Paint the three pictures into `rect`, the last two below each other."""
    gap = _GAP * canvas.unit
    left = QRectF(rect.left(), rect.top(), rect.width() * _LEFT - gap / 2, rect.height())
    right = QRectF(left.right() + gap, rect.top(), rect.right() - left.right() - gap, (rect.height() - gap) / 2)
    paint_table(canvas, plot.table, left)
    paint_eigenvalues(canvas, plot.eigenvalues, right)
    paint_ladder(canvas, plot.ladder, right.translated(0.0, right.height() + gap))
