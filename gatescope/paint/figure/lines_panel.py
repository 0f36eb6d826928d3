"""Lines over the words on paper: traces of units, or a read-out."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.axes import SlantedWords, paint_spines, paint_tick, tick_widths
from gatescope.paint.figure.legend_row import Entry, legend_above
from gatescope.paint.lines import paint_line_area, value_place
from gatescope.plots.description import LinePlot

_WIDTH = 1.4


def series_entries(canvas: Canvas, plot: LinePlot) -> list[Entry]:
    """Return the lines as a legend names them; none where a single line is what the title says."""
    if len(plot.named) < 2:
        return []
    return [Entry(one.label, one.symbol, canvas.theme.line(one.hue), one.dash, _WIDTH) for one in plot.named]


def paint_lines_panel(canvas: Canvas, plot: LinePlot, rect: QRectF, legend: bool = True) -> None:
    """Paint `plot` into `rect`, with its legend unless that stands elsewhere."""
    unit = canvas.unit
    left = rect.left() + tick_widths(canvas, [name for _, name in plot.y_ticks])
    words = SlantedWords(canvas, plot.tokens, plot.cursor, rect.right() - left, plot.whole)
    entries = series_entries(canvas, plot) if legend else []
    named = legend_above(canvas, entries, rect.right() - left, rect.height() - words.height)
    top = rect.top() + named.height + 4.0 * unit
    area = QRectF(left, top, rect.right() - left, max(rect.bottom() - words.height - top, unit))
    named.paint(left, rect.top())
    for value, name in plot.y_ticks:
        paint_tick(canvas, area, value_place(plot, area, value), name, grid=False)
    paint_line_area(canvas, plot, area, plot.stretch)
    paint_spines(canvas, area)
    words.paint(area)
