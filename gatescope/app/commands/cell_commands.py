"""Walks through the operations of the cell, wherever the keyboard is; shows the workspace of the cell first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gatescope.app.window.main_window import MainWindow

if TYPE_CHECKING:
    from gatescope.views.cell.cell_view import CellView


class CellCommands(QObject):
    """The commands of the view of the cell; where that is not in sight, a command brings it there and does no more."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands, by name."""
        return {
            "cell_first": self.first,
            "cell_back": self.back,
            "cell_forward": self.forward,
            "cell_play": self.play,
        }

    @Slot()
    def first(self) -> None:
        view = self._view()
        if view is not None:
            view.rewind()

    @Slot()
    def back(self) -> None:
        view = self._view()
        if view is not None:
            view.go(-1)

    @Slot()
    def forward(self) -> None:
        view = self._view()
        if view is not None:
            view.go(1)

    @Slot()
    def play(self) -> None:
        """Begin to play, or stop."""
        view = self._view()
        if view is not None:
            view.play(not view.playing)

    def _view(self) -> CellView | None:
        """Return the view if it is in sight, else bring it there."""
        # Imported when it is first asked for, as in the table of the docks.
        from gatescope.views.cell.cell_view import CellView

        found = self._window.views.get("cell")
        if isinstance(found, CellView) and found.in_sight:
            return found
        self._window.arrangements.show("cell")
        return None
