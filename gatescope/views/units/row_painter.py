"""Paints the rows of the table of units once, and then puts their pictures where Qt wants them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.table import paint_cell, paint_trace_cursor
from gatescope.paint.units.table_layout import column_edges
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.units.table_plot import TRACE, UnitTablePlot
from gatescope.views.units.unit_model import UnitModel

_MOST_KEPT = 200
"""Pictures of rows: those of some screens full."""
_AT_ONCE = 4
"""Rows that are painted before the next events of the window."""
_Key = tuple[int, bool, int, int, float]
"""Unit, whether it is chosen, width and height, and pixels of a logical one."""


class RowBrush:
    """Paints on behalf of head and rows. Its canvas is kept, for making fonts takes longer than using them."""

    def __init__(self, model: UnitModel) -> None:
        self.model = model
        self.theme: Theme = LIGHT
        self._canvas: Canvas | None = None

    def set_theme(self, theme: Theme) -> None:
        self.theme, self._canvas = theme, None

    def on(self, painter: QPainter) -> Canvas:
        """Return the canvas with this painter."""
        if self._canvas is None:
            self._canvas = Canvas(painter, self.theme, QRectF(), self.theme.text_scale)
        self._canvas.painter = painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return self._canvas


class RowPainter(QStyledItemDelegate):
    """Puts the part of a row's picture into a cell; only the cursor is painted over it.

    Rows with other numbers are painted a few at a time, so that no key waits for all of them: the others show what they
    were until it is their turn.
    """

    def __init__(self, brush: RowBrush, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._brush, self._view = brush, view
        self._kept: dict[_Key, QPixmap] = {}
        self._last: dict[_Key, QPixmap] = {}
        self._painted = 0
        self.behind = False
        """Whether rows still show their last picture."""

    def forget(self) -> None:
        """Paint every row anew at once: their pictures have other colours or another size."""
        self._kept, self._last = {}, {}

    def renew(self) -> None:
        """Paint every row anew, a few at a time."""
        self._last, self._kept = self._last | self._kept, {}

    def begin(self) -> None:
        """Begin to paint what is in sight."""
        self._painted, self.behind = 0, False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        plot, unit = self._brush.model.shown, self._brush.model.unit_at(index.row())
        if plot is None or unit is None:
            return
        rect: QRect = option.rect
        ratio = painter.device().devicePixelRatio()
        row = QSize(self._view.viewport().width(), rect.height())
        key = unit, plot.ref(unit) in plot.selected, row.width(), row.height(), ratio
        picture = self._kept.get(key)
        if picture is None and self._painted >= _AT_ONCE and key in self._last:
            picture, self.behind = self._last[key], True
        elif picture is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept, self._last = {}, {}
            self._painted += 1
            picture = self._kept[key] = self._picture(plot, unit, row, ratio)
            self._last.pop(key, None)
        source = QRectF(rect.x() * ratio, 0.0, rect.width() * ratio, rect.height() * ratio)
        painter.drawPixmap(QRectF(rect), picture, source)
        if plot.columns[index.column()] == TRACE:
            painter.save()
            painter.setClipRect(rect)
            paint_trace_cursor(self._brush.on(painter), plot, unit, QRectF(rect))
            painter.restore()

    def _picture(self, plot: UnitTablePlot, unit: int, size: QSize, ratio: float) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._brush.theme.surface)
        painter = QPainter(picture)
        canvas = self._brush.on(painter)
        for column, (left, right) in column_edges(plot.columns, size.width(), canvas.unit).items():
            place = QRectF(left, 0.0, right - left, size.height())
            painter.setClipRect(place)
            paint_cell(canvas, plot, unit, column, place)
        painter.end()
        return picture
