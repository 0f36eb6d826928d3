"""Knobs and commands for whole arrays: bias, gain, back to trained, start again at random."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QSpinBox, QToolButton, QWidget

from gatescope.engine.initialisers import fitting
from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.menu import Menu
from gatescope.views.weights.edits import bias_key, gate_keys, offset
from gatescope.views.weights.knobs import Knob
from gatescope.words import mark, tr

_OFFSET, _GAIN = 3.0, 3.0
_SEED_WIDTH = 78
_LARGEST_SEED = 2**31 - 1
_INITIALISERS = {
    "uniform (PyTorch)": mark("uniform (PyTorch)"),
    "Glorot uniform": mark("Glorot uniform"),
    "orthogonal": mark("orthogonal"),
    "identity": mark("identity"),
    "zeros": mark("zeros"),
}
"""What a person reads of `engine.initialisers`."""


class WeightTools(QWidget):
    """Offers actions on the array that is shown, on its gate, or on the whole model; it emits them as signals only."""

    offset_turned = Signal(float, object)
    gain_turned = Signal(float, object)
    reset = Signal(str)
    """``"array"``, ``"gate"`` or ``"model"``."""
    initialised = Signal(str, int)
    """Name of the initialiser and the seed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: Network | None = None
        self._key = ""
        self._initialiser = ""
        self.offset = Knob(tr("bias"), -_OFFSET, _OFFSET, 0.0)
        self._gain = Knob(tr("gain"), 0.0, _GAIN, 1.0, prefix="×")
        self.offset.turned.connect(self.offset_turned)
        self._gain.turned.connect(self.gain_turned)
        self._reset = self._menu_button(tr("Reset"), tr("Give back the trained values"))
        self._resets = {
            scope: self._reset.menu().addAction(text)
            for scope, text in (
                ("array", tr("This array")),
                ("gate", tr("All arrays of this gate")),
                ("model", tr("Whole model")),
            )
        }
        for scope, action in self._resets.items():
            action.setData(scope)
        self._reset.menu().triggered.connect(self._tell_reset)
        self._reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._initialise = self._menu_button(tr("Initialise"), tr("Start this array again, as before a training"))
        self._initialise.menu().triggered.connect(self._tell_initialiser)
        self._seed = QSpinBox(self)
        self._seed.setRange(0, _LARGEST_SEED)
        self._seed.setPrefix(tr("seed "))
        self._seed.setAccessibleName(tr("Seed"))
        self._seed.setToolTip(tr("The same seed gives the same numbers"))
        self._seed.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._dice = QToolButton(self)
        self._dice.setAccessibleName(tr("Next seed"))
        self._dice.clicked.connect(self._roll)
        self.changed = QPushButton(self)
        self.changed.setObjectName("changedCount")
        self.changed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # As high as its row: the fixed height of its text would keep the row lower than the other buttons are.
        self.changed.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        self._reset.setIcon(icon("reset", theme))
        self._dice.setIcon(icon("dice", theme))
        self._seed.setMaximumWidth(theme.pixels(_SEED_WIDTH))
        for knob in (self.offset, self._gain):
            knob.set_theme(theme)
        self.setStyleSheet(
            f"#changedCount {{ color: {theme.accent}; border: none; background: transparent; padding: 0;"
            " min-height: 0; }"
            f"#changedCount:disabled {{ color: {theme.muted}; }} #changedCount:hover {{ background: {theme.raised}; }}"
            f"#knobName {{ color: {theme.muted}; }}"
        )

    def show_array(
        self, network: Network, trained: Network, key: str, gain: float, changed: tuple[str, ...], count: int
    ) -> None:
        """Follow the array called `key`, which is scaled by `gain`; those called `changed` are no longer as trained,
        which are `count` changes."""
        if (key, network.keys()) != (self._key, self._network.keys() if self._network is not None else ()):
            self._name_things(network, key)
        self._network, self._key = network, key
        bias = bias_key(key)
        self.offset.setVisible(bias is not None)
        self.offset.show_value(0.0 if bias is None else offset(network.array(bias), trained.array(bias)))
        self._gain.show_value(gain)
        of_gate = set(gate_keys(network, key)) & set(changed)
        for scope, on in (("array", key in changed), ("gate", bool(of_gate)), ("model", bool(changed))):
            self._resets[scope].setEnabled(on)
        self._reset.setEnabled(bool(changed))
        text = tr("• {count} changed", count=count) if count else tr("as trained")
        # The same text would lay the row out anew at every move of a drag.
        if text != self.changed.text():
            self.changed.setText(text)
            self.changed.setEnabled(bool(count))
            self.changed.setAccessibleName(tr("{count} changed: list them", count=count) if count else tr("As trained"))
            self.changed.setToolTip(
                tr("List what is no longer as trained, and take it back")
                if count
                else tr("Nothing differs from the model's file")
            )

    def _name_things(self, network: Network, key: str) -> None:
        named = ParameterKey.parse(key)
        of_readout = named.kind == "readout"
        gate = "read-out" if of_readout else title(named.gate or named.kind)
        self.offset.set_name(
            tr("bias"), tr("Adds to the bias of the {gate}, for all units alike; 0 is as trained", gate=gate)
        )
        self._gain.set_name(tr("gain"), tr("Multiplies every value of this array as it was before; ×1 takes that back"))
        self._resets["gate"].setText(
            tr("All arrays of this read-out") if of_readout else tr("All of the {gate}", gate=gate)
        )
        self._resets["gate"].setVisible(len(gate_keys(network, key)) > 1)
        menu = self._initialise.menu()
        menu.clear()
        for name in fitting(network.array(key).shape):
            menu.addAction(tr(_INITIALISERS.get(name, name))).setData(name)
        self._initialiser = ""
        self._dice.setToolTip(tr("Initialise this array with the next seed, uniformly unless you chose otherwise"))

    def _tell_reset(self, action: QAction) -> None:
        self.reset.emit(action.data())

    def _tell_initialiser(self, action: QAction) -> None:
        self._initialiser = action.data()
        self.initialised.emit(self._initialiser, self._seed.value())

    def _roll(self) -> None:
        self._seed.setValue((self._seed.value() + 1) % _LARGEST_SEED)
        assert self._network is not None
        # Never a constant, since a next seed would then change nothing.
        name = self._initialiser or fitting(self._network.array(self._key).shape)[0]
        self.initialised.emit(name, self._seed.value())

    def _menu_button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(name)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setMenu(Menu(button))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.addWidget(self.offset, 0, 0)
        grid.addWidget(self._gain, 0, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self._reset, self._initialise, self._seed, self._dice):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.changed)
        grid.addLayout(row, 1, 0, 1, 2)
