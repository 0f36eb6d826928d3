"""A parameter array as a table: four digits of every value, and all of them to edit."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gatescope.errors import UsageError
from gatescope.plots.colours import SIGNED, indices
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.numbers import short
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.sentence.chip_style import ChipStyle, chip_style
from gatescope.views.weights.edits import exact, parse_number
from gatescope.words import tr

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_ROW_HEIGHT, _COLUMN_WIDTH = 22, 104
LEAST_HEIGHT = 70
"""Pixels in which the names of the columns and two rows have their place."""


class ParameterTableModel(QAbstractTableModel):
    """The cells of a `MatrixPlot`; typed values are emitted, not stored."""

    entered = Signal(int, int, float, object)
    """Row, column, the number that was typed, and None: it is a gesture of its own."""
    refused = Signal(str)
    """A sentence about a typed text that is not a number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plot: MatrixPlot | None = None
        self._shades = np.zeros((0, 0), np.uint8)
        self._theme: Theme = LIGHT
        # A cell that is no longer as trained.
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._tell_change()

    def show_plot(self, plot: MatrixPlot) -> None:
        """Show other values; the view keeps its place where the shape is the same."""
        old, self._plot = self._plot, plot
        self._shades = indices(plot.values, plot.low, plot.high)
        if old is None or (old.values.shape, old.rows, old.key) != (plot.values.shape, plot.rows, plot.key):
            self.beginResetModel()
            self.endResetModel()
        else:
            self._tell_change()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._plot is None or parent.isValid() else int(self._plot.values.shape[0])

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._plot is None or parent.isValid() else int(self._plot.values.shape[1])

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if self._plot is None or not index.isValid():
            return None
        value = self._plot.values[index.row(), index.column()]
        if role == _ROLE.DisplayRole:
            return short(float(value)) if isfinite(value) else exact(value)
        if role == _ROLE.EditRole:
            return exact(value)
        trained = self._plot.values if self._plot.trained is None else self._plot.trained
        before = trained[index.row(), index.column()]
        changed = value != before and not (value != value and before != before)
        if role == _ROLE.ToolTipRole:
            return (
                tr("{exact}, trained: {exact2}", exact=exact(value), exact2=exact(before)) if changed else exact(value)
            )
        if role == _ROLE.FontRole and changed:
            return self._bold
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == _ROLE.BackgroundRole:
            return QColor(self._colours(index).ground)
        if role == _ROLE.ForegroundRole:
            return QColor(self._colours(index).word)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if self._plot is None or role != _ROLE.DisplayRole:
            return None
        names = self._plot.rows if orientation == Qt.Orientation.Vertical else self._plot.columns
        return names[section] if names else str(section)

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or str(value) == self.data(index):
            return False
        try:
            number = parse_number(str(value))
        except UsageError as error:
            self.refused.emit(str(error))
            return False
        self.entered.emit(index.row(), index.column(), number, None)
        return True

    def _colours(self, index: _Index) -> ChipStyle:
        """Return ground and text of a cell: the colour of the map, and the theme's text colour made legible on it."""
        return chip_style(SIGNED, int(self._shades[index.row(), index.column()]), self._theme)

    def _tell_change(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


class ParameterTable(QTableView):
    """Edits cells by typing; Alt and the wheel change the chosen one by a step."""

    cell_selected = Signal(int, int)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameterTable")
        self.setAccessibleName(tr("Values of the array"))
        self.table = ParameterTableModel(self)
        self._told = False
        self.setModel(self.table)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setTabKeyNavigation(False)
        # Fixed sizes: measuring the rows of a vocabulary would take longer than showing it.
        self._set_sizes(LIGHT)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.selectionModel().currentChanged.connect(self._tell_choice)

    def set_theme(self, theme: Theme) -> None:
        self._set_sizes(theme)
        self.table.set_theme(theme)

    def _set_sizes(self, theme: Theme) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.pixels(_ROW_HEIGHT))
        self.horizontalHeader().setDefaultSectionSize(theme.pixels(_COLUMN_WIDTH))

    def show_plot(self, plot: MatrixPlot) -> None:
        self.table.show_plot(plot)

    def show_selected(self, cell: tuple[int, int] | None) -> None:
        """Make a cell the current one, without emitting a signal."""
        index = self.table.index(*cell) if cell is not None else QModelIndex()
        if index != self.currentIndex():
            self._told = True
            self.setCurrentIndex(index)
            self._told = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        stepping = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier) and self.currentIndex().isValid()
        if turned and stepping and self.state() != self.State.EditingState:
            self.stepped.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _tell_choice(self, current: QModelIndex) -> None:
        if current.isValid() and not self._told:
            self.cell_selected.emit(current.row(), current.column())
