"""A sweep as a picture: a bar a unit, from what the result is to what it becomes without it."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.sweep.layout import HEADS, NAME, SMALL, TITLE, ColumnPlace, SweepLayout, signed, written
from gatescope.plots.sweep.sweep_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.sweep.sweep_plot import SweepPlot
from gatescope.words import tr

_CHOSEN = 0.88
_HALF = 0.36


def paint_sweep(canvas: Canvas, plot: SweepPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = SweepLayout(canvas, plot, rect)
    baseline = layout.title.top() + TITLE * canvas.unit
    words = tr("{title}: every unit taken out in turn", title=tr(NAME_OF_PLOT))
    canvas.title(words, rect.left(), baseline, max_width=rect.width())
    paint_sweep_body(canvas, plot, layout)


def paint_sweep_body(canvas: Canvas, plot: SweepPlot, layout: SweepLayout) -> None:
    """Paint everything but the title."""
    for place in layout.columns:
        _paint_heading(canvas, place)
        for at, row in enumerate(place.rows):
            _paint_row(canvas, plot, place, layout.first + at, row)
        _paint_baseline(canvas, place)
    if layout.text is not None:
        layout.text.paint(layout.finding.left(), layout.finding.top())


def paint_hovered_row(canvas: Canvas, place: ColumnPlace, row: QRectF) -> None:
    """Frame the row under the mouse."""
    canvas.frame(row.adjusted(-3.0, 0.5, 3.0, -0.5), canvas.theme.muted, 1.0, 3.0)


def _paint_heading(canvas: Canvas, place: ColumnPlace) -> None:
    column, unit, theme = place.column, canvas.unit, canvas.theme
    if place.heading.height():
        baseline, left = place.heading.top() + NAME * unit, place.heading.left()
        if column.name:
            colour = theme.line(f"cell:{column.cell}")
            most = place.heading.width() * 0.5
            left += canvas.text(column.name, left, baseline, size=NAME, bold=True, colour=colour, max_width=most)
            left += 8.0 * unit
        number, most = written(column.baseline, column.digits), place.heading.right() - left
        words = _fitting(canvas, (tr("{of} is {number}", of=column.of, number=number), number), NAME, most)
        ink = theme.text if isfinite(column.baseline) else theme.bad
        canvas.text(words, left, baseline, size=NAME, colour=ink, max_width=most)
    if place.heads.height():
        baseline = place.heads.top() + SMALL * unit
        count = len(column.units)
        if len(place.rows) < count:
            most = (place.value or place.change) - place.heads.left() - canvas.width(HEADS[not place.value], SMALL)
            said = tr("{count} of {count2:,}", count=len(place.rows), count2=count)
            words = _fitting(canvas, (tr("{said} units", said=said), said, ""), SMALL, most - 8.0 * unit)
            canvas.text(words, place.heads.left(), baseline, size=SMALL, colour=theme.muted)
        for words, right in zip(HEADS, (place.value, place.change), strict=True):
            if right:
                canvas.text(words, right, baseline, size=SMALL, colour=theme.muted, align="right")


def _fitting(canvas: Canvas, variants: tuple[str, ...], size: float, most: float) -> str:
    """Return the first of the texts that has room, or the last one."""
    return next((one for one in variants if canvas.width(one, size) <= most), variants[-1])


def _paint_row(canvas: Canvas, plot: SweepPlot, place: ColumnPlace, row: int, rect: QRectF) -> None:
    column, unit, theme = place.column, canvas.unit, canvas.theme
    marked = column.ref(row) in plot.marked
    if marked:
        canvas.painter.fillRect(rect.adjusted(-3.0, 0.0, 3.0, 0.0), QColor(mix(theme.accent, theme.surface, _CHOSEN)))
    baseline = rect.center().y() + NAME * _HALF * unit
    ink = theme.accent if marked else theme.text
    canvas.text(f"{place.prefix}{column.units[row]}", rect.left(), baseline, size=NAME, bold=marked, colour=ink)
    if int(column.units[row]) in column.out:
        most = place.change - place.left
        canvas.text(tr("taken out"), place.left, baseline, size=NAME, colour=theme.muted, italic=True, max_width=most)
        return
    value, change = float(column.values[row]), float(column.changes[row])
    canvas.tip(
        rect,
        tr(
            "without u{unit}: {value}, {change}",
            unit=column.units[row],
            value=written(value, column.digits),
            change=signed(change, column.digits),
        ),
    )
    if isfinite(change):
        start, stop = place.x_of(0.0), place.x_of(change)
        bar = QRectF(min(start, stop), rect.top() + rect.height() * 0.2, abs(stop - start), rect.height() * 0.6)
        canvas.painter.setPen(Qt.PenStyle.NoPen)
        canvas.painter.fillRect(bar, QColor(theme.negative if change < 0 else theme.positive))
    ink = theme.text if isfinite(value) else theme.bad
    if place.value:
        canvas.text(written(value, column.digits), place.value, baseline, size=NAME, colour=ink, align="right")
    ink = theme.text if isfinite(change) else theme.bad
    canvas.text(signed(change, column.digits), place.change, baseline, size=NAME, bold=True, colour=ink, align="right")


def _paint_baseline(canvas: Canvas, place: ColumnPlace) -> None:
    """Draw the line that the bars start from: what the result is with all units."""
    if not place.rows or not isfinite(place.column.baseline):
        return
    x = round(place.x_of(0.0)) + 0.5
    canvas.line(QPointF(x, place.rows[0].top()), QPointF(x, place.rows[-1].bottom()), canvas.theme.muted)
