"""The page of the shortcuts: every command with its keys, and a field that takes the next keys that are pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.commands.shortcut_rules import reason_against
from gatescope.app.commands.shortcuts import Shortcuts, native
from gatescope.app.settings.key_field import KeyField
from gatescope.views.controls.finding_field import FindingField
from gatescope.views.controls.fuzzy import score
from gatescope.words import tr

_NAME = Qt.ItemDataRole.UserRole


class ShortcutsPage(QWidget):
    """Choose a command, press keys. Keys that another command has are taken from it only when the person says so.

    Attributes:
        table: a row for each command that the search finds.
        field: takes keys for the command that is chosen.
        message: what stands against the keys that were pressed.
    """

    def __init__(self, shortcuts: Shortcuts) -> None:
        super().__init__()
        self._shortcuts = shortcuts
        self._wanted = ""
        self.search = FindingField()
        self.search.setAccessibleName(tr("Search shortcuts"))
        self.search.setPlaceholderText(tr("A command, or keys such as Ctrl+E"))
        self.search.setToolTip(tr("Show the commands whose name or keys fit"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._take_choice)
        self.field = KeyField()
        self.field.pressed.connect(self._take_keys)
        self.remove_button = _button(tr("&No keys"), tr("Take the keys of the chosen command away"))
        self.remove_button.clicked.connect(self._remove)
        self.usual_button = _button(tr("&Usual keys"), tr("Give the chosen command its usual keys"))
        self.usual_button.clicked.connect(self._reset_one)
        self.message = QLabel()
        self.message.setObjectName("Problem")
        self.message.setWordWrap(True)
        self.take_button = _button(tr("&Take them"), tr("Give the keys to the chosen command, and none to the other"))
        self.take_button.clicked.connect(self._take_over)
        row, answer, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        for widget in (self.field, self.usual_button, self.remove_button):
            row.addWidget(widget, 1 if widget is self.field else 0)
        answer.addWidget(self.message, 1)
        answer.addWidget(self.take_button)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addLayout(answer)
        shortcuts.changed.connect(self._list)
        self._list()

    def reset(self) -> None:
        """Give every command its usual keys."""
        self._shortcuts.reset_all()
        self._say("")

    def go_to(self, name: str) -> None:
        """Choose the command called `name`, with the keyboard on the field that takes keys."""
        self.search.clear()
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.data(_NAME) == name:
                self.table.setCurrentItem(item)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def command(self) -> str:
        """Return the name of the command that is chosen; empty where none is."""
        found = self.table.selectedItems()
        return str(found[0].data(_NAME)) if found else ""

    @Slot()
    def _list(self) -> None:
        """List the commands that fit what is typed, with the one chosen before still chosen."""
        before, query = self.command(), self.search.text()
        rows = [(name, self._title(name), native(self._shortcuts.keys(name))) for name in self._shortcuts.actions]
        rows = [row for row in rows if score(query, row[1]) is not None or query.casefold() in row[2].casefold()]
        self.table.setRowCount(len(rows))
        for line, (name, title, keys) in enumerate(rows):
            other = self._shortcuts.keys(name) != self._shortcuts.usual[name]
            for column, text in enumerate((title, keys + (" *" if other else ""))):
                item = QTableWidgetItem(text)
                item.setData(_NAME, name)
                item.setToolTip(tr("Changed; usually {keys}", keys=self._usual(name)) if other else title)
                self.table.setItem(line, column, item)
        names = [name for name, _, _ in rows]
        self.table.setCurrentCell(names.index(before) if before in names else 0, 0)
        self._take_choice()

    @Slot()
    def _take_choice(self) -> None:
        name = self.command()
        self.field.setEnabled(bool(name))
        self.field.show_keys(native(self._shortcuts.keys(name)) if name else "")
        self.remove_button.setEnabled(bool(name) and bool(self._shortcuts.keys(name)))
        self.usual_button.setEnabled(bool(name) and self._shortcuts.keys(name) != self._shortcuts.usual[name])
        self._say("")

    @Slot(object)
    def _take_keys(self, keys: QKeySequence) -> None:
        name, against = self.command(), reason_against(keys)
        owner = self._shortcuts.owner(keys, name)
        if against:
            self._say(tr("{against}: it cannot be a shortcut.", against=against))
        elif owner:
            said = {"keys": native((keys.toString(),)), "owner": self._title(owner), "name": self._title(name)}
            self._say(tr("{keys} is “{owner}”. Give it to “{name}” instead?", **said), keys.toString())
        else:
            self._shortcuts.assign(name, (keys.toString(),))

    @Slot()
    def _take_over(self) -> None:
        self._shortcuts.assign(self.command(), (self._wanted,))

    @Slot()
    def _remove(self) -> None:
        self._shortcuts.assign(self.command(), ())

    @Slot()
    def _reset_one(self) -> None:
        self._shortcuts.reset(self.command())

    def _say(self, text: str, wanted: str = "") -> None:
        """Say what stands against some keys; `wanted` are those that the person may still have."""
        self._wanted = wanted
        self.message.setText(text)
        self.take_button.setVisible(bool(wanted))

    def _title(self, name: str) -> str:
        return self._shortcuts.actions[name].iconText().replace("&", "").rstrip("…")

    def _usual(self, name: str) -> str:
        return native(self._shortcuts.usual[name]) or tr("none")


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName(tr("Commands and their keys"))
    table.setToolTip(tr("Choose a command, then press keys in the field below"))
    table.setHorizontalHeaderLabels([tr("Command"), tr("Keys")])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return table


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
