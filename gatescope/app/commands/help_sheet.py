"""The sheet of every key and gesture: in groups, side by side, so that all of it is seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from gatescope.app.commands.table import COMMANDS
from gatescope.app.window.page_dialog import PageDialog
from gatescope.app.window.workspaces import Workspace, shortcut

_COLUMN_GAP, _GROUP_GAP, _WIDEST_TEXT = 26, 18, 176
_WRAPPED = 32
"""Letters from which what a key does takes a second line."""


class Group(NamedTuple):
    """A heading, and rows of what to press or do and what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


_MAPS = Group(
    "In maps and lines",
    (
        ("Click", "cursor and caret to this token; in a map, its unit"),
        ("Shift or Ctrl + click", "choose one more unit"),
        ("Wheel", "zoom the tokens about the mouse"),
        ("Ctrl + wheel", "zoom the units, in lines the values"),
        ("Drag", "move the zoomed part"),
        ("Shift + drag", "choose a stretch of tokens (Esc: none)"),
        ("Double click", "show all again"),
        ("Signal's name", "click: shade the words by it; again: by the read-out"),
        ("Name in a legend", "click: hide its line, or show it"),
        ("Hold Ctrl+D", "show what changed, while it is held"),
        ("Right click", "copy, hold, release (also Shift+F10)"),
    ),
)
_SENTENCE = Group(
    "In the sentence",
    (
        ("Drag over chips", "choose a stretch of tokens (also Shift + click)"),
        ("Letters, digits", "are typed at the token that was clicked last"),
        ("← →, Home, End", "move the token cursor (outside the sentence)"),
        ("↑ ↓", "choose the unit above or below (there as well)"),
    ),
)
_CELL = Group(
    "In the cell",
    (
        ("Click a part", "go to its operation; in a vector: choose the unit"),
        ("Wheel, drag", "magnify, move; double click: all again"),
    ),
)
_WEIGHTS = Group(
    "In the weights",
    (("Drag up or down", "change a weight, live"), ("Alt + wheel", "step the chosen one")),
)
_WINDOW = Group(
    "Models and workspaces",
    (("Alt+1 … 4", "RNN, GRU, LSTM, Compare"), ("Ctrl + click", "on a workspace: put its docks back")),
)


def show_shortcuts(parent: QWidget, workspaces: Iterable[Workspace]) -> QDialog:
    """Show every shortcut and gesture on one sheet, and return it."""
    page = QWidget()
    page.setObjectName("HelpPage")
    row = QHBoxLayout(page)
    row.setContentsMargins(18, 14, 18, 6)
    row.setSpacing(_COLUMN_GAP)
    for groups in _columns(tuple(workspaces)):
        row.addLayout(_column(groups))
    dialog = PageDialog(parent, "Keyboard and mouse", page)
    dialog.setObjectName("HelpSheet")
    for label in page.findChildren(QLabel):
        label.ensurePolished()
    # A scroll area asks for a size of its own, not for that of its page.
    around = QSize(0, dialog.buttons.sizeHint().height()) + QSize(24, 36)
    dialog.resize((page.sizeHint() + around).boundedTo(parent.screen().availableSize()))
    dialog.open()
    return dialog


def _columns(workspaces: Sequence[Workspace]) -> tuple[tuple[Group, ...], ...]:
    edit = (("Ctrl+Z", "Undo"), ("Ctrl+Shift+Z, Ctrl+Y", "Redo"), *_commands("&Edit"))
    shown = tuple((shortcut(one), f"{one.title}: {one.about}") for one in workspaces)
    return (
        (_MAPS, _SENTENCE, _CELL, _WEIGHTS),
        (Group("Token cursor", _commands("&Run")), Group("Edit", edit), Group("File", _commands("&File"))),
        (
            Group("View", _commands("&View")),
            Group(_WINDOW.title, (*_WINDOW.rows, *shown)),
            Group("Help", _commands("&Help")),
        ),
    )


def _commands(menu: str) -> tuple[tuple[str, str], ...]:
    """Return keys and names of the commands with shortcuts in `menu` and its submenus."""
    return tuple(
        (", ".join(_native(one) for one in command.shortcuts), command.text.replace("&", "").rstrip("…"))
        for command in COMMANDS
        if command.shortcuts and command.menu.partition(" ▸ ")[0] == menu
    )


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _column(groups: Sequence[Group]) -> QGridLayout:
    """Return groups below each other, their keys in one line with each other and so what they do."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(2)
    line = 0
    for group in groups:
        if line:
            grid.setRowMinimumHeight(line, _GROUP_GAP)
            line += 1
        title = QLabel(group.title)
        title.setObjectName("HelpTitle")
        title.setIndent(0)
        grid.addWidget(title, line, 0, 1, 2)
        for keys, does in group.rows:
            line += 1
            key, text = QLabel(keys), QLabel(does)
            key.setObjectName("KeyName")
            text.setWordWrap(len(does) > _WRAPPED)
            if len(does) > _WRAPPED:
                text.setMinimumWidth(_WIDEST_TEXT)
            for label in (key, text):
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(key, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, line, 1, Qt.AlignmentFlag.AlignTop)
        line += 1
    grid.setRowStretch(line, 1)
    return grid
