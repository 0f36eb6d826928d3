"""Applies the theme that the settings name, or that of the desktop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.settings import Settings


class Design(QObject):
    """Owns the current theme.

    Signals:
        changed(Theme): everything that paints by itself takes its colours from now on.
    """

    changed = Signal(object)

    def __init__(self, settings: Settings, dress: Callable[[str], Theme], parent: QObject) -> None:
        """`dress` dresses the application in the theme of that name and returns it; ``"system"`` is one, too."""
        super().__init__(parent)
        self._settings, self._dress = settings, dress
        self.theme: Theme = LIGHT

    def choose(self, name: str) -> None:
        """Apply the theme called `name`, now and at the next start."""
        self._settings.theme = name
        self.apply()

    @Slot()
    def apply(self) -> None:
        """Apply the theme that the settings name."""
        self.theme = self._dress(self._settings.theme)
        self.changed.emit(self.theme)
