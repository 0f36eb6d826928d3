"""Walks the token cursor through the sentence, or something else through its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.icons import icon
from gatescope.views.base.key_names import key_name
from gatescope.views.controls.menu import Menu
from gatescope.words import mark, tr


@dataclass(frozen=True)
class Moves:
    """What a bar moves, and how fast.

    Attributes:
        name: of the bar; its texts are `mark`ed.
        first, back, forward: what its buttons do, with their shortcuts in brackets; play: the shortcut alone.
        interval_ms: how long playing stays on a step at 1×. speeds: factors by what stands on the button.
    """

    name: str
    first: str
    back: str
    forward: str
    play: str
    interval_ms: int
    speeds: Mapping[str, float] = field(default_factory=dict)


TOKENS = Moves(
    mark("Token cursor"),
    mark("First token (Ctrl+Home)"),
    mark("Previous token (Alt+←)"),
    mark("Next token (Alt+→)"),
    "Ctrl+Space",
    600,
    {"½×": 0.5, "1×": 1.0, "2×": 2.0, "4×": 4.0, "8×": 8.0},
)


class TransportBar(QWidget):
    """Rewind, back, play or pause, forward, and how fast playing goes."""

    stepped = Signal(int)
    """Steps to go on, or back if negative."""
    rewound = Signal()
    played = Signal(bool)
    """Whether the person wants it to play."""

    def __init__(self, moves: Moves = TOKENS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAccessibleName(tr(moves.name))
        self._moves = moves
        self._theme: Theme = LIGHT
        self._speed = 1.0
        self._rewind = self._button(tr(moves.first))
        self._back = self._button(tr(moves.back))
        self._play = self._button(f"{tr('Play')} ({key_name(moves.play)})")
        self._forward = self._button(tr(moves.forward))
        self._play.setCheckable(True)
        self._rewind.clicked.connect(self.rewound)
        self._back.clicked.connect(self._step_back)
        self._forward.clicked.connect(self._step_forward)
        self._play.clicked.connect(self.played)
        self._play.toggled.connect(self._show_playing)
        self._speeds = self._button(tr("How fast playing goes"))
        self._speeds.setObjectName("speedButton")
        self._speeds.setText("1×")
        self._speeds.setMenu(self._speed_menu())
        self._speeds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self._rewind, self._back, self._play, self._forward, self._speeds):
            row.addWidget(button)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for button, name in ((self._rewind, "rewind"), (self._back, "back"), (self._forward, "forward")):
            button.setIcon(icon(name, theme))
        self._show_playing(self._play.isChecked())

    def set_playing(self, playing: bool) -> None:
        """Show whether it plays; no signal follows."""
        self._play.setChecked(playing)

    def interval_ms(self) -> int:
        """Milliseconds that playing stays on a step."""
        return round(self._moves.interval_ms / self._speed)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        return button

    def _speed_menu(self) -> QMenu:
        menu = Menu(self)
        group = QActionGroup(menu)
        for label, speed in self._moves.speeds.items():
            action = menu.addAction(label)
            action.setData(speed)
            action.setCheckable(True)
            action.setChecked(speed == self._speed)
            group.addAction(action)
        group.triggered.connect(self._take_speed)
        return menu

    def _take_speed(self, action: QAction) -> None:
        self._speed = float(action.data())
        self._speeds.setText(action.text())

    def _step_back(self) -> None:
        self.stepped.emit(-1)

    def _step_forward(self) -> None:
        self.stepped.emit(1)

    def _show_playing(self, playing: bool) -> None:
        self._play.setIcon(icon("pause" if playing else "play", self._theme))
        name = tr("Pause") if playing else tr("Play")
        self._play.setToolTip(with_keys(f"{name} ({key_name(self._moves.play)})"))
        self._play.setAccessibleName(name)
