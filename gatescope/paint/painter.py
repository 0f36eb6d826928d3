"""Draws any plot description on any painter: the picture on screen and the picture in the file are one."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.heatmap import paint_heatmap
from gatescope.paint.lines import paint_lines
from gatescope.paint.matrix import paint_matrix
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.theme import Theme

_MARGIN = 22.0
_CAPTION = 10.5
_NOTHING = "The text has no tokens, so there is nothing to show."


def paint(painter: QPainter, plot: Plot, rect: QRectF, theme: Theme) -> None:
    """Fill `rect` with `plot` in the design `theme`, its caption below. The painter's state is left as it was."""
    painter.save()
    painter.fillRect(rect, QColor(theme.surface))
    painter.setClipRect(rect)
    canvas = Canvas(painter, theme, rect)
    margin = min(_MARGIN * canvas.unit, rect.width() / 8, rect.height() / 8)
    inner = rect.adjusted(margin, margin, -margin, -margin)
    if plot.caption:
        baseline = rect.bottom() - margin * 0.6
        canvas.text(plot.caption, inner.left(), baseline, size=_CAPTION, colour=theme.muted, room=inner.width())
        inner.setBottom(baseline - _CAPTION * canvas.unit - 8 * canvas.unit)
    if isinstance(plot, HeatmapPlot | LinePlot) and len(plot.tokens) == 0:
        canvas.text(_NOTHING, inner.center().x(), inner.center().y(), size=15.0, colour=theme.muted, align="centre")
    elif isinstance(plot, HeatmapPlot):
        paint_heatmap(canvas, plot, inner)
    elif isinstance(plot, LinePlot):
        paint_lines(canvas, plot, inner)
    else:
        paint_matrix(canvas, plot, inner)
    painter.restore()
