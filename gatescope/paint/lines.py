"""Lines over the token axis as a picture: title, legend, grid, the words below, the cursor."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from gatescope.paint.canvas import Canvas
from gatescope.paint.legend import series_legend, series_legend_width
from gatescope.paint.polyline import stretches, thin
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.description import LinePlot, Series

_TITLE, _TICK = 15.0, 11.0
_WIDEST_LEGEND = 0.35
# So many points a logical pixel can still be told apart.
_DENSITY = 2.0


def paint_lines(canvas: Canvas, plot: LinePlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`. A single line needs no legend: the title says what it is."""
    unit, theme = canvas.unit, canvas.theme
    canvas.text(plot.title, rect.left(), rect.top() + _TITLE * unit, size=_TITLE, bold=True, room=rect.width())
    area = rect.adjusted(0, (_TITLE + 16) * unit, 0, 0)
    if len(plot.series) > 1:
        legend = min(series_legend_width(canvas, plot.series) + 14 * unit, rect.width() * _WIDEST_LEGEND)
        series_legend(canvas, plot.series, QRectF(area.left(), area.top(), legend - 14 * unit, area.height()))
        area.setLeft(area.left() + legend)
    ticks = max((canvas.width(label, _TICK) for _, label in plot.y_ticks), default=0.0)
    area.setLeft(area.left() + ticks + 10 * unit)
    axis = TokenAxis(canvas, plot.tokens, plot.cursor, area.width())
    words = QRectF(area.left(), area.bottom() - axis.height, area.width(), axis.height)
    # A line at the very end of the range is drawn whole, and so is the label of its tick.
    area.adjust(0, 5 * unit, 0, -axis.height - 5 * unit)
    for value, label in plot.y_ticks:
        y = _y(plot, area, value)
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        canvas.text(
            label, area.left() - 8 * unit, y + _TICK * 0.36 * unit, size=_TICK, colour=theme.muted, align="right"
        )
    if plot.cursor is not None:
        x = axis.centre(words, plot.cursor)
        canvas.line(QPointF(x, area.top() - 5 * unit), QPointF(x, area.bottom() + 5 * unit), theme.accent, 1.5)
    for series in reversed(plot.series):
        _paint_series(canvas, plot, series, area, axis.centre(words, 0) - area.left())
    axis.paint(words)


def _y(plot: LinePlot, area: QRectF, value: float) -> float:
    return area.bottom() - (value - plot.low) / (plot.high - plot.low) * area.height()


def _paint_series(canvas: Canvas, plot: LinePlot, series: Series, area: QRectF, half: float) -> None:
    """Draw the finite stretches; a point alone between gaps is a dot, because a line through it has no length."""
    colour = canvas.theme.line(series.hue)
    # Nothing is drawn far outside of the range, where coordinates overflow.
    values = np.clip(series.values.astype(np.float64), 2 * plot.low - plot.high, 2 * plot.high - plot.low)
    values[~np.isfinite(series.values)] = np.nan
    places, values = thin(values, max(int(area.width() * _DENSITY), 2))
    xs = area.left() + half + places * (2 * half)
    canvas.painter.save()
    canvas.painter.setClipRect(area.adjusted(0, -4 * canvas.unit, 0, 4 * canvas.unit))
    path = QPainterPath()
    for start, stop in stretches(values):
        points = [QPointF(xs[i], _y(plot, area, float(values[i]))) for i in range(start, stop)]
        if len(points) == 1:
            canvas.dot(points[0], 2.2, colour)
            continue
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
    canvas.curve(path, colour, 1.8, series.dash)
    canvas.painter.restore()
