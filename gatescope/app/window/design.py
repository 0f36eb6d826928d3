"""Applies the theme that the settings name, or that of the desktop, in the size of text that the person wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.window.theme import set_font
from gatescope.plots.theme import LIGHT, Theme, theme_named
from gatescope.session.settings import Settings

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)
"""The sizes of text to choose from."""
_LOOKS = ("theme", "palette", "zoom")
"""The settings that change what the window looks like."""


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
        self._presenting = False
        settings.changed.connect(self._follow)

    def zoom(self, steps: int) -> None:
        """Make all text larger by so many steps, smaller if negative; at 0 it gets its usual size."""
        nearest = min(range(len(ZOOMS)), key=lambda step: abs(ZOOMS[step] - self._settings.zoom))
        wanted = ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)] if steps else 1.0
        if wanted != self._settings.zoom:
            self._settings.zoom = wanted

    def present(self, presenting: bool) -> None:
        """Draw for an audience, or as usual again. It is not remembered."""
        self._presenting = presenting
        self.apply()

    def choose(self, name: str) -> None:
        """Apply the theme called `name`, now and at the next start."""
        self._settings.theme = name

    def colour(self, palette: str) -> None:
        """Draw all lines and maps in the hues of `palette`, now and at the next start."""
        self._settings.palette = palette

    @property
    def in_files(self) -> Theme:
        """The design of a picture: text and lines of a file have their own sizes, also while those here are larger."""
        return theme_named(self.theme.name, self.theme.palette)

    @Slot()
    def apply(self) -> None:
        """Apply the theme that the settings name."""
        colours = self._dress(self._settings.theme)
        coloured = colours.coloured(self._settings.palette)
        self.theme = replace(coloured, zoom=self._settings.zoom, presenting=self._presenting)
        set_font(self.theme)
        self.changed.emit(self.theme)

    @Slot(str)
    def _follow(self, setting: str) -> None:
        if setting in _LOOKS:
            self.apply()
