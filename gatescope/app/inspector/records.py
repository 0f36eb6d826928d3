"""A table of records, a column a property: sorted by its headers, filtered, copied as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gatescope.app.inspector.column import Column
from gatescope.plots.theme import LIGHT, Theme
from gatescope.words import tr

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SORT_ROLE = _ROLE.UserRole
_ROW_HEIGHT, _WIDEST, _PADDING = 25, 300, 12
_Record = TypeVar("_Record")


class RecordModel(QAbstractTableModel, Generic[_Record]):
    """The records in their own order."""

    def __init__(self, columns: Sequence[Column[_Record]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._records: tuple[_Record, ...] = ()
        self._theme: Theme = LIGHT

    @property
    def records(self) -> tuple[_Record, ...]:
        return self._records

    def show_records(self, records: Sequence[_Record]) -> None:
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        record, column = self._records[index.row()], self._columns[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return column.text(record)
        if role == _SORT_ROLE:
            return (column.order or column.text)(record)
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.ForegroundRole and column.colour is not None and (name := column.colour(record)):
            return QColor(getattr(self._theme, name))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == _ROLE.DisplayRole:
            return tr(column.title)
        if role == _ROLE.ToolTipRole:
            return tr(column.tip or column.title)
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RecordTable(QTableView, Generic[_Record]):
    """Shows records; arrows walk through the rows, Ctrl+C copies those that are chosen, a tab a column."""

    def __init__(self, name: str, columns: Sequence[Column[_Record]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.table = RecordModel(columns, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.table)
        self._sorted.setSortRole(_SORT_ROLE)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._sorted.setFilterKeyColumn(-1)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        # A fixed height: measuring thousands of rows would take longer than showing them.
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)

    def allow_sorting(self) -> None:
        """Let a click on a header sort by it; at first the records stand as they came."""
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self.viewport().update()

    def show_records(self, records: Sequence[_Record]) -> None:
        """Show these; the columns become as wide as they need to be."""
        if tuple(records) == self.table.records:
            return
        self.table.show_records(records)
        self.resizeColumnsToContents()
        for column in range(self.table.columnCount() - 1):
            self.setColumnWidth(column, min(self.columnWidth(column) + _PADDING, _WIDEST))

    def filter(self, text: str) -> None:
        """Show only the records that have `text` in one of their columns."""
        self._sorted.setFilterFixedString(text)

    def shown(self) -> int:
        """Return how many records the filter leaves."""
        return self._sorted.rowCount()

    def current(self) -> _Record | None:
        """Return the record that the keyboard or the mouse chose last."""
        index = self._sorted.mapToSource(self.currentIndex())
        return self.table.records[index.row()] if index.isValid() else None

    def fit_height(self, most: int) -> None:
        """Be as high as the records need, up to `most` rows."""
        rows = max(min(self.table.rowCount(), most), 1)
        scroll = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * _ROW_HEIGHT + scroll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            columns = range(self._sorted.columnCount())
            lines = ["\t".join(str(self._sorted.index(r, c).data()) for c in columns) for r in rows]
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)
