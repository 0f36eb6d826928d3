"""The dialog with the unsaved work of windows that ended unexpectedly."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.project.recovery import time_words
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.session.project.left_work import LeftWork
from gatescope.words import tr

_SIZE = 760, 380


class LeftWorkDialog(QDialog):
    """A row a work: when, how its text begins, the models in view, and the project. Deletes itself when closed.

    Signals:
        wanted(LeftWork): the person wants to go on with it.

    Attributes:
        table: the rows; empty while they are looked for.
        lead: what is listed, or that there is nothing.
        problem: why the work that was chosen cannot be had.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("LeftWork")
        self.setWindowTitle(tr("Recover unsaved work"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._works: tuple[LeftWork, ...] = ()
        self.lead, self.problem = QLabel(tr("Looking for unsaved work…")), QLabel()
        self.problem.setObjectName("Problem")
        for label in (self.lead, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._show_choice)
        self.table.itemActivated.connect(self._choose)
        self.buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        self.recover_button = QPushButton(tr("&Recover"))
        self.recover_button.setToolTip(tr("Go on with that work"))
        self.recover_button.setDefault(True)
        self.recover_button.clicked.connect(self._choose)
        self.buttons.addButton(self.recover_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.lead, self.table, self.problem, self.buttons):
            column.addWidget(widget)
        self.resize(*_SIZE)
        self._show_choice()

    def show_works(self, works: Sequence[LeftWork]) -> None:
        """List `works`, and choose the first that can be read."""
        self._works = tuple(works)
        self.lead.setText(
            tr("Work that is not saved, of windows that ended unexpectedly. The file of a project stays as it is.")
            if works
            else tr("No window that ended unexpectedly has left unsaved work.")
        )
        self.table.setRowCount(len(works))
        for row, work in enumerate(self._works):
            words = work.words or tr("no text")
            project = "" if work.project is None else work.project.name
            for column, text in enumerate((time_words(work.when), words, ", ".join(work.models), project)):
                item = QTableWidgetItem(text)
                item.setToolTip(str(work.project or work.copy) if column == _PROJECT else text)
                if not work.readable:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(row, column, item)
        first = next((row for row, work in enumerate(self._works) if work.readable), -1)
        self.table.setCurrentCell(first, 0)
        if first >= 0:
            self.table.setFocus()
        self._show_choice()

    def show_problem(self, sentence: str) -> None:
        """Say why the work that was chosen cannot be had."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def work(self) -> LeftWork | None:
        """Return the work that is chosen; None where none is."""
        found = self.table.selectedItems()
        return self._works[found[0].row()] if found else None

    @Slot()
    def _show_choice(self) -> None:
        self.recover_button.setEnabled(self.work() is not None)
        self.show_problem("")

    @Slot()
    def _choose(self) -> None:
        work = self.work()
        if work is not None:
            self.wanted.emit(work)


_PROJECT = 3


def _table() -> QTableWidget:
    table = QTableWidget(0, _PROJECT + 1)
    table.setAccessibleName(tr("Unsaved work"))
    table.setToolTip(tr("Choose the work that you want back"))
    table.setHorizontalHeaderLabels([tr("Last change"), tr("First words"), tr("Models"), tr("Project")])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
