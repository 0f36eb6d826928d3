"""The buttons of the form: run or pause, one step, stop, rewind, keep."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.icons import icon
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.words import mark, tr

_ROW, _GAP = 36, 8
_DEEDS = {
    "run": (mark("Run"), "play", mark("Train, or go on (Ctrl+R)")),
    "step": (mark("Step"), "next", mark("Train on one mini-batch (Ctrl+T)")),
    "stop": (mark("Stop"), "cross", mark("End this run; it can still go on")),
    "rewind": (mark("Rewind"), "rewind", mark("Look at the untrained network; Run then begins anew from there")),
    "keep": (mark("Keep as…"), "", mark("Save the network that is looked at as a model with a card")),
}


class DeedsRow(WrappingRow):
    """Emits what is wanted; its owner says what is possible."""

    wanted = Signal(str)
    """``"run"``, ``"step"``, ``"stop"``, ``"rewind"`` or ``"keep"``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROW, _GAP, 0, parent)
        self._theme: Theme = LIGHT
        self._buttons: dict[str, QPushButton] = {}
        self._running = False
        for name, (words, _, tip) in _DEEDS.items():
            button = self._buttons[name] = QPushButton(tr(words), self)
            button.setAccessibleName(button.text().rstrip(" …"))
            button.setToolTip(tr(tip))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
        self._buttons["run"].setObjectName("TrainRun")
        self.set_controls([*self._buttons.values()])

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for name, (_, picture, _) in _DEEDS.items():
            if picture and name != "run":
                self._buttons[name].setIcon(icon(picture, theme))
        self._show_run()

    def is_possible(self, name: str) -> bool:
        """Return whether a button can be pressed."""
        return self._buttons[name].isEnabled()

    def show_possible(self, possible: set[str], *, running: bool) -> None:
        """Let those be pressed that are `possible`; the first one says Pause while a run goes on."""
        for name, button in self._buttons.items():
            button.setEnabled(name in possible)
        if running != self._running:
            self._running = running
            self._show_run()

    def _show_run(self) -> None:
        button = self._buttons["run"]
        button.setText(tr("Pause") if self._running else tr("Run"))
        button.setAccessibleName(button.text())
        tip = tr("Pause after this mini-batch (Ctrl+R)") if self._running else tr(_DEEDS["run"][2])
        button.setToolTip(with_keys(tip))
        # It stands on the accent.
        ground = replace(self._theme, text=self._theme.on_accent)
        button.setIcon(icon("pause" if self._running else "play", ground))
