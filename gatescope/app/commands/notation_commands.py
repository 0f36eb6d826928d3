"""The commands that choose how gates and states are written, for this window and the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from gatescope.plots.notation import notation, use
from gatescope.session.document.notation import CHOICES, Notation
from gatescope.session.session import Session
from gatescope.session.settings import Settings

_COMMANDS = {f"{field}_{value}": (field, value) for field, values in CHOICES.items() for value in values}


class NotationCommands(QObject):
    """Takes the notation of the settings at the start, and has everything in view written anew after a change."""

    def __init__(self, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        use(settings.notation)
        self._actions: Mapping[str, QAction] = {}
        settings.changed.connect(self._follow)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return dict.fromkeys(_COMMANDS, self.choose)

    def adopt(self, actions: Mapping[str, QAction]) -> None:
        """Mark what is chosen on the actions of these commands."""
        self._actions = actions
        self._mark()

    def _mark(self) -> None:
        for name, (field, value) in _COMMANDS.items():
            self._actions[name].setChecked(getattr(notation(), field) == value)

    def write_in(self, wanted: Notation) -> None:
        """Write everything in `wanted`, as the scene of a figure has it; the next start has the person's own."""
        if wanted != notation():
            use(wanted)
            self._mark()
            self._session.show_anew()

    @Slot()
    def choose(self) -> None:
        """Write everything as the command says."""
        field, value = _COMMANDS[self.sender().objectName()]
        self._settings.notation = replace(notation(), **{field: value})  # type: ignore[arg-type]

    @Slot(str)
    def _follow(self, setting: str) -> None:
        if setting == "notation" and self._settings.notation != notation():
            use(self._settings.notation)
            self._mark()
            self._session.show_anew()
