"""The names or numbers of the rows and columns of a matrix, as many as there is room for, on screen and in files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gatescope.paint.map_frame import MapFrame
from gatescope.plots.axis_words import short_word
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.numbers import whole_step
from gatescope.plots.theme import Theme

_GAP = 5.0
_LINE = 1.3
# Measuring every word of a vocabulary would take longer than painting it.
_MOST_MEASURED = 200
# Half of a digit's height, as a part of the font's size.
_HALF_DIGIT = 0.36


class MatrixLabels:
    """Writes the labels of a matrix in one font.

    Args:
        unit: logical pixels of one design pixel.
        ending: what stands at the right end of the line of the columns; their labels make way for it.
    """

    def __init__(self, plot: MatrixPlot, font: QFont, unit: float = 1.0, ending: str = "") -> None:
        self._font, self._unit, self._ending = font, unit, ending
        self._metrics = QFontMetricsF(font)
        self._names = (plot.rows, plot.columns)
        self._counts = plot.values.shape

    def side(self, most: float) -> float:
        """Return the logical pixels that the labels of the rows take, `most` for their words at most; the same wherever
        the matrix is scrolled."""
        return min(self._widest(0), most) + (_GAP + 2.0) * self._unit

    def paint(
        self, painter: QPainter, frame: MapFrame, theme: Theme, left: float = 0.0, marked: int | None = None
    ) -> None:
        """Label the rows from `left` to what `frame` shows, and the columns below; the row `marked` always has its
        label, in the accent colour."""
        painter.setFont(self._font)
        self._paint_rows(painter, frame, theme, left, marked)
        painter.setPen(QColor(theme.muted))
        self._paint_columns(painter, frame)

    def _paint_rows(self, painter: QPainter, frame: MapFrame, theme: Theme, left: float, marked: int | None) -> None:
        line = self._font.pixelSize() * _LINE
        max_width = frame.area.left() - left - _GAP * self._unit
        for row in self._shown(0, frame.top, frame.rows, line / frame.pitch[1]):
            # The neighbours of the marked row make way for it.
            if marked is None or (row != marked and abs(row - marked) * frame.pitch[1] >= line):
                self._write_row(painter, frame, row, QColor(theme.muted), max_width)
        if marked is not None and 0 <= marked < self._counts[0]:
            self._write_row(painter, frame, marked, QColor(theme.accent), max_width)

    def _write_row(self, painter: QPainter, frame: MapFrame, row: int, colour: QColor, max_width: float) -> None:
        middle = frame.rect(row + 0.5, 0).top()
        if frame.area.top() <= middle <= frame.area.bottom():
            word = self._metrics.elidedText(self._name(0, row), Qt.TextElideMode.ElideRight, max(max_width, 0.0))
            painter.setPen(colour)
            left = frame.area.left() - _GAP * self._unit - self._metrics.horizontalAdvance(word)
            painter.drawText(QPointF(left, middle + _HALF_DIGIT * self._font.pixelSize()), word)

    def _paint_columns(self, painter: QPainter, frame: MapFrame) -> None:
        baseline = frame.area.bottom() + self._font.pixelSize() + 3.0 * self._unit
        step = (self._widest(1) + 8.0 * self._unit) / frame.pitch[0]
        end = frame.area.right()
        if self._ending:
            start = end - self._metrics.horizontalAdvance(self._ending)
            painter.drawText(QPointF(start, baseline), self._ending)
            end = start - self._widest(1) / 2.0 - 6.0 * self._unit
        for column in self._shown(1, frame.left, frame.columns, step):
            middle = frame.rect(0, column + 0.5).left()
            if frame.area.left() <= middle <= end:
                name = self._name(1, column)
                painter.drawText(QPointF(middle - self._metrics.horizontalAdvance(name) / 2.0, baseline), name)

    def _shown(self, axis: int, first: float, count: float, least: float) -> Iterator[int]:
        """Yield the rows or columns in sight that have a label: every so many-th, counted from the first of the
        matrix."""
        step = whole_step(least)
        yield from range(ceil(int(first) / step) * step, min(int(first + count) + 1, self._counts[axis]), step)

    def _name(self, axis: int, index: int) -> str:
        names = self._names[axis]
        return short_word(names[index]) if names else str(index)

    def _widest(self, axis: int) -> float:
        names: Sequence[str] = self._names[axis] or ("0" * len(str(max(self._counts[axis] - 1, 0))),)
        some = (*names[:: max(1, len(names) // _MOST_MEASURED)], *names[-1:])
        return max(self._metrics.horizontalAdvance(short_word(name)) for name in some)
