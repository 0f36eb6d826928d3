"""What interventions do at the token cursor: a row each, an arrow from the number before to the number after."""

from __future__ import annotations

from math import isnan

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import RichText
from gatescope.plots.numbers import number, short
from gatescope.plots.what_if.effects_plot import TITLE, EffectRow, EffectsPlot
from gatescope.words import tr

_TITLE, _NAME, _SMALL = 15.0, 12.5, 11.0
_ROW, _LOWEST_ROW = 46.0, 26.0
_NAMES, _NUMBERS = 0.36, 108.0


def paint_effects(canvas: Canvas, plot: EffectsPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`: title, rows over one axis, and the sentence below."""
    unit, theme = canvas.unit, canvas.theme
    canvas.title(tr(TITLE), rect.left(), rect.top() + _TITLE * unit)
    canvas.text(plot.quantity, rect.right(), rect.top() + _TITLE * unit, size=_NAME, colour=theme.muted, align="right")
    sentence = RichText(canvas, plot.finding, rect.width())
    top = rect.top() + (_TITLE + 18.0) * unit
    bottom = rect.bottom() - sentence.height
    ticks = (_SMALL + 10.0) * unit
    row = min(max((bottom - ticks - top) / len(plot.rows), _LOWEST_ROW * unit), _ROW * unit)
    left, right = rect.left() + rect.width() * _NAMES, rect.right() - _NUMBERS * unit
    area = QRectF(left, top, max(right - left, 1.0), row * len(plot.rows))
    before = _x(area, plot, plot.baseline)
    for end in (plot.low, plot.high):
        x = _x(area, plot, end)
        canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.grid)
        canvas.text(
            short(end), x, area.bottom() + (_SMALL + 4.0) * unit, size=_SMALL, colour=theme.muted, align="centre"
        )
    if not isnan(plot.baseline):
        canvas.line(QPointF(before, area.top()), QPointF(before, area.bottom()), theme.muted)
    for k, one in enumerate(plot.rows):
        place = QRectF(rect.left(), top + k * row, rect.width(), row)
        _paint_row(canvas, plot, one, place, area)
    sentence.paint(rect.left(), min(area.bottom() + ticks, bottom))


def _paint_row(canvas: Canvas, plot: EffectsPlot, row: EffectRow, place: QRectF, area: QRectF) -> None:
    unit, theme, middle = canvas.unit, canvas.theme, place.center().y()
    colour = theme.text if row.on else theme.muted
    hue = theme.line(row.hue) if row.hue else theme.accent
    canvas.painter.fillRect(QRectF(place.left(), middle - 13.0 * unit, 3.0 * unit, 26.0 * unit), hue)
    widest = area.left() - place.left() - 26.0 * unit
    left = place.left() + 12.0 * unit
    low = row.scope or row.note
    canvas.text(
        row.name, left, middle - (1.0 if low else -4.5) * unit, size=_NAME, colour=colour, bold=row.on,
        max_width=widest,
    )  # fmt: skip
    if low:
        canvas.text(
            row.note or row.scope, left, middle + 13.0 * unit, size=_SMALL, colour=theme.muted, max_width=widest
        )
    canvas.line(QPointF(area.left(), middle), QPointF(area.right(), middle), theme.grid)
    right = place.right()
    if isnan(row.value) or isnan(plot.baseline):
        canvas.text(
            tr("does not act") if row.note else "NaN", right, middle + 4.5 * unit, colour=theme.muted, align="right"
        )
        return
    before, after = _x(area, plot, plot.baseline), _x(area, plot, row.value)
    canvas.line(QPointF(before, middle), QPointF(after, middle), hue, 2.4)
    canvas.dot(QPointF(before, middle), 3.2, theme.muted)
    canvas.dot(QPointF(after, middle), 5.0, hue)
    words = f"{number(plot.baseline)} → {number(row.value)}"
    canvas.text(words, right, middle + 4.5 * unit, size=_NAME, colour=colour, bold=row.on, align="right")


def _x(area: QRectF, plot: EffectsPlot, value: float) -> float:
    share = (value - plot.low) / (plot.high - plot.low) if plot.high > plot.low else 0.5
    return area.left() + area.width() * min(max(share, 0.0), 1.0)
