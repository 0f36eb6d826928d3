"""A parameter array as a picture: title, map, numbered axes, colour bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.changed_cells import changed_cells, paint_changed_cells
from gatescope.paint.map_frame import MapFrame
from gatescope.paint.matrix_cells import MatrixCells
from gatescope.paint.matrix_labels import MatrixLabels
from gatescope.plots.colours import SIGNED
from gatescope.plots.matrix_plot import MatrixPlot

_TITLE, _SYMBOL, _TICK, _AXIS = 15.0, 18.0, 11.0, 12.0
_HIGHEST_ROW = 64.0
_WIDEST_NAMES = 0.3


def paint_matrix(canvas: Canvas, plot: MatrixPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`."""
    unit = canvas.unit
    _paint_title(canvas, plot, rect)
    labels = MatrixLabels(plot, canvas.font(_TICK), unit)
    turned = 20 * unit if plot.row_label else 0.0
    side = labels.side(rect.width() * _WIDEST_NAMES)
    area = _fit(rect.adjusted(turned + side, (_TITLE + 20) * unit, 0, -(_TICK * 2 + 20) * unit), plot, unit)
    frame = MapFrame.all_of(plot.values.shape, area)
    MatrixCells.of(plot, frame, canvas.theme, canvas.painter.device().devicePixelRatio()).paint(canvas.painter, unit)
    paint_changed_cells(canvas.painter, changed_cells(plot, frame), frame, canvas.theme, unit)
    labels.paint(canvas.painter, frame, canvas.theme, rect.left() + turned)
    _paint_axis_names(canvas, plot, rect, area)


def _paint_title(canvas: Canvas, plot: MatrixPlot, rect: QRectF) -> None:
    unit, baseline = canvas.unit, rect.top() + _TITLE * canvas.unit
    bar = canvas.colour_bar(_TICK)
    start = rect.right() - bar.width(plot.low, plot.high)
    max_width = start - rect.left() - canvas.symbol_width(plot.symbol, _SYMBOL) - 30 * unit
    width = canvas.title(plot.title, rect.left(), baseline, max_width=max_width)
    canvas.symbol(plot.symbol, rect.left() + width + 9 * unit, baseline, size=_SYMBOL)
    bar.paint(canvas.painter, start, baseline, plot.low, plot.high, SIGNED, canvas.theme)


def _fit(area: QRectF, plot: MatrixPlot, unit: float) -> QRectF:
    """Return the place of the map within `area`, on whole pixels; a single row is a band of limited height."""
    height = min(area.height(), _HIGHEST_ROW * unit) if plot.values.shape[0] == 1 else area.height()
    return QRectF(round(area.left()), round(area.top()), max(round(area.width()), 1), max(round(height), 1))


def _paint_axis_names(canvas: Canvas, plot: MatrixPlot, rect: QRectF, area: QRectF) -> None:
    baseline = area.bottom() + (_TICK * 2 + 11) * canvas.unit
    canvas.text(plot.column_label, area.center().x(), baseline, size=_AXIS, align="centre")
    if plot.row_label:
        canvas.painter.save()
        canvas.painter.translate(rect.left() + _TICK * canvas.unit, area.center().y())
        canvas.painter.rotate(-90.0)
        canvas.text(plot.row_label, 0.0, 0.0, size=_AXIS, align="centre")
        canvas.painter.restore()
