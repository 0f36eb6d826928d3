"""A gradient flow on paper: the lines over the words, and the largest step."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.figure.axes import (
    TEXT,
    SlantedWords,
    paint_spines,
    paint_tick,
    paint_turned,
    tick_widths,
    turned_height,
)
from gatescope.paint.figure.legend_row import Entry, legend_above
from gatescope.paint.gradient_callout import paint_callout
from gatescope.paint.gradient_layout import LinesLayout
from gatescope.paint.polyline import polyline
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.line_points import points
from gatescope.words import tr

_WIDTH = 1.8
_ALONE = 2.2
# Of the surface in the ground of tokens whose gradient is not a number.
_BAD = 0.86


def flow_entries(canvas: Canvas, plot: GradientFlowPlot) -> list[Entry]:
    """Return the lines as a legend names them."""
    return [Entry(line.label, line.symbol, canvas.theme.line(line.hue), line.dash, _WIDTH) for line in plot.lines]


def paint_flow_panel(canvas: Canvas, plot: GradientFlowPlot, rect: QRectF, legend: bool = True) -> None:
    """Paint `plot` into `rect`, with its legend unless that stands elsewhere."""
    unit = canvas.unit
    ticks = {tick: f"10<sup>{tick}</sup>".replace("-", "−") for tick in plot.ticks}
    left = rect.left() + turned_height(canvas) + tick_widths(canvas, [*ticks.values()])
    words = SlantedWords(canvas, plot.tokens, plot.cursor, rect.right() - left, plot.whole)
    entries = flow_entries(canvas, plot) if legend else []
    named = legend_above(canvas, entries, rect.right() - left, rect.height() - words.height)
    top = rect.top() + named.height + 4.0 * unit
    area = QRectF(left, top, rect.right() - left, max(rect.bottom() - words.height - top, unit))
    layout = LinesLayout(plot, area)
    named.paint(left, rect.top())
    if plot.bad is not None:
        shade = QColor(mix(canvas.theme.bad, canvas.theme.surface, _BAD))
        canvas.painter.fillRect(QRectF(QPointF(layout.x_of(plot.bad), area.top()), area.bottomRight()), shade)
    apart = layout.y_of(0.0) - layout.y_of(1.0)
    for tick in plot.ticks[:: -max(1, ceil(TEXT * 1.4 * unit / apart))]:
        paint_tick(canvas, area, layout.y_of(float(tick)), ticks[tick])
    for line in sorted(plot.lines, key=lambda line: (line.model == plot.front, line.carried)):
        xs, ys, joined = points(line.values, 0, len(line.values), max(int(canvas.device_pixels(area.width())), 1))
        places = [QPointF(x, y) for x, y in zip(layout.x_of(xs).tolist(), layout.y_of(ys).tolist(), strict=True)]
        path, alone = polyline(places, joined.tolist())
        canvas.curve(path, canvas.theme.line(line.hue), _WIDTH, line.dash)
        for place in alone:
            canvas.dot(place, _ALONE, canvas.theme.line(line.hue))
    paint_spines(canvas, area)
    paint_callout(canvas, plot, layout)
    words.paint(area)
    names = (tr("gradient of {target}", target=plot.target), tr("norm of the gradient"), tr("gradient"))
    fitting = (name for name in names if canvas.width(name, TEXT) <= area.height())
    paint_turned(canvas, next(fitting, names[-1]), rect.left(), area)
