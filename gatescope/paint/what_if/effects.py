"""What interventions do at the token cursor: a row each, an arrow from the number before to the number after."""

from __future__ import annotations

from math import isnan

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.paint.row_names import names_above
from gatescope.plots.numbers import number, short
from gatescope.plots.what_if.effects_plot import TITLE, EffectRow, EffectsPlot
from gatescope.words import tr

_TITLE, _NAME, _SMALL = 15.0, 12.5, 11.0
_ROW, _LOWEST_ROW = 46.0, 26.0
_NAMES, _NUMBERS = 0.36, 108.0
_LINE, _INSET, _TO_TITLE, _TO_TICKS = 17.0, 12.0, 18.0, 10.0


def paint_effects(canvas: Canvas, plot: EffectsPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`: title, rows over one axis, and the sentence below."""
    unit, theme = canvas.unit, canvas.theme
    wide = canvas.title(tr(TITLE), rect.left(), rect.top() + _TITLE * unit)
    most = rect.width() - wide - _INSET * unit
    baseline = rect.top() + _TITLE * unit
    canvas.text(plot.quantity, rect.right(), baseline, size=_NAME, colour=theme.muted, align="right", max_width=most)
    said = sentence(canvas, plot.finding, rect.width())
    top = rect.top() + (_TITLE + _TO_TITLE) * unit
    bottom = rect.bottom() - (said.height if said is not None else 0.0)
    above = _above(canvas, plot, rect.width())
    ticks = (_SMALL + _TO_TICKS) * unit
    lowest, highest = _row_heights(canvas, plot, above=above)
    row = min(max((bottom - ticks - top) / len(plot.rows), lowest), highest)
    left = rect.left() + (_INSET * unit if above else rect.width() * _NAMES)
    right = rect.right() - _NUMBERS * unit
    area = QRectF(left, top, max(right - left, 1.0), row * len(plot.rows))
    before = _x(area, plot, plot.baseline)
    for end in (plot.low, plot.high):
        x = _x(area, plot, end)
        canvas.text(
            short(end), x, area.bottom() + (_SMALL + 4.0) * unit, size=_SMALL, colour=theme.muted, align="centre"
        )
    for k, one in enumerate(plot.rows):
        place = QRectF(rect.left(), top + k * row, rect.width(), row)
        start = place.top() + (_names_height(canvas, one) if above else 0.0)
        for x in (_x(area, plot, plot.low), _x(area, plot, plot.high)):
            canvas.line(QPointF(x, start), QPointF(x, place.bottom()), theme.grid)
        if not isnan(plot.baseline):
            canvas.line(QPointF(before, start), QPointF(before, place.bottom()), theme.muted)
        _paint_row(canvas, plot, one, place, area, above=above)
    if said is not None:
        said.paint(rect.left(), min(area.bottom() + ticks, bottom))


def effects_height(canvas: Canvas, plot: EffectsPlot, width: float) -> float:
    """Return the height of a panel in which all rows have room."""
    _, row = _row_heights(canvas, plot, above=_above(canvas, plot, width))
    return row * len(plot.rows) + (_TO_TITLE + _SMALL + _TO_TICKS) * canvas.unit


def _above(canvas: Canvas, plot: EffectsPlot, width: float) -> bool:
    names = [canvas.width(row.name, _NAME, bold=row.on) for row in plot.rows]
    scopes = [canvas.width(row.note or row.scope, _SMALL) for row in plot.rows]
    return names_above(canvas, max([*names, *scopes], default=0.0), width)


def _names_height(canvas: Canvas, row: EffectRow) -> float:
    return _LINE * (2 if row.scope or row.note else 1) * canvas.unit


def _row_heights(canvas: Canvas, plot: EffectsPlot, *, above: bool) -> tuple[float, float]:
    """Return the least and the greatest height of a row."""
    names = max((_names_height(canvas, row) for row in plot.rows), default=0.0) if above else 0.0
    return (_LOWEST_ROW * canvas.unit + names, (_LOWEST_ROW if above else _ROW) * canvas.unit + names)


def _paint_row(canvas: Canvas, plot: EffectsPlot, row: EffectRow, place: QRectF, area: QRectF, *, above: bool) -> None:
    unit, theme = canvas.unit, canvas.theme
    names = _names_height(canvas, row) if above else 0.0
    middle = place.center().y() + names / 2
    colour = theme.text if row.on else theme.muted
    hue = theme.line(row.hue) if row.hue else theme.accent
    bar = (
        QRectF(place.left(), place.top() + 3.0 * unit, 3.0 * unit, names)
        if above
        else QRectF(place.left(), middle - 13.0 * unit, 3.0 * unit, 26.0 * unit)
    )
    canvas.painter.fillRect(bar, hue)
    left = place.left() + _INSET * unit
    widest = place.right() - left if above else area.left() - place.left() - 26.0 * unit
    low = row.scope or row.note
    # The line between both names.
    beside = place.top() + (_LINE - 3.0 if low else _LINE - 8.5) * unit if above else middle
    canvas.text(
        row.name, left, beside - (1.0 if low else -4.5) * unit, size=_NAME, colour=colour, bold=row.on,
        max_width=widest,
    )  # fmt: skip
    if low:
        canvas.text(
            row.note or row.scope, left, beside + 13.0 * unit, size=_SMALL, colour=theme.muted, max_width=widest
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
