"""Samples from a language model: one token, or one after the other, as likely or as odd as the person wants."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.views.controls.menu import Menu
from gatescope.words import decimal, tr

_STEPS = 20
"""Steps of the slider for a temperature of 1."""
_HOTTEST = 2.0
_USUAL = 0.8


class SamplingPanel(QToolButton):
    """A button whose menu has temperature and seed, and draws one token or goes on drawing."""

    stepped = Signal()
    """The person wants one token."""
    played = Signal(bool)
    """Whether the person wants it to go on drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samplingPanel")
        self.setText(tr("sample"))
        self.setAccessibleName(tr("Sample"))
        self.setToolTip(
            tr(
                "Sample from the cursor on: draw the next token from the model's read-out "
                "(Ctrl+G; on and on: Ctrl+Shift+G)"
            )
        )
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = Menu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(self._form(menu))
        menu.addAction(action)
        self.setMenu(menu)
        self.set_theme(LIGHT)

    @property
    def temperature(self) -> float:
        """τ, from 0 to 2."""
        return self._heat.value() / _STEPS

    @property
    def seed(self) -> int:
        return self._seed.value()

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("dice", theme))

    def set_playing(self, playing: bool) -> None:
        """Show whether it goes on drawing; no signal follows."""
        self._play.setChecked(playing)
        self._play.setText(tr("Stop") if playing else tr("Sample on"))

    def _form(self, menu: QMenu) -> QWidget:
        form = QWidget(menu)
        self._heat = QSlider(Qt.Orientation.Horizontal, form)
        self._heat.setRange(0, round(_HOTTEST * _STEPS))
        self._heat.setValue(round(_USUAL * _STEPS))
        self._heat.setMinimumWidth(140)
        self._heat.setAccessibleName(tr("Temperature"))
        self._heat.setToolTip(tr("0 takes the likeliest token, 1 draws as the model expects, more is bolder"))
        self._shown = QLabel(form)
        self._seed = QSpinBox(form)
        self._seed.setRange(0, 99_999)
        self._seed.setValue(1)
        self._seed.setAccessibleName(tr("Seed"))
        self._seed.setToolTip(tr("The same seed at the same place draws the same tokens"))
        step, self._play = QPushButton(tr("One token"), form), QPushButton(tr("Sample on"), form)
        step.setToolTip(tr("Draw one token and put it behind the cursor; what stood there goes (Ctrl+G)"))
        self._play.setToolTip(tr("Draw one token after the other, until it is stopped (Ctrl+Shift+G)"))
        self._play.setCheckable(True)
        grid = QGridLayout(form)
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(10)
        for row, (words, field) in enumerate(((tr("temperature"), self._heat), (tr("seed"), self._seed))):
            label = QLabel(words, form)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._shown, 0, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(step)
        buttons.addWidget(self._play)
        grid.addLayout(buttons, 2, 0, 1, 3)
        self._shown.setMinimumWidth(self._shown.fontMetrics().horizontalAdvance("0.00"))
        self._heat.valueChanged.connect(self._show_heat)
        step.clicked.connect(self._step)
        self._play.clicked.connect(self._ask_to_play)
        self._show_heat()
        return form

    @Slot()
    def _show_heat(self) -> None:
        self._shown.setText(decimal(f"{self.temperature:.2f}"))

    @Slot()
    def _step(self) -> None:
        self.stepped.emit()

    @Slot(bool)
    def _ask_to_play(self, playing: bool) -> None:
        self.played.emit(playing)
