"""Shows the window to an audience: what is looked at, large, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from gatescope.app.window.full_screen import fill_screen

if TYPE_CHECKING:
    from gatescope.app.window.main_window import MainWindow


class Presenter(QObject):
    """Hides menus, status line, search and the titles of docks, and gives the window the whole screen.

    Signals:
        changed(bool): whether it shows the window to an audience from now on; text and lines are to follow.
    """

    changed = Signal(bool)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._state = Qt.WindowState.WindowNoState
        self._actions: list[QAction] = []
        self.presenting = False
        self._leave = QShortcut(QKeySequence("Esc"), window)
        self._leave.setEnabled(False)
        self._leave.activated.connect(self.leave)

    @Slot()
    def leave(self) -> None:
        """Show the window as it was before."""
        self.present(False)

    def present(self, presenting: bool) -> None:
        """Show the window to an audience, or as it was before."""
        if presenting == self.presenting:
            return
        self.presenting = presenting
        window = self._window
        self._keep_shortcuts(presenting)
        window.menuBar().setVisible(not presenting)
        window.show_status()
        window.top_bar.present(presenting)
        window.model_bar.present(presenting)
        self._leave.setEnabled(presenting)
        if presenting:
            self._state = window.windowState()
            window.dock_host.present(True)
            self.changed.emit(True)
            fill_screen(window, True)
        else:
            self.changed.emit(False)
            window.setWindowState(self._state)
            window.dock_host.present(False)

    def _keep_shortcuts(self, presenting: bool) -> None:
        """Keep the shortcuts of the menus: those of a hidden menu bar are dead."""
        if presenting:
            own = set(self._window.actions())
            menus = self._window.menuBar().findChildren(QMenu)
            self._actions = [action for menu in menus for action in menu.actions() if action not in own]
            self._window.addActions(self._actions)
        else:
            for action in self._actions:
                self._window.removeAction(action)
            self._actions = []
