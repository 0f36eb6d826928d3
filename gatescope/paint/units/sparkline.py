"""A unit's state over the tokens as a small line, with the cursor as a dot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPaintEngine

from gatescope.paint.canvas import Canvas
from gatescope.paint.polyline import polyline
from gatescope.plots.line_points import points
from gatescope.plots.units.table_plot import UnitTablePlot

_EDGE, _WIDTH, _DOT = 4.0, 1.3, 2.8
_SPAN = 0.13


def paint_sparkline(canvas: Canvas, plot: UnitTablePlot, unit: int, rect: QRectF) -> None:
    """Paint the states of `unit` in `rect` without the cursor. All units share one range: a lively one looks lively.

    From the first token on that is not finite the place is shaded in the colour of what is no number.
    """
    theme, count = canvas.theme, len(plot.values)
    if not count or unit >= plot.units:
        return
    area = _area(canvas, rect)
    values = plot.values[:, unit]
    zero = _y(0.0, plot, area)
    canvas.line(QPointF(area.left(), zero), QPointF(area.right(), zero), theme.grid)
    if plot.bad is not None:
        left = area.left() + plot.bad / count * area.width()
        shade = QColor(theme.bad)
        canvas.painter.fillRect(QRectF(left, area.center().y() - 1.5, area.right() - left, 3.0), shade)
    xs, ys, joined = points(values, 0, count, max(int(area.width()), 1))
    with np.errstate(all="ignore"):
        across = area.left() + xs / count * area.width()
        up = np.clip(
            area.bottom() - (ys - plot.low) / (plot.high - plot.low) * area.height(), rect.top(), rect.bottom()
        )
    colour = theme.hue(plot.state)
    if canvas.painter.paintEngine().type() == QPaintEngine.Type.Raster and joined[:-1].all():
        # Qt takes many times as long to join pieces this short, and at a line this thin it cannot be seen.
        canvas.painter.setPen(canvas.pen(colour, _WIDTH))
        x, y = across.tolist(), up.tolist()
        canvas.painter.drawLines([QLineF(*ends) for ends in zip(x, y, x[1:], y[1:], strict=False)])
        if len(x) == 1:
            canvas.dot(QPointF(x[0], y[0]), 1.6, colour)
        return
    places = [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]
    path, alone = polyline(places, joined.tolist())
    canvas.curve(path, colour, _WIDTH)
    for place in alone:
        canvas.dot(place, 1.6, colour)


def paint_sparkline_cursor(canvas: Canvas, plot: UnitTablePlot, unit: int, rect: QRectF) -> None:
    """Paint the chosen stretch of tokens, and the dot at the token cursor."""
    cursor, count = plot.cursor, len(plot.values)
    if plot.span is not None and count and plot.span.start < count:
        area = _area(canvas, rect)
        left, right = (
            area.left() + min(token, count) / count * area.width() for token in (plot.span.start, plot.span.stop)
        )
        ground = QColor(canvas.theme.text)
        ground.setAlphaF(_SPAN)
        canvas.painter.fillRect(QRectF(left, rect.top() + 2.0, right - left, rect.height() - 4.0), ground)
    if cursor is None or cursor >= count or unit >= plot.units or not np.isfinite(plot.values[cursor, unit]):
        return
    area = _area(canvas, rect)
    x = area.left() + (cursor + 0.5) / count * area.width()
    y = min(max(_y(float(plot.values[cursor, unit]), plot, area), rect.top()), rect.bottom())
    canvas.dot(QPointF(x, y), _DOT, canvas.theme.accent)


def _area(canvas: Canvas, rect: QRectF) -> QRectF:
    return rect.adjusted(0.0, _EDGE * canvas.unit, 0.0, -_EDGE * canvas.unit)


def _y(value: float, plot: UnitTablePlot, area: QRectF) -> float:
    return area.bottom() - (value - plot.low) / (plot.high - plot.low) * area.height()
