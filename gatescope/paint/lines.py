"""Lines over the token axis as a picture: title, legend, grid, the words below, the cursor."""

from __future__ import annotations

from math import ceil, floor, isfinite
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.dashes import dashed
from gatescope.paint.legend import series_legend, series_legend_width
from gatescope.paint.marks import hairline, paint_cursor_line, paint_dots, paint_held_columns, tint
from gatescope.paint.polyline import polyline
from gatescope.paint.tips import MOST_TIPS
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.between import between
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.line_points import points
from gatescope.plots.numbers import number
from gatescope.words import tr

Place = TypeVar("Place", float, NDArray[np.floating])

_TITLE, _TICK = 15.0, 11.0
_WIDEST_LEGEND = 0.35
_ABOVE_WORDS = 3.0
# As heavy as the two strokes of one pixel that the window draws.
_WIDTH = 1.4


def paint_lines(canvas: Canvas, plot: LinePlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`. A single line needs no legend: the title says what it is."""
    unit, theme = canvas.unit, canvas.theme
    canvas.title(plot.title, rect.left(), rect.top() + _TITLE * unit, max_width=rect.width())
    area = rect.adjusted(0, (_TITLE + 16) * unit, 0, 0)
    if len(plot.named) > 1:
        legend = min(series_legend_width(canvas, plot.named) + 14 * unit, rect.width() * _WIDEST_LEGEND)
        series_legend(canvas, plot.named, QRectF(area.left(), area.top(), legend - 14 * unit, area.height()))
        area.setLeft(area.left() + legend)
    ticks = max((canvas.width(label, _TICK) for _, label in plot.y_ticks), default=0.0)
    area.setLeft(area.left() + ticks + 10 * unit)
    stretch = plot.stretch
    axis = TokenAxis(
        canvas, plot.tokens, plot.cursor, area.width(), stretch, importance=plot.importance, whole=plot.whole
    )
    area.setBottom(area.bottom() - axis.height - _ABOVE_WORDS * unit)
    for value, label in plot.y_ticks:
        baseline = value_place(plot, area, value) + _TICK * 0.36 * unit
        canvas.text(label, area.left() - 8 * unit, baseline, size=_TICK, colour=theme.muted, align="right")
    paint_line_area(canvas, plot, area, stretch)
    axis.paint(QRectF(area.left(), area.bottom() + _ABOVE_WORDS * unit, area.width(), axis.height))


def paint_line_area(canvas: Canvas, plot: LinePlot, area: QRectF, stretch: tuple[float, float]) -> None:
    """Paint the grid, the lines, the cursor and the dots on them, without title, legend and words.

    Args:
        stretch: the part of the token axis in sight, where token i fills i … i + 1.
    """
    painter, theme, unit = canvas.painter, canvas.theme, canvas.unit
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    columns = [(token_place(area, stretch, one.start), token_place(area, stretch, one.stop)) for one in plot.clamped]
    grounds = [QRectF(left, area.top(), right - left, area.height()).intersected(area) for left, right in columns]
    paint_held_columns(painter, grounds, theme)
    painter.setPen(hairline(theme.grid, unit))
    for value, _ in plot.y_ticks:
        y = round(value_place(plot, area, value)) + 0.5
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.restore()
    dots: list[tuple[QPointF, str]] = []
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    _paint_tints(canvas, plot, area, stretch)
    for series in (*reversed(plot.ghosts), *reversed(plot.series)):
        dots += _paint_series(canvas, plot, series, area, stretch)
    painter.restore()
    if plot.cursor is not None and stretch[0] <= plot.cursor + 0.5 <= stretch[1]:
        x = token_place(area, stretch, plot.cursor + 0.5)
        paint_cursor_line(painter, floor(x), area, theme, unit)
        dots += [
            (QPointF(x, value_place(plot, area, here)), theme.line(series.hue))
            for series in (*plot.ghosts, *plot.series)
            if (here := series.place_at(plot.cursor)) is not None and isfinite(here)
        ]
    if canvas.tips is not None:
        for token in range(max(floor(stretch[0]), 0), min(ceil(stretch[1]), len(plot.tokens), MOST_TIPS)):
            left, right = (token_place(area, stretch, at) for at in (token, token + 1))
            told = [f"{one.label}: {number(said)}" for one in plot.series if (said := one.at(token)) is not None]
            head = tr("“{word}”, token {token}", word=axis_word(plot.tokens, token), token=token)
            words = "\n".join((head, *told))
            canvas.tip(QRectF(left, area.top(), right - left, area.height()), words)
    reach = area.adjusted(-unit, -4 * unit, unit, 4 * unit)
    paint_dots(painter, [dot for dot in dots if reach.contains(dot[0])], theme, unit)


def _paint_tints(canvas: Canvas, plot: LinePlot, area: QRectF, stretch: tuple[float, float]) -> None:
    """Tint what lies between lines and what they were where those are set apart."""
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    pixels = int(canvas.device_pixels(area.width()))
    for series in plot.series:
        canvas.painter.setBrush(tint(canvas.theme.line(series.hue)))
        for shape in between(series, floor(stretch[0]) - 1, ceil(stretch[1]) + 1, pixels):
            corners = [QPointF(token_place(area, stretch, x), value_place(plot, area, y)) for x, y in shape.tolist()]
            canvas.painter.drawPolygon(QPolygonF(corners), Qt.FillRule.WindingFill)
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)


def token_place(area: QRectF, stretch: tuple[float, float], token: Place) -> Place:
    """Return the logical pixel of a place on the token axis, or those of several."""
    return area.left() + (token - stretch[0]) * area.width() / (stretch[1] - stretch[0])


def value_place(plot: LinePlot, area: QRectF, value: Place) -> Place:
    """Return the logical pixel of a value, or those of several."""
    bottom, top = plot.span
    return area.bottom() - (value - bottom) / (top - bottom) * area.height()


def _paint_series(
    canvas: Canvas, plot: LinePlot, series: Series, area: QRectF, stretch: tuple[float, float]
) -> list[tuple[QPointF, str]]:
    """Draw the finite stretches; return the points that no line reaches, because they have no neighbour."""
    colour = canvas.theme.line(series.hue)
    pixels = int(canvas.device_pixels(area.width()))
    xs, ys, joined = points(series.values, floor(stretch[0]) - 1, ceil(stretch[1]) + 1, pixels)
    ys = series.place(ys)
    # Nothing is drawn far outside of the range, where coordinates overflow.
    ys = np.clip(ys, 2 * plot.low - plot.high, 2 * plot.high - plot.low)
    across, down = token_place(area, stretch, xs), value_place(plot, area, ys)
    places = [QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)]
    path, alone = polyline(places, joined.tolist())
    canvas.curve(dashed(path, series.dash, canvas.unit), colour, _WIDTH)
    return [(place, colour) for place in alone]
