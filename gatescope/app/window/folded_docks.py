"""Folds docks away that have nothing to show, and brings them back; the person's arrangement keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QDockWidget

from gatescope.session.project.layout import DockPlace


class FoldedDocks:
    """Hides docks for as long as they are idle.

    Attributes:
        names: of those that are hidden for that reason, and shown in the arrangement.
    """

    def __init__(self, docks: Mapping[str, QDockWidget]) -> None:
        self._docks = docks
        self._idle: frozenset[str] = frozenset()
        self._wanted: set[str] = set()
        self.names: set[str] = set()
        for name, dock in docks.items():
            dock.toggleViewAction().triggered.connect(lambda shown, name=name: self._take(name, shown))

    def fold(self, idle: Iterable[str]) -> bool:
        """Hide the docks in `idle`, and show those that no longer are; return whether anything changed."""
        before, self._idle = self.names, frozenset(idle)
        self._wanted &= self._idle
        back = before - self._idle
        self.names = before - back
        for name in back:
            self._docks[name].show()
        return self.hide_again() or bool(back)

    def hide_again(self) -> bool:
        """Hide what an arrangement has shown; return whether anything was."""
        self.names = {name for name in self.names if self._docks[name].isHidden()}
        shown = {name for name in self._idle - self._wanted if name in self._docks and not self._docks[name].isHidden()}
        for name in shown:
            self._docks[name].hide()
        self.names |= shown
        return bool(shown)

    def as_wanted(self, places: Iterable[DockPlace]) -> tuple[DockPlace, ...]:
        """Return `places` as they are while nothing is folded."""
        return tuple(replace(one, shown=True) if one.name in self.names else one for one in places)

    def _take(self, name: str, shown: bool) -> None:
        """Leave a dock alone that the person opened or closed; one that was opened may be a tab behind others."""
        self.names.discard(name)
        if shown:
            self._wanted.add(name)
            self._docks[name].raise_()
