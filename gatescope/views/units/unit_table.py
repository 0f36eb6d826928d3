"""The table of units on screen: cells and head are painted as in a file, rows are chosen by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from gatescope.paint.units.table import paint_head
from gatescope.paint.units.table_layout import HEAD, ROW, column_edges
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.units.table_plot import UnitTablePlot
from gatescope.views.units.row_painter import RowBrush, RowPainter
from gatescope.views.units.unit_model import UnitModel
from gatescope.words import tr

_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
_LEAST_ROWS = 2


class _Head(QHeaderView):
    def __init__(self, brush: RowBrush, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._brush = brush
        self._under = -1
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        plot = self._brush.model.shown
        if plot is None or section >= len(plot.columns):
            return
        painter.save()
        painter.setClipRect(rect)
        canvas = self._brush.on(painter)
        paint_head(canvas, plot, plot.columns[section], QRectF(rect), hovered=section == self._under)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), round(HEAD * self._scale()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_under(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_under(-1)
        super().leaveEvent(event)

    def _set_under(self, section: int) -> None:
        if section != self._under:
            self._under = section
            self.viewport().update()

    def _scale(self) -> float:
        table = self.parent()
        assert isinstance(table, UnitTable)
        return table.scale


class UnitTable(QTableView):
    """Shows a `UnitTablePlot`; a click or ↑ and ↓ choose a unit, Ctrl+click adds it to those that are chosen."""

    unit_picked = Signal(int, bool)
    """The unit, and whether it is to be added."""
    column_picked = Signal(str)
    """The column whose head was clicked."""
    cell_pointed = Signal(int, str, QPoint)
    """The unit and the column under the mouse and its place; −1 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.setAccessibleName(tr("Table of units"))
        self.table = UnitModel(self)
        self._brush = RowBrush(self.table)
        self.setModel(self.table)
        self._cells = RowPainter(self._brush, self)
        self.setItemDelegate(self._cells)
        self._head = _Head(self._brush, self)
        self.setHorizontalHeader(self._head)
        self._head.sectionClicked.connect(self._pick_column)
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView { border: none; border-radius: 0; }")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text."""
        self._brush.set_theme(theme)
        self._cells.forget()
        self.scale = theme.text_scale
        row = max(round(ROW * self.scale), 1)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(row)
        self._head.setFixedHeight(round(HEAD * self.scale))
        self._fit_columns()
        self.viewport().update()

    def show_plot(self, plot: UnitTablePlot) -> None:
        """Show other rows, or the same with another cursor or choice."""
        before = self.table.shown
        same = before is not None and plot.rows is before.rows and plot.numbers is before.numbers
        if not same:
            self._cells.renew()
        self.table.show_plot(plot)
        if before is None or before.columns != plot.columns:
            self._fit_columns()
        if before is None or _head_of(before) != _head_of(plot):
            self._head.viewport().update()
        # Another model or layer is shown from its first row on.
        same_units = before is not None and (before.model, before.part) == (plot.model, plot.part)
        if before is not None and same_units and before.selected != plot.selected:
            self._show_choice(plot)
        elif not same_units:
            self.scrollToTop()

    def bring_into_sight(self, unit: int) -> None:
        """Scroll as far as it takes to show the row of a unit."""
        row = self.table.row_of(unit)
        if row is not None:
            self.scrollTo(self.table.index(row, 0))

    @property
    def first_row(self) -> int:
        """The row at the top of what is in sight."""
        return max(self.rowAt(0), 0)

    def cell_rect(self, unit: int, column: str) -> QRectF | None:
        """Return the pixels of a cell in the table; None where it is not in sight."""
        plot, row = self.table.shown, self.table.row_of(unit)
        if plot is None or row is None or column not in plot.columns:
            return None
        rect = self.visualRect(self.table.index(row, plot.columns.index(column)))
        if not self.viewport().rect().intersects(rect):
            return None
        return QRectF(rect.translated(self.viewport().pos()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, round((HEAD + _LEAST_ROWS * ROW) * self.scale))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._cells.begin()
        super().paintEvent(event)
        if self._cells.behind:
            QTimer.singleShot(0, self.viewport(), self.viewport().update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self.table.unit_at(self.rowAt(event.position().toPoint().y()))
        if event.button() == Qt.MouseButton.LeftButton and unit is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.unit_picked.emit(unit, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._point(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.cell_pointed.emit(-1, "", QPoint())
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice; all other keys are the window's."""
        plot = self.table.shown
        if event.key() not in _KEYS or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or plot is None:
            event.ignore()
            return
        rows = [row for ref in plot.selected if (row := self.table.row_of(ref.unit)) is not None]
        last = len(plot.rows) - 1
        page = max(self.viewport().height() // max(self.verticalHeader().defaultSectionSize(), 1) - 1, 1)
        now = min(rows, default=-1)
        wanted = {
            Qt.Key.Key_Up: now - 1,
            Qt.Key.Key_Down: now + 1,
            Qt.Key.Key_PageUp: now - page,
            Qt.Key.Key_PageDown: now + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }[Qt.Key(event.key())]
        unit = self.table.unit_at(min(max(wanted, 0), last))
        if unit is not None:
            self.unit_picked.emit(unit, False)
        event.accept()

    def _show_choice(self, plot: UnitTablePlot) -> None:
        """Bring a unit that was chosen elsewhere into view, and tell screen readers of it."""
        rows = [
            row
            for ref in plot.selected
            if ref == plot.ref(ref.unit) and (row := self.table.row_of(ref.unit)) is not None
        ]
        if len(rows) == 1:
            index = self.table.index(rows[0], 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _point(self, place: QPoint) -> None:
        plot, unit = self.table.shown, self.table.unit_at(self.rowAt(place.y()))
        column = self.columnAt(place.x())
        if plot is None or unit is None or not 0 <= column < len(plot.columns):
            self.cell_pointed.emit(-1, "", place)
        else:
            self.cell_pointed.emit(unit, plot.columns[column], place)

    def _pick_column(self, section: int) -> None:
        plot = self.table.shown
        if plot is not None and section < len(plot.columns):
            self.column_picked.emit(plot.columns[section])

    def _fit_columns(self) -> None:
        plot = self.table.shown
        if plot is None:
            return
        edges = column_edges(plot.columns, self.viewport().width(), self.scale)
        for section, column in enumerate(plot.columns):
            self.setColumnHidden(section, column not in edges)
            if column in edges:
                left, right = edges[column]
                self.setColumnWidth(section, right - left)


def _head_of(plot: UnitTablePlot) -> tuple[object, ...]:
    """Return what the head shows."""
    return plot.columns, plot.sorting, plot.symbol, plot.keeps_symbol, plot.ends, plot.compared
