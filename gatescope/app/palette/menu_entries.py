"""Finds the actions of menus: those of the menu bar, and those of the buttons in view that open a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton, QWidget

from gatescope.views.controls.search_groups import Entry


def entries_of_bar(bar: QMenuBar, leave_out: Collection[str]) -> Iterator[Entry]:
    """Yield every action of the menus in `bar`, save those of menus whose object name is in `leave_out`."""
    for top in bar.actions():
        menu = submenu(top)
        if menu is not None:
            yield from entries_of_menu(menu, "", leave_out)


def entries_of_buttons(window: QWidget, leave_out: Collection[str]) -> Iterator[Entry]:
    """Yield the actions of the lists that buttons in view open, with the name of the button before each."""
    for button in window.findChildren(QToolButton):
        menu = button.menu()
        if menu is not None and menu.objectName() not in leave_out and button.isVisible() and button.isEnabled():
            yield from entries_of_menu(menu, button.accessibleName(), leave_out)


def entries_of_menu(menu: QMenu, path: str, leave_out: Collection[str]) -> Iterator[Entry]:
    """Yield the actions of `menu` and its submenus; `path` says where in it they stand, and is empty on top."""
    for action in menu.actions():
        below = submenu(action)
        if below is not None:
            if below.objectName() not in leave_out:
                yield from entries_of_menu(below, plain_name(action.text()), leave_out)
        elif action.text() and not action.isSeparator():
            yield Entry(entry_name(action, path), action)


def entry_name(action: QAction, path: str) -> str:
    """Return what the search calls `action`; commands say so themselves, because "Dark" alone says too little."""
    own = plain_name(action.iconText())
    return own if not path or ": " in own else f"{path}: {plain_name(action.text())}"


def plain_name(text: str) -> str:
    """Return the text of an action without the marks of its mnemonic; ``&&`` is a real ampersand."""
    return text.partition("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def submenu(action: QAction) -> QMenu | None:
    """Return the menu that `action` opens; None for one that does something."""
    return cast("QMenu | None", action.menu())
