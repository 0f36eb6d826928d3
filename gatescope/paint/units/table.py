"""The table of units: its head and cells, which the window paints one by one, and the whole of it for a file."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.rich_text import sentence
from gatescope.paint.units.sparkline import paint_sparkline, paint_sparkline_cursor
from gatescope.paint.units.table_layout import HEAD, ROW, column_places
from gatescope.plots.numbers import number
from gatescope.plots.units.table_plot import (
    CORRELATION,
    HALF_LIFE,
    KEEPING,
    MEAN,
    POSITION,
    TITLE,
    TRACE,
    UNIT,
    UnitTablePlot,
)
from gatescope.plots.units.words import percent, tokens_in_words
from gatescope.words import decimal, tr, trn

_SIZE, _SMALL, _SYMBOL, _HEADING = 12.0, 11.5, 14.0, 15.0
_HALF = 0.36
_BAR, _PADDING = 8.0, 8.0
_NUMBER = 46.0


def paint_unit_table(canvas: Canvas, plot: UnitTablePlot, rect: QRectF) -> None:
    """Paint as many rows as fit into `rect`, from the first in sight on, with title and sentence."""
    unit, theme = canvas.unit, canvas.theme
    title = f"{tr(TITLE)} · {plot.place}" if plot.place else tr(TITLE)
    canvas.title(title, rect.left(), rect.top() + _HEADING * unit, max_width=rect.width())
    top = rect.top() + (_HEADING + 10.0) * unit
    text = sentence(canvas, plot.finding, rect.width(), size=_SIZE)
    bottom = rect.bottom()
    if text is not None:
        text.paint(rect.left(), rect.bottom() - text.height)
        bottom -= text.height + 6.0 * unit
    places = column_places(plot.columns, rect.width(), unit)
    for column, (x, width) in places.items():
        paint_head(canvas, plot, column, QRectF(rect.left() + x, top, width, HEAD * unit))
    top += HEAD * unit
    fitting = max(int((bottom - top) / (ROW * unit)), 0)
    shown = plot.rows[plot.first : plot.first + fitting]
    left_out = len(plot.rows) - len(shown)
    if left_out and fitting:
        shown = shown[: fitting - 1]
        left_out = len(plot.rows) - len(shown)
    for row, which in enumerate(shown.tolist()):
        canvas.tip(QRectF(rect.left(), top + row * ROW * unit, rect.width(), ROW * unit), tr("unit {unit}", unit=which))
        for column, (x, width) in places.items():
            cell = QRectF(rect.left() + x, top + row * ROW * unit, width, ROW * unit)
            paint_cell(canvas, plot, which, column, cell)
            if column == TRACE:
                paint_trace_cursor(canvas, plot, which, cell)
    if left_out:
        base = top + (len(shown) + 0.5 + _HALF / 2) * ROW * unit
        words = trn("and {count} more unit", "and {count} more units", left_out)
        canvas.text(words, rect.left() + _PADDING * unit, base, size=_SMALL, colour=theme.muted)


def paint_head(canvas: Canvas, plot: UnitTablePlot, column: str, rect: QRectF, *, hovered: bool = False) -> None:
    """Paint the name of a column over it, in the accent where the rows are sorted by it."""
    theme, unit = canvas.theme, canvas.unit
    canvas.painter.fillRect(rect, QColor(theme.border if hovered else theme.raised))
    # On paper there is no sorting.
    sorted_by = plot.sorting.column == column and not canvas.on_paper
    ink = theme.accent if sorted_by else theme.muted
    base = rect.center().y() + _SMALL * _HALF * unit
    left, right = rect.left() + _PADDING * unit, rect.right() - _PADDING * unit
    if sorted_by:
        _paint_arrow(canvas, QPointF(left - 1.0 * unit, rect.center().y()), ink, falling=plot.sorting.falling)
    left += 9.0 * unit if sorted_by else 0.0
    if column == KEEPING:
        middle = rect.center().x()
        width = canvas.symbol_width(plot.keeps_symbol, _SYMBOL)
        word = canvas.width(tr(plot.ends[0]), _SMALL, bold=sorted_by)
        x = middle - 22.0 * unit - word
        canvas.text(tr(plot.ends[0]), x, base, size=_SMALL, colour=ink, bold=sorted_by)
        canvas.symbol(plot.keeps_symbol, max(x - width - 4.0 * unit, left), base, size=_SYMBOL, colour=ink)
        canvas.text(tr(plot.ends[1]), right, base, size=_SMALL, colour=ink, bold=sorted_by, align="right")
    elif column == TRACE:
        width = canvas.symbol(plot.symbol, left, base, size=_SYMBOL, colour=ink)
        most = right - left - width - 4.0 * unit
        words = tr("in this sentence") if canvas.width(tr("in this sentence"), _SMALL) <= most else ""
        canvas.text(words, left + width + 4.0 * unit, base, size=_SMALL, colour=ink, bold=sorted_by)
    else:
        words = {
            UNIT: tr("unit"),
            MEAN: tr("mean"),
            HALF_LIFE: tr("half-life"),
            POSITION: tr("ρ position"),
            CORRELATION: tr("ρ with {compared}", compared=plot.compared),
        }[column]
        canvas.text(words, right, base, size=_SMALL, colour=ink, bold=sorted_by, align="right", max_width=right - left)


def paint_cell(canvas: Canvas, plot: UnitTablePlot, unit_number: int, column: str, rect: QRectF) -> None:
    """Paint one value of one unit, without the cursor; the row of a chosen unit is tinted."""
    theme, unit = canvas.theme, canvas.unit
    selected = plot.ref(unit_number) in plot.selected
    ground = mix(theme.accent, theme.surface, 0.86) if selected else theme.surface
    canvas.painter.fillRect(rect, QColor(ground))
    canvas.painter.fillRect(QRectF(rect.left(), rect.bottom() - 1.0, rect.width(), 1.0), QColor(theme.grid))
    base = rect.center().y() + _SIZE * _HALF * unit
    left, right = rect.left() + _PADDING * unit, rect.right() - _PADDING * unit
    if column == UNIT:
        if selected:
            canvas.painter.fillRect(QRectF(rect.left(), rect.top(), 3.0 * unit, rect.height()), QColor(theme.accent))
        canvas.text(str(unit_number), right - 8.0 * unit, base, size=_SIZE, bold=True, align="right")
        return
    if column == TRACE:
        paint_sparkline(canvas, plot, unit_number, _trace_place(canvas, rect))
        return
    value = float(plot.numbers[column][unit_number])
    if column == MEAN:
        canvas.text(_decimals(value), right, base, size=_SIZE, align="right")
    elif column == HALF_LIFE:
        words = tokens_in_words(value)
        canvas.text(words, right, base, size=_SIZE, align="right", max_width=right - left)
    elif column == POSITION:
        canvas.text(_rho(value), right, base, size=_SIZE, colour=theme.muted, align="right")
    elif column == KEEPING:
        _paint_standing(canvas, plot, unit_number, QRectF(left, rect.top(), right - left, rect.height()), base)
    else:
        _paint_correlation(canvas, value, QRectF(left, rect.top(), right - left, rect.height()), base)


def paint_trace_cursor(canvas: Canvas, plot: UnitTablePlot, unit_number: int, rect: QRectF) -> None:
    """Paint the token cursor over the cell of a unit's trace."""
    paint_sparkline_cursor(canvas, plot, unit_number, _trace_place(canvas, rect))


