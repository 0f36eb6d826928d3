"""The names and numbers beside a matrix on screen, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gatescope.plots.description import MatrixPlot
from gatescope.plots.theme import Theme
from gatescope.views.weights.map_frame import MapFrame

BOTTOM = 16
"""Pixels that the labels of the columns take below the map."""
_WIDEST, _GAP = 76.0, 5.0


def side(plot: MatrixPlot, font: QFont) -> float:
    """Pixels that the labels of the rows take; the same for every word, so that scrolling moves nothing."""
    metrics = QFontMetricsF(font)
    if len(plot.rows) > 8:
        return _WIDEST + _GAP
    names = plot.rows or (str(max(plot.values.shape[0] - 1, 0)),)
    return min(max(metrics.horizontalAdvance(name) for name in names), _WIDEST) + _GAP + 2


def paint(painter: QPainter, plot: MatrixPlot, frame: MapFrame, theme: Theme, font: QFont, marked: int | None) -> None:
    """Paint the labels of what `frame` shows; the row `marked` always has its own, in the accent colour."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    _paint_rows(painter, plot, frame, theme, metrics, marked)
    painter.setPen(QColor(theme.muted))
    _paint_columns(painter, plot, frame, metrics)


def _paint_rows(
    painter: QPainter, plot: MatrixPlot, frame: MapFrame, theme: Theme, metrics: QFontMetricsF, marked: int | None
) -> None:
    step = _step(metrics.height() * 1.05 / frame.pitch[1])
    for row in range(int(frame.top), min(int(frame.top + frame.rows) + 1, plot.values.shape[0])):
        y = frame.rect(row + 0.5, 0).top()
        # The neighbours of the marked row make way for it.
        near = marked is not None and row != marked and abs(row - marked) * frame.pitch[1] < metrics.height()
        if (row != marked and (row % step or near)) or not frame.area.top() <= y <= frame.area.bottom():
            continue
        painter.setPen(QColor(theme.accent if row == marked else theme.muted))
        name = " ".join(plot.rows[row].split()) if plot.rows else str(row)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
        place = QRectF(0, y - 8, frame.area.left() - _GAP, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)


def _paint_columns(painter: QPainter, plot: MatrixPlot, frame: MapFrame, metrics: QFontMetricsF) -> None:
    first, last = int(frame.left), min(int(frame.left + frame.columns) + 1, plot.values.shape[1])
    widest = metrics.horizontalAdvance(str(last))
    step = _step((widest + 8) / frame.pitch[0])
    row = QRectF(frame.area.left(), frame.area.bottom() + 2, frame.area.width(), BOTTOM - 3)
    caption = f"{plot.column_label} →"
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, caption)
    end = row.right() - metrics.horizontalAdvance(caption) - widest / 2 - 6
    for column in range(-(-first // step) * step, last, step):
        x = frame.rect(0, column + 0.5).left()
        if row.left() <= x < end:
            name = plot.columns[column] if plot.columns else str(column)
            painter.drawText(QRectF(x - 30, row.top(), 60, row.height()), Qt.AlignmentFlag.AlignCenter, name)


def _step(least: float) -> int:
    """The next of 1, 2, 5, 10, 20, … from `least` on: every which label is written."""
    step = 1
    while step < least:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step
