"""A parameter array as a picture: title, map, numbered axes, colour bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.axis_words import round_step
from gatescope.plots.colours import SIGNED, fit_rows, indices
from gatescope.plots.description import MatrixPlot

_TITLE, _SYMBOL, _TICK = 15.0, 18.0, 11.0
_HIGHEST_ROW = 64.0


def paint_matrix(canvas: Canvas, plot: MatrixPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`."""
    unit = canvas.unit
    _paint_title(canvas, plot, rect)
    rows = plot.values.shape[0]
    names = plot.rows or tuple(str(row) for row in range(rows))
    side = max((canvas.width(name, _TICK) for name in _some(names)), default=0.0) + 8 * unit
    turned = 20 * unit if plot.row_label else 0.0
    area = rect.adjusted(turned + side, (_TITLE + 20) * unit, 0, -(_TICK * 2 + 20) * unit)
    map_rect = _fit(area, rows, unit)
    scale = canvas.painter.device().devicePixelRatio()
    shown = indices(plot.values, plot.low, plot.high)
    shown = fit_rows(shown, round(map_rect.height() * scale))
    shown = fit_rows(shown.T, round(map_rect.width() * scale)).T
    canvas.map(map_rect, shown, SIGNED)
    canvas.frame(map_rect, canvas.theme.border)
    _paint_rows(canvas, plot, names, map_rect, turned + side)
    _paint_columns(canvas, plot, map_rect)


def _paint_title(canvas: Canvas, plot: MatrixPlot, rect: QRectF) -> None:
    unit, baseline = canvas.unit, rect.top() + _TITLE * canvas.unit
    bar = canvas.colour_bar(_TICK)
    start = rect.right() - bar.width(plot.low, plot.high)
    room = start - rect.left() - canvas.symbol_width(plot.symbol, _SYMBOL) - 30 * unit
    width = canvas.text(plot.title, rect.left(), baseline, size=_TITLE, bold=True, room=room)
    canvas.symbol(plot.symbol, rect.left() + width + 9 * unit, baseline, size=_SYMBOL)
    bar.paint(canvas.painter, start, baseline, plot.low, plot.high, SIGNED, canvas.theme)


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    """Enough of the names to know how wide they get: measuring a vocabulary would take longer than painting it."""
    return names[:: max(1, len(names) // 200)] + names[-1:]


def _fit(area: QRectF, rows: int, unit: float) -> QRectF:
    """The place of the map within `area`, on whole pixels; a single row is a band, not a wall."""
    height = min(area.height(), _HIGHEST_ROW * unit) if rows == 1 else area.height()
    return QRectF(round(area.left()), round(area.top()), max(round(area.width()), 1), max(round(height), 1))


def _paint_rows(canvas: Canvas, plot: MatrixPlot, names: tuple[str, ...], area: QRectF, side: float) -> None:
    unit, theme = canvas.unit, canvas.theme
    pitch = area.height() / len(names)
    step = round_step(_TICK * 1.3 * unit / pitch)
    for row in range(0, len(names), step):
        y = area.top() + (row + 0.5) * pitch + _TICK * 0.36 * unit
        canvas.text(names[row], area.left() - 7 * unit, y, size=_TICK, colour=theme.muted, align="right", room=side)
    if plot.row_label:
        canvas.painter.save()
        canvas.painter.translate(area.left() - side + _TICK * unit, area.center().y())
        canvas.painter.rotate(-90.0)
        canvas.text(plot.row_label, 0.0, 0.0, size=12.0, colour=theme.text, align="centre")
        canvas.painter.restore()


def _paint_columns(canvas: Canvas, plot: MatrixPlot, area: QRectF) -> None:
    unit, theme = canvas.unit, canvas.theme
    count = plot.values.shape[1]
    names = plot.columns or tuple(str(column) for column in range(count))
    pitch = area.width() / count
    widest = max(canvas.width(name, _TICK) for name in _some(names))
    step = round_step((widest + 8 * unit) / pitch)
    baseline = area.bottom() + (_TICK + 5) * unit
    for column in range(0, count, step):
        x = area.left() + (column + 0.5) * pitch
        canvas.line(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3 * unit), theme.border)
        canvas.text(names[column], x, baseline, size=_TICK, colour=theme.muted, align="centre")
    canvas.text(plot.column_label, area.center().x(), baseline + 17 * unit, size=12.0, align="centre")
