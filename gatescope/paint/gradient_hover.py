"""The numbers of one token of a gradient flow, on a card beside the mouse."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import DOT, NAME, SYMBOL, GradientLayout, factor_words, line_name_width
from gatescope.paint.rich_text import power_text, power_width
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.numbers import number

_ROW, _MARGIN, _GAP, _AWAY = 18.0, 10.0, 14.0, 16.0
_LOWEST_ROW = 14.0
_WIDEST_WORD = 180.0


def paint_hover(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout, token: int, place: QPointF) -> None:
    """Mark the values of `token` on their lines, and write them on a card at `place`."""
    unit, theme = canvas.unit, canvas.theme
    x = layout.x_of(token + 0.5)
    canvas.line(QPointF(x, layout.area.top()), QPointF(x, layout.area.bottom()), theme.muted, 0.8)
    for line in plot.lines:
        if isfinite(line.at(token)):
            canvas.dot(QPointF(x, layout.y_of(line.at(token))), 3.2, theme.line(line.hue))
    values = [power(line.at(token)) for line in plot.lines]
    factors = [number(row.at(token)) for row in plot.factors]
    names = [
        *(line_name_width(canvas, line) for line in plot.lines),
        *(
            canvas.width(factor_words(row), NAME) + 4.0 * unit + canvas.symbol_width(row.symbol, SYMBOL)
            for row in plot.factors
        ),
    ]
    numbers = [power_width(canvas, value, NAME, bold=True) for value in (*values, *factors)]
    head = quoted(plot.tokens, token)
    width = max(max(names, default=0.0) + (DOT + _GAP) * unit + max(numbers, default=0.0), _head_width(canvas, head))
    # In a low picture the rows stand closer, so that the card does not pass its edge.
    most = (layout.finding.bottom() - layout.heading.top() - _MARGIN * unit) / (len(names) + 1)
    pitch = min(_ROW * unit, max(most, _LOWEST_ROW * unit))
    height = (len(names) + 1) * pitch
    card = _beside(place, QRectF(0, 0, width + 2 * _MARGIN * unit, height + _MARGIN * unit), canvas, layout)
    _paint_card(canvas, card)
    left, right = card.left() + _MARGIN * unit, card.right() - _MARGIN * unit
    baseline = card.top() + _MARGIN * 0.5 * unit + pitch * 0.7
    canvas.text(head, left, baseline, size=NAME, bold=True, max_width=right - left)
    rows = [(line.label, line.symbol, line.hue) for line in plot.lines]
    rows += [(factor_words(row), row.symbol, row.hue) for row in plot.factors]
    for (label, symbol, hue), value in zip(rows, (*values, *factors), strict=True):
        baseline += pitch
        canvas.dot(QPointF(left + 4.0 * unit, baseline - NAME * 0.36 * unit), 3.2, theme.line(hue))
        wide = canvas.text(label, left + DOT * unit, baseline, size=NAME)
        canvas.symbol(symbol, left + DOT * unit + wide + 4.0 * unit, baseline, size=SYMBOL, colour=theme.text)
        ink = theme.bad if value == "NaN" else theme.text
        power_text(canvas, value, right, baseline, size=NAME, colour=ink, bold=True, align="right")


def _head_width(canvas: Canvas, head: str) -> float:
    return min(canvas.width(head, NAME, bold=True), _WIDEST_WORD * canvas.unit)


def _beside(place: QPointF, size: QRectF, canvas: Canvas, layout: GradientLayout) -> QRectF:
    """Return a place right of the mouse, or left of it where it does not fit, within the height of the picture."""
    away = _AWAY * canvas.unit
    left = place.x() + away
    if left + size.width() > layout.area.right():
        left = max(place.x() - away - size.width(), layout.column.left())
    lowest = layout.finding.bottom() - size.height()
    top = max(min(place.y() - size.height() / 2, lowest), layout.heading.top())
    return QRectF(round(left), round(top), size.width(), size.height())


def _paint_card(canvas: Canvas, card: QRectF) -> None:
    canvas.painter.setPen(canvas.pen(canvas.theme.border, 1.0))
    canvas.painter.setBrush(QColor(canvas.theme.raised))
    canvas.painter.drawRoundedRect(card, 6.0 * canvas.unit, 6.0 * canvas.unit)
