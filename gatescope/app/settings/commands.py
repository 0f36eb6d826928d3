"""The commands that open the settings, once, at any of their rows, and the sheet of all keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from gatescope.app.commands.help_sheet import show_shortcuts
from gatescope.app.commands.shortcuts import Shortcuts
from gatescope.app.settings.dialog import SettingsDialog
from gatescope.app.window.main_window import MainWindow
from gatescope.session.settings import Settings


class SettingsCommands(QObject):
    """Opens the dialog of the settings."""

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._settings = window, settings
        self.dialog: SettingsDialog | None = None
        self._shortcuts: Shortcuts | None = None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {"settings": self.open, "show_shortcuts": self.show_shortcuts}

    def adopt(self, shortcuts: Shortcuts) -> None:
        """Let the keys of these be chosen, too."""
        self._shortcuts = shortcuts

    @Slot()
    def open(self) -> None:
        """Show the settings, and bring them to the front where they are open."""
        assert self._shortcuts is not None
        if self.dialog is None:
            self.dialog = SettingsDialog(self._window, self._settings, self._shortcuts)
            self.dialog.finished.connect(self._let_go)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def show_shortcuts(self) -> None:
        """Show every key and gesture on one sheet."""
        assert self._shortcuts is not None
        show_shortcuts(self._window, self._window.arrangements.workspaces.values(), self._shortcuts)

    @Slot(object)
    def open_at(self, name: str) -> None:
        """Show the settings with the keyboard on the one called `name`."""
        self.open()
        if self.dialog is not None:
            self.dialog.go_to(name)

    @Slot()
    def _let_go(self) -> None:
        self.dialog = None
