"""The thing to move in a lesson: a slider with a number, a text, or a choice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from gatescope.lessons.card import Control, Setting
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.views.lessons.rich import plain, rich, symbol
from gatescope.views.weights.knobs import Knob
from gatescope.words import tr

_TEXT = 13


class ControlRow(QWidget):
    """Shows where the control stands, and tells how the person wants it."""

    setting_moved = Signal(object)
    """The `Setting` that the person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._control: Control | None = None
        self._knob: Knob | None = None
        self._line: QLineEdit | None = None
        self._choices: Segmented | None = None
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._units = QLabel(self)
        self._units.setObjectName("Muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._label)
        self._row.addWidget(self._units)

    @property
    def needs_a_row(self) -> bool:
        """Whether it takes all the width that there is, as a sentence does."""
        return self._line is not None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for one in (self._knob, self._choices):
            if one is not None:
                one.set_theme(theme)
        self._write()

    def show_control(self, control: Control | None, setting: Setting | None) -> None:
        """Show `control` standing at `setting`; nothing where a card has none."""
        self.setVisible(control is not None)
        if control is None:
            return
        if control is not self._control:
            self._control = control
            self._remake(control)
        setting = control.start if setting is None else setting
        if self._knob is not None and not isinstance(setting, str):
            self._knob.show_value(setting)
        elif self._line is not None and self._line.text() != str(setting):
            self._line.setText(str(setting))
            # From its beginning on.
            self._line.setCursorPosition(0)
        elif self._choices is not None:
            self._choices.set_current(str(setting))

    def _remake(self, control: Control) -> None:
        for widget in (self._knob, self._line, self._choices):
            if widget is not None:
                self._row.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._knob = self._line = self._choices = None
        name = plain(control.label) or tr("Setting")
        made: QWidget
        if control.kind == "text":
            made = self._line = QLineEdit(self)
            self._line.setMaxLength(_LONGEST)
            self._line.textEdited.connect(self._choose)
        elif control.kind == "choice":
            made = self._choices = Segmented(name, self)
            self._choices.set_segments(
                [Segment(one, one.replace("_", " "), f"{name} {one}") for one in control.choices]
            )
            self._choices.segment_picked.connect(self._choose)
            self._choices.set_theme(self._theme)
        else:
            start = control.start if not isinstance(control.start, str) else control.first
            made = self._knob = Knob(name, control.first, control.last, start, parent=self)
            self._knob.set_step(control.step)
            self._knob.set_name("", tr("What to move (the wheel turns it with Alt)"))
            self._knob.turned.connect(self._turn)
            self._knob.set_theme(self._theme)
        made.setAccessibleName(name)
        if not isinstance(made, Knob):
            made.setToolTip(tr("What to move"))
        self._row.insertWidget(1, made, 1 if control.kind != "choice" else 0)
        self._write()

    def _choose(self, words: str) -> None:
        self.setting_moved.emit(words)

    def _turn(self, value: float, _gesture: object) -> None:
        control = self._control
        if control is not None:
            steps = round((value - control.first) / control.step)
            # To the steps of the control, written without the dust of a binary sum.
            self.setting_moved.emit(float(f"{control.first + steps * control.step:.9g}"))

    def _write(self) -> None:
        if self._control is not None:
            pixels = self._theme.pixels(_TEXT)
            self._label.setText(" ".join((rich(self._control.label, pixels), symbol(self._control.symbol, pixels))))
            self._units.setText(self._control.units)
            self._units.setVisible(bool(self._control.units))


_LONGEST = 10_000
"""Letters of a text."""
