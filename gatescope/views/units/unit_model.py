"""The rows of the table of units for Qt: what a cell says in plain text; how it looks is the delegate's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gatescope.plots.numbers import number
from gatescope.plots.units.table import head_in_words, row_in_words
from gatescope.plots.units.table_plot import TRACE, UNIT, UnitTablePlot
from gatescope.words import tr

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class UnitModel(QAbstractTableModel):
    """A `UnitTablePlot` row by row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plot: UnitTablePlot | None = None

    @property
    def shown(self) -> UnitTablePlot | None:
        """The plot that is shown."""
        return self._plot

    def show_plot(self, plot: UnitTablePlot) -> None:
        """Show other rows; the view keeps its place where there are as many of them."""
        old, self._plot = self._plot, plot
        if old is None or (len(old.rows), old.columns) != (len(plot.rows), plot.columns):
            self.beginResetModel()
            self.endResetModel()
        elif plot.rows is old.rows and plot.numbers is old.numbers and plot.selected == old.selected:
            # Only the cursor has moved. A plot that has nothing to show has no columns either.
            for trace in (place for place, key in enumerate(plot.columns) if key == TRACE):
                self.dataChanged.emit(self.index(0, trace), self.index(max(len(plot.rows) - 1, 0), trace))
        elif len(plot.rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(plot.rows) - 1, len(plot.columns) - 1))

    def unit_at(self, row: int) -> int | None:
        """Return the unit of a row; None where there is no such row."""
        plot = self._plot
        return int(plot.rows[row]) if plot is not None and 0 <= row < len(plot.rows) else None

    def row_of(self, unit: int) -> int | None:
        """Return the row of a unit; None where it is not shown."""
        if self._plot is None:
            return None
        found = (self._plot.rows == unit).nonzero()[0]
        return int(found[0]) if len(found) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._plot is None or parent.isValid() else len(self._plot.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._plot is None or parent.isValid() else len(self._plot.columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        plot, unit = self._plot, self.unit_at(index.row()) if index.isValid() else None
        if plot is None or unit is None:
            return None
        if role == _ROLE.AccessibleTextRole:
            return row_in_words(plot, unit)
        column = plot.columns[index.column()]
        if role != _ROLE.DisplayRole or column == TRACE:
            return None
        return str(unit) if column == UNIT else number(float(plot.numbers[column][unit]))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        plot = self._plot
        if plot is None or orientation == Qt.Orientation.Vertical or section >= len(plot.columns):
            return None
        words = head_in_words(plot, plot.columns[section])
        if role == _ROLE.ToolTipRole:
            return (
                tr("Sort by {words}", words=words)
                if plot.columns[section] != TRACE
                else tr("{words}; sort by how far it moves", words=words)
            )
        return words if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole) else None
