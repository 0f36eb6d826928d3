"""A moving average on paper: the state with its averages, and below it what they leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.axes import TEXT, SlantedWords, paint_spines, paint_tick, tick_widths
from gatescope.paint.figure.legend_row import Entry, legend_above
from gatescope.paint.lines import paint_line_area, value_place
from gatescope.plots.description import LinePlot
from gatescope.plots.units.average import AveragePlot

_WIDTH = 1.4
_BELOW, _BETWEEN, _NAME = 0.32, 8.0, 16.0


def average_entries(canvas: Canvas, plot: AveragePlot) -> list[Entry]:
    """Return the lines over one another as a legend names them."""
    return [Entry(one.label, one.symbol, canvas.theme.line(one.hue), one.dash, _WIDTH) for one in plot.lines.series]


def paint_average_panel(canvas: Canvas, plot: AveragePlot, rect: QRectF, legend: bool = True) -> None:
    """Paint `plot` into `rect`, with its legend unless that stands elsewhere."""
    unit = canvas.unit
    names = [name for lines in (plot.lines, plot.residual) for _, name in lines.y_ticks]
    left = rect.left() + tick_widths(canvas, names)
    words = SlantedWords(canvas, plot.tokens, plot.cursor, rect.right() - left, plot.whole)
    entries = average_entries(canvas, plot) if legend else []
    named = legend_above(canvas, entries, rect.right() - left, rect.height() - words.height)
    named.paint(left, rect.top())
    top = rect.top() + named.height + 4.0 * unit
    free = rect.bottom() - words.height - top - (_BETWEEN + _NAME) * unit
    below = max(free * _BELOW, unit)
    area = QRectF(left, top, rect.right() - left, max(free - below, unit))
    residual = QRectF(left, area.bottom() + (_BETWEEN + _NAME) * unit, area.width(), below)
    for series in plot.residual.series:
        baseline = residual.top() - (_NAME - TEXT) * unit
        canvas.text(series.label, left, baseline, size=TEXT, colour=canvas.theme.muted, max_width=area.width())
    for lines, place in ((plot.lines, area), (plot.residual, residual)):
        _paint_lines(canvas, plot, lines, place)
    words.paint(residual)


def _paint_lines(canvas: Canvas, plot: AveragePlot, lines: LinePlot, area: QRectF) -> None:
    ticks = lines.y_ticks
    if area.height() < len(ticks) * TEXT * 1.3 * canvas.unit:
        ticks = (ticks[0], ticks[-1])
    for value, name in ticks:
        paint_tick(canvas, area, value_place(lines, area, value), name, grid=False)
    paint_line_area(canvas, lines, area, plot.stretch)
    paint_spines(canvas, area)
