"""Controls of an experiment with a gradient: a longer text, another recurrent gain, clipping on the way back."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gatescope.analysis.experiment.experiment import LEAST_GAIN, LONGEST, MOST_GAIN, Experiment
from gatescope.plots.theme import Theme
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.weights.knobs import Knob, WheelShySlider
from gatescope.words import mark, tr

_ROW, _GAP, _MARGIN = 30, 10, 9
_STEPS = 1000
_LONG, _NUMBER = 90, 88
_LEAST, _MOST = 0.01, 5.0
_FILLS = (
    Segment("repeat", mark("repeated"), mark("A longer text is this one over and over again")),
    Segment("pad", mark("filled up"), mark("A longer text is filled up with its last word")),
)
_CLIPS = (
    Segment("", mark("no clipping"), mark("The gradient goes back as it is")),
    Segment("norm", mark("clip norm"), mark("What every step hands back is scaled to a norm at most (Pascanu 2013)")),
    Segment(
        "value", mark("clip value"), mark("What every step hands back is cut to a value, entry by entry (Graves 2013)")
    ),
)


class LengthSlider(QWidget):
    """How long the text is, on a logarithmic scale from as long as it is to `LONGEST`."""

    moved = Signal(int)
    """The tokens that are wanted; 0 for as many as it has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._tokens = 1, 0
        self._slider = WheelShySlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 20)
        self._slider.setFixedWidth(_LONG)
        self._slider.setAccessibleName(tr("Length of the text"))
        self._slider.setToolTip(
            tr("Make the text longer, up to {longest:,} tokens; the sentence stays as it is", longest=LONGEST)
        )
        self._slider.valueChanged.connect(self._slide)
        self._said = QLabel(self)
        self._said.setObjectName("Muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._slider)
        row.addWidget(self._said)

    def set_theme(self, theme: Theme) -> None:
        self._said.setFixedWidth(theme.pixels(_NUMBER))

    def show_length(self, count: int, tokens: int) -> None:
        """Show a text of `count` tokens that is made `tokens` long; no signal follows."""
        if (count, tokens) == (self._count, self._tokens) and self._said.text():
            return
        self._count, self._tokens = max(count, 1), tokens
        self._slider.blockSignals(True)
        if not self._slider.isSliderDown():
            reach = math.log(max(LONGEST / self._count, 1.0)) or 1.0
            share = math.log(max(tokens, self._count) / self._count) / reach
            self._slider.setValue(round(min(share, 1.0) * _STEPS))
        self._slider.blockSignals(False)
        self._said.setText(tr("{max:,} tokens", max=max(tokens, count)))

    def _slide(self, step: int) -> None:
        tokens = round(self._count * (LONGEST / self._count) ** (step / _STEPS)) if self._count < LONGEST else 0
        self.moved.emit(0 if step == 0 or tokens <= self._count else min(tokens, LONGEST))


class ExperimentBar(WrappingRow):
    """The controls, hidden until `opener` is pressed; to hide them ends the experiment.

    Attributes:
        opener: the button that shows and hides them, for a row of its owner.
    """

    changed = Signal()
    """The person wants another `experiment`, or more or fewer controls are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROW, _GAP, _MARGIN, parent)
        self.hide()
        self._experiment = Experiment()
        self._count = 1
        self._leads = False
        self.opener = QPushButton(tr("Experiment"), self)
        self.opener.setCheckable(True)
        self.opener.setToolTip(tr("Try a longer text, another recurrent gain, or clipping, in this picture alone"))
        self.opener.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opener.toggled.connect(self._open)
        self._length = LengthSlider(self)
        self._length.moved.connect(lambda tokens: self._change(tokens=tokens))
        self._fill = ChoiceMenu(tr("How the text is made longer"), self)
        self._fill.segment_picked.connect(lambda key: self._change(padded=key == "pad"))
        self._gain = Knob(tr("gain"), LEAST_GAIN, MOST_GAIN, 1.0, "× ", self)
        self._gain.set_name(tr("gain"), tr("Multiply all recurrent matrices for this picture alone"))
        self._gain.turned.connect(
            lambda value, _gesture: self._change(gain=min(max(round(value, 2), LEAST_GAIN), MOST_GAIN))
        )
        self._clip = ChoiceMenu(tr("Clipping"), self)
        self._clip.segment_picked.connect(self._choose_clip)
        self._most = Knob(tr("at most"), _LEAST, _MOST, 1.0, parent=self)
        self._most.set_name(tr("at most"), tr("The norm, or the value, that a step may hand back"))
        self._most.turned.connect(lambda value, _gesture: self._change(most=max(round(value, 2), _LEAST)))
        self._reset = QPushButton(tr("Reset"), self)
        self._reset.setAccessibleName(tr("Reset the experiment"))
        self._reset.setToolTip(tr("Show the gradient of the text and the weights as they are again"))
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(lambda: self._take(Experiment()))
        for menu in (self._fill, self._clip):
            menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for control in (self._fill, self._most):
            control.hide()
        self._show()

    @property
    def experiment(self) -> Experiment:
        """What is tried; nothing while the controls are hidden."""
        return self._experiment

    def set_theme(self, theme: Theme) -> None:
        self._length.set_theme(theme)
        for knob in (self._gain, self._most):
            knob.set_theme(theme)
        for menu in (self._fill, self._clip):
            menu.set_theme(theme)

    def show_count(self, count: int) -> None:
        """Take the number of tokens that the text has; no signal follows."""
        if count != self._count:
            self._count = count
            self._show()

    def lead(self, here: bool) -> None:
        """Let the opener stand in front of the controls, or leave it to the row of its owner."""
        if here != self._leads:
            self._leads = here
            self._show()

    def _show(self) -> None:
        experiment = self._experiment
        self._length.show_length(self._count, experiment.tokens)
        self._fill.set_segments(_FILLS, "pad" if experiment.padded else "repeat")
        self._gain.show_value(experiment.gain)
        self._clip.set_segments(_CLIPS, experiment.clip)
        self._most.show_value(experiment.most)
        # What means nothing now takes no room: a dock may be narrow.
        fill: list[QWidget] = [self._fill] if experiment.tokens else []
        most: list[QWidget] = [self._most] if experiment.clip else []
        self._reset.setEnabled(bool(experiment))
        rest = [self._gain, self._clip, *most]
        if self._leads:
            self.set_controls([self.opener, self._length, self._reset, *fill, *rest])
        else:
            self.set_controls([self._length, *fill, *rest, self._reset])

    def _open(self, wanted: bool) -> None:
        self.setVisible(wanted)
        if not wanted:
            self._experiment = Experiment()
            self._show()
        self.changed.emit()

    def _choose_clip(self, key: str) -> None:
        self._change(clip=next(segment.key for segment in _CLIPS if segment.key == key))

    def _change(self, **fields: object) -> None:
        self._take(replace(self._experiment, **fields))  # type: ignore[arg-type]

    def _take(self, experiment: Experiment) -> None:
        if experiment != self._experiment:
            self._experiment = experiment
            self._show()
            self.changed.emit()
