"""The sheet of every key and gesture: in groups, side by side, so that all of it is seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from gatescope.app.commands.shortcuts import Shortcuts, native
from gatescope.app.commands.table import COMMANDS
from gatescope.app.window.page_dialog import PageDialog
from gatescope.app.window.workspaces import Workspace
from gatescope.views.base.command_keys import with_keys
from gatescope.words import mark, tr

_COLUMN_GAP, _GROUP_GAP, _WIDEST_TEXT = 26, 16, 176
_WRAPPED = 32
"""Letters from which what a key does takes a second line."""


class Group(NamedTuple):
    """A heading, and rows of what to press or do and what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


_MAPS = Group(
    mark("In maps and lines"),
    (
        (mark("Click"), mark("cursor and caret to this token; in a map, its unit")),
        (mark("Shift or Ctrl + click"), mark("choose one more unit")),
        (mark("Wheel"), mark("zoom the tokens about the mouse")),
        (mark("Ctrl + wheel"), mark("zoom the units, in lines the values")),
        (mark("Drag"), mark("move the zoomed part")),
        (mark("Shift + drag"), mark("choose a stretch of tokens (Esc: none)")),
        (mark("Double click"), mark("show all again")),
        (mark("Signal's name"), mark("click: shade the words by it; again: by the read-out")),
        (mark("Name in a legend"), mark("click: hide its line, or show it")),
        (mark("Hold Ctrl+D"), mark("show what changed, while it is held")),
        (mark("Right click"), mark("copy, hold, release (also Shift+F10)")),
    ),
)
_SENTENCE = Group(
    mark("In the sentence"),
    (
        (mark("Drag over chips"), mark("choose a stretch of tokens (also Shift + click)")),
        (mark("Letters, digits"), mark("are typed at the token that was clicked last")),
        (mark("← →, Home, End"), mark("move the token cursor (outside the sentence)")),
        ("↑ ↓", mark("choose the unit above or below (there as well)")),
    ),
)
_CELL = Group(
    mark("In the cell"),
    (
        (mark("Click a part"), mark("go to its operation; in a vector: choose the unit")),
        (mark("Wheel, drag"), mark("magnify, move; double click: all again")),
    ),
)
_WEIGHTS = Group(
    mark("In the weights"),
    ((mark("Drag up or down"), mark("change a weight, live")), (mark("Alt + wheel"), mark("step the chosen one"))),
)
_WINDOW = Group(
    mark("Models and workspaces"),
    (
        ("Alt+1 … 4", mark("RNN, GRU, LSTM, Compare")),
        (mark("Ctrl + click"), mark("on a workspace: put its docks back")),
    ),
)


def show_shortcuts(parent: QWidget, workspaces: Iterable[Workspace], shortcuts: Shortcuts) -> QDialog:
    """Show every shortcut and gesture on one sheet, and return it."""
    page = QWidget()
    page.setObjectName("HelpPage")
    row = QHBoxLayout(page)
    row.setContentsMargins(18, 14, 18, 6)
    row.setSpacing(_COLUMN_GAP)
    for groups in _columns(tuple(workspaces), shortcuts):
        row.addLayout(_column(groups))
    dialog = PageDialog(parent, tr("Keyboard and mouse"), page)
    dialog.setObjectName("HelpSheet")
    for label in page.findChildren(QLabel):
        label.ensurePolished()
    # A scroll area asks for a size of its own, not for that of its page.
    around = QSize(0, dialog.buttons.sizeHint().height()) + QSize(24, 36)
    dialog.resize((page.sizeHint() + around).boundedTo(parent.screen().availableSize()))
    dialog.open()
    return dialog


def _columns(workspaces: Sequence[Workspace], shortcuts: Shortcuts) -> tuple[tuple[Group, ...], ...]:
    undo, redo = (native(shortcuts.keys(name)) for name in ("undo", "redo"))
    edit = ((undo, mark("Undo")), (redo, mark("Redo")), *_commands("&Edit", shortcuts))
    keys = {one.name: native(shortcuts.keys(f"workspace_{one.name}")) for one in workspaces}
    shown = tuple((keys[one.name], f"{tr(one.title)}: {tr(one.about)}") for one in workspaces)
    maps = Group(_MAPS.title, tuple((with_keys(tr(one)), does) for one, does in _MAPS.rows))
    return (
        (maps, _SENTENCE, _CELL, _WEIGHTS),
        (
            Group(mark("Token cursor"), _commands("&Run", shortcuts)),
            Group(mark("Edit"), edit),
            Group(mark("File"), _commands("&File", shortcuts)),
        ),
        (
            Group(mark("View"), (*_commands("&View", shortcuts), *_docks(shortcuts))),
            Group(_WINDOW.title, (*_WINDOW.rows, *shown)),
            Group(mark("Help"), _commands("&Help", shortcuts)),
        ),
    )


def _commands(menu: str, shortcuts: Shortcuts) -> tuple[tuple[str, str], ...]:
    """Return keys and names of the commands with shortcuts in `menu` and its submenus."""
    return tuple(
        (native(shortcuts.keys(command.name)), tr(command.text).replace("&", "").rstrip(" …"))
        for command in COMMANDS
        if shortcuts.keys(command.name) and command.menu.partition(" ▸ ")[0] == menu
    )


def _docks(shortcuts: Shortcuts) -> tuple[tuple[str, str], ...]:
    """Return keys and names of the docks to which a person has given keys."""
    docks = {name: action for name, action in shortcuts.actions.items() if name.startswith("dock_")}
    return tuple(
        (native(shortcuts.keys(name)), action.text()) for name, action in docks.items() if shortcuts.keys(name)
    )


def _column(groups: Sequence[Group]) -> QGridLayout:
    """Return groups below each other, their keys in one line with each other and so what they do."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(1)
    line = 0
    for group in groups:
        if line:
            grid.setRowMinimumHeight(line, _GROUP_GAP)
            line += 1
        title = QLabel(tr(group.title))
        title.setObjectName("HelpTitle")
        title.setIndent(0)
        grid.addWidget(title, line, 0, 1, 2)
        for keys, does in ((tr(keys), tr(does)) for keys, does in group.rows if keys):
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
