"""Has the tool tips of the window, its invitation to search and its workspaces name the keys that are in use."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gatescope.app.commands.shortcuts import Shortcuts, native
from gatescope.app.window.main_window import MainWindow
from gatescope.views.base.command_keys import use_keys, with_keys

_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class TipsWithKeys(QObject):
    """Follows the shortcuts; a view that is made later takes the keys that are in use then."""

    def __init__(self, window: MainWindow, shortcuts: Shortcuts, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._shortcuts = window, shortcuts
        shortcuts.changed.connect(self._follow)
        window.view_made.connect(self._take_view)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        shortcuts = self._shortcuts
        other_keys: dict[str, str] = {}
        for name, usual in shortcuts.usual.items():
            now = shortcuts.keys(name)
            if usual and now != usual:
                other_keys |= dict.fromkeys((way for one in usual for way in _written(one)), native(now[:1]))
        use_keys(other_keys)
        self._window.search.set_keys(native(shortcuts.keys("search_commands")[:1]))
        _write(self._window)

    @Slot(str, object)
    def _take_view(self, _name: str, view: QWidget) -> None:
        _write(view)


def _written(keys: str) -> set[str]:
    """Return the ways in which texts write `keys`: as every platform or this one does, and with an arrow for it."""
    _, _, key = keys.rpartition("+")
    ways = {keys, native((keys,))}
    if key in _ARROWS:
        ways |= {way.rpartition("+")[0] + "+" + _ARROWS[key] for way in ways}
    return ways


def _write(parent: QWidget) -> None:
    for widget in (parent, *parent.findChildren(QWidget)):
        tip = widget.toolTip()
        if tip and with_keys(tip) != tip:
            widget.setToolTip(with_keys(tip))
