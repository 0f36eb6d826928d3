"""The factors behind a gradient: a row of coloured cells each, with its numbers where there is room for them."""

from __future__ import annotations

from math import ceil, floor, isfinite

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import legible
from gatescope.paint.gradient_layout import DOT, NAME, SYMBOL, GradientLayout, factor_words
from gatescope.plots.colours import fit_rows, indices, table
from gatescope.plots.gradient_flow_plot import FactorRow, GradientFlowPlot
from gatescope.words import decimal

_DIGITS = 11.0
_LOWEST = 13.0


def paint_factors(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Paint the rows that have room, each with its name left of it."""
    for row, place in zip(plot.factors, layout.rows, strict=False):
        _paint_name(canvas, row, QRectF(layout.column.left(), place.top(), layout.area.left(), place.height()))
        main = plot.main
        mine = main is not None and (main.model, main.part) == (row.model, row.part)
        _paint_cells(canvas, row, layout, place, plot.step.token if mine and plot.step is not None else -1)


def factor_digits(canvas: Canvas, column: float) -> int | None:
    """Return how many decimals a factor has in a column so wide; None where not even one fits."""
    for digits in (2, 1):
        if canvas.width("0." + "0" * digits, _DIGITS, bold=True) + 5.0 * canvas.unit <= column:
            return digits
    return None


def _paint_name(canvas: Canvas, row: FactorRow, place: QRectF) -> None:
    unit, middle = canvas.unit, place.center().y()
    size = min(NAME, place.height() / unit * 0.85)
    canvas.dot(QPointF(place.left() + 4.0 * unit, middle), 3.6 * size / NAME, canvas.theme.line(row.hue))
    left, baseline = place.left() + DOT * unit, middle + size * 0.36 * unit
    symbol = canvas.symbol_width(row.symbol, SYMBOL * size / NAME)
    max_width = place.width() - DOT * unit - symbol - 14.0 * unit
    width = canvas.text(factor_words(row), left, baseline, size=size, max_width=max_width)
    colour = canvas.theme.text
    canvas.symbol(row.symbol, left + width + 4.0 * unit, baseline, size=SYMBOL * size / NAME, colour=colour)


def _paint_cells(canvas: Canvas, row: FactorRow, layout: GradientLayout, place: QRectF, marked: int) -> None:
    painter, theme = canvas.painter, canvas.theme
    first, last = max(floor(layout.stretch[0]), 0), min(ceil(layout.stretch[1]), len(row.values))
    if last <= first:
        return
    shown = indices(row.values[first:last], 0.0, row.high)
    strip = QRectF(layout.x_of(first), place.top(), (last - first) * layout.columns, place.height())
    painter.save()
    painter.setClipRect(place)
    scale = painter.device().devicePixelRatio()
    canvas.map(strip, fit_rows(shown[:, None], max(round(strip.width() * scale), 1)).T, row.colours)
    painter.restore()
    visible = strip.intersected(place)
    canvas.frame(visible, theme.border)
    digits = factor_digits(canvas, layout.columns)
    if digits is None or place.height() < _LOWEST * canvas.unit - 2:
        return
    colours = table(row.colours, theme)
    size = min(_DIGITS, place.height() / canvas.unit * 0.75)
    baseline = place.center().y() + size * 0.36 * canvas.unit
    for token in range(first, last):
        x, value = layout.x_of(token + 0.5), float(row.values[token])
        if not isfinite(value) or not place.left() <= x <= place.right():
            continue
        red, green, blue, _ = (int(part) for part in colours[shown[token - first]])
        ink = legible(theme.text, f"#{red:02x}{green:02x}{blue:02x}", theme.text_contrast)
        # A share that is almost 0 is 0.00 here: there is no room for its power of ten.
        written = decimal(f"{value:.{digits - (abs(value) >= 10)}f}").replace("-", "−")
        if canvas.width(written, size) <= layout.columns - 2:
            canvas.text(written, x, baseline, size=size, colour=ink, bold=token == marked, align="centre")