def _trace_place(canvas: Canvas, rect: QRectF) -> QRectF:
    inset = _PADDING * canvas.unit
    return QRectF(rect.left() + inset, rect.top(), max(rect.width() - 2 * inset, 1.0), rect.height())


def _decimals(value: float) -> str:
    """Write numbers below each other alike: with two decimals, whatever they hide."""
    written = decimal(f"{value:.2f}".removeprefix("-") if abs(value) < 0.005 else f"{value:.2f}")
    return written.replace("-", "−") if abs(value) < 1e5 else number(value)


def _rho(value: float) -> str:
    return _decimals(value) if isfinite(value) else "–"


def _paint_standing(canvas: Canvas, plot: UnitTablePlot, unit_number: int, rect: QRectF, base: float) -> None:
    """Paint the share at the lower end to the left of a line and that at the upper end to its right."""
    theme, unit = canvas.theme, canvas.unit
    low, high = float(plot.numbers["left"][unit_number]), float(plot.numbers[KEEPING][unit_number])
    hue, ground = theme.hue(plot.keeps), theme.surface
    side = _NUMBER * unit
    canvas.text(percent(low), rect.left() + side, base, size=_SIZE, colour=theme.muted, align="right")
    canvas.text(percent(high), rect.right(), base, size=_SIZE, align="right")
    reach = max(rect.width() / 2 - side - 6.0 * unit, 1.0)
    middle, top = round(rect.center().x()), rect.center().y() - _BAR * unit / 2
    most = max(plot.widest_share, 0.01)
    for share, sign, colour in ((low, -1, mix(hue, ground, 0.5)), (high, 1, hue)):
        wide = share / most * reach
        canvas.painter.fillRect(QRectF(middle - (wide if sign < 0 else 0.0), top, wide, _BAR * unit), QColor(colour))
    _paint_middle(canvas, middle, rect)


def _paint_correlation(canvas: Canvas, value: float, rect: QRectF, base: float) -> None:
    """Paint ρ from a line outwards, and as a number."""
    theme, unit = canvas.theme, canvas.unit
    canvas.text(_rho(value), rect.right(), base, size=_SIZE, bold=True, align="right")
    reach = max((rect.width() - _NUMBER * unit) / 2, 1.0)
    middle, top = round(rect.left() + reach), rect.center().y() - _BAR * unit / 2
    if isfinite(value):
        wide = abs(value) * (reach - 6.0 * unit)
        left = middle - wide if value < 0 else middle
        canvas.painter.fillRect(
            QRectF(left, top, wide, _BAR * unit), QColor(theme.negative if value < 0 else theme.positive)
        )
    _paint_middle(canvas, middle, rect)


def _paint_middle(canvas: Canvas, middle: float, rect: QRectF) -> None:
    """Paint the line from which bars go out."""
    canvas.painter.fillRect(QRectF(middle, rect.top() + 5.0, 1.0, rect.height() - 10.0), QColor(canvas.theme.border))


def _paint_arrow(canvas: Canvas, centre: QPointF, colour: str, *, falling: bool) -> None:
    half, painter = 3.5 * canvas.unit, canvas.painter
    tip = half * 0.7 if falling else -half * 0.7
    painter.setPen(canvas.pen(colour, 0.0))
    painter.setBrush(QColor(colour))
    painter.drawPolygon([centre + QPointF(-half, -tip), centre + QPointF(half, -tip), centre + QPointF(0.0, tip)])
