"""Makes an action of every command of the table, and hangs it into the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gatescope.app.commands.command import Command
from gatescope.app.commands.table import COMMANDS
from gatescope.views.base.key_names import key_name
from gatescope.words import tr, within


def build_actions(window: QMainWindow, handlers: Mapping[str, Callable[..., object]]) -> dict[str, QAction]:
    """Make a `QAction` for every command and hang it into the menu bar of `window`.

    Raises:
        KeyError: a command has no handler, which a test catches.
    """
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(tr(command.text), window)
        action.setObjectName(command.name)
        action.setCheckable(command.checkable)
        action.setStatusTip(tr(command.tip))
        action.setToolTip(tool_tip(command))
        action.setShortcuts([QKeySequence(s) for s in command.shortcuts])
        # Out of its submenu, in the search, "Dark" alone says too little.
        action.setIconText(search_text(command))
        if command.group:
            group = groups.setdefault(command.group, QActionGroup(window))
            group.addAction(action)
        action.triggered.connect(handlers[command.name])
        menu = _menu(window, menus, command.menu)
        if command.after_rule:
            menu.addSeparator()
        menu.addAction(action)
        actions[command.name] = action
    return actions


def tool_tip(command: Command) -> str:
    """Return the tip of `command` with its first shortcut in brackets."""
    tip = tr(command.tip)
    return f"{tip} ({key_name(command.shortcuts[0])})" if command.shortcuts else tip


def search_text(command: Command) -> str:
    """Return the text by which the search lists `command`, with the name of its submenu before it."""
    text = plain(command.text)
    _, _, submenu = command.menu.rpartition(" ▸ ") if " ▸ " in command.menu else ("", "", "")
    return f"{plain(submenu)}: {within(text[0])}{text[1:]}" if submenu else text


def plain(text: str) -> str:
    """Return the translation of a menu's `text` without the mark of its letter and without dots at the end."""
    return tr(text).replace("&", "").rstrip(" …")


def _menu(window: QMainWindow, menus: dict[str, QMenu], path: str) -> QMenu:
    if path not in menus:
        parent, _, title = path.rpartition(" ▸ ")
        menus[path] = _menu(window, menus, parent).addMenu(tr(title)) if parent else window.menuBar().addMenu(tr(title))
    return menus[path]
