"""A knob for a whole array: a slider and a number."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from gatescope.plots.theme import Theme

_STEPS = 1000
_PAUSE_MS = 700
_MOST = 9999.0
_NUMBER_WIDTH = 72
_HAIR = 1e-9
"""So that the logarithm of 0.01 is at least −2."""


class Gestures:
    """Groups changes into undo steps: those of one thing that follow each other without a pause."""

    def __init__(self) -> None:
        self._timer = QElapsedTimer()
        self._of: object = None
        self._gesture = object()

    def current(self, of: object) -> object:
        """Return the object that all changes of `of` in this burst share."""
        if of != self._of or not self._timer.isValid() or self._timer.elapsed() > _PAUSE_MS:
            self._of, self._gesture = of, object()
        self._timer.restart()
        return self._gesture


class Knob(QWidget):
    """A value between `low` and `high` by slider, or any by number. It shows values and emits wishes."""

    turned = Signal(float, object)
    """The value that the person wants, and an object that is the same for one movement."""

    def __init__(
        self, name: str, low: float, high: float, neutral: float, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        """A double click on the name goes to `neutral`; the slider only spans `low` to `high`."""
        super().__init__(parent)
        self._low, self._high, self._prefix = low, high, prefix
        self._most = _MOST
        self._gestures = Gestures()
        self._drag: object | None = None
        self._name = QLabel(name, self)
        self._name.setObjectName("knobName")
        self._slider = WheelShySlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(_STEPS // 20)
        self._slider.setMinimumWidth(48)
        self._slider.setAccessibleName(name)
        self._number = _Number(self)
        self._number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._number.setRange(-_MOST if low < 0 else 0.0, _MOST)
        self._number.setDecimals(2)
        self._number.setSingleStep(0.05)
        self._number.setKeyboardTracking(False)
        self._number.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._number.setAccessibleName(name)
        self.show_value(neutral)
        self._slider.sliderPressed.connect(self._start_drag)
        self._slider.sliderReleased.connect(self._end_drag)
        self._slider.valueChanged.connect(self._slide)
        self._number.valueChanged.connect(self._type)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._name)
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)

    def set_theme(self, theme: Theme) -> None:
        self._number.setMaximumWidth(theme.pixels(_NUMBER_WIDTH))

    def set_step(self, step: float) -> None:
        """Write numbers as fine as `step`, to the end of the slider, and turn them by it."""
        decimals = max(0, -math.floor(math.log10(step) + _HAIR)) if step < 1.0 else 0
        self._number.setDecimals(decimals)
        self._number.setSingleStep(step)
        self._most = max(self._high, self._most)
        self._number.setRange(min(self._low, self._number.minimum()), self._most)

    def show_value(self, value: float) -> None:
        """Show `value`; no signal follows. A slider that is being dragged is left to the hand that holds it."""
        for widget in (self._slider, self._number):
            widget.blockSignals(True)
        if not self._slider.isSliderDown():
            share = (value - self._low) / (self._high - self._low)
            self._slider.setValue(round(min(max(share, 0.0), 1.0) * _STEPS))
        # A gain of 1e24 exceeds the box, which then shows a text instead of its own end as the value.
        prefix = ("> " if value > self._most else "< " if value < -self._most else "") + self._prefix
        # Another prefix, and even the same, lays all docks out anew.
        if prefix != self._number.prefix():
            self._number.setPrefix(prefix)
        if not self._number.hasFocus() or abs(self._number.value() - value) > 0.005:
            self._number.setValue(value)
        for widget in (self._slider, self._number):
            widget.blockSignals(False)

    def set_name(self, name: str, tip: str) -> None:
        """Set the name of the value."""
        self._name.setText(name)
        for widget in (self, self._name, self._slider, self._number):
            widget.setToolTip(tip)

    def _start_drag(self) -> None:
        self._drag = object()

    def _end_drag(self) -> None:
        self._drag = None

    def _slide(self, step: int) -> None:
        value = self._low + (self._high - self._low) * step / _STEPS
        self.turned.emit(value, self._drag or self._gestures.current("slider"))

    def _type(self, value: float) -> None:
        self.turned.emit(value, self._gestures.current("number"))


class WheelShySlider(QSlider):
    """A slider that the wheel turns only with Alt: passing by, it must change no weight."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().wheelEvent(event)
        else:
            event.ignore()


class _Number(QDoubleSpinBox):
    """A number that the wheel turns only with Alt or after a click into it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not (self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.AltModifier):
            event.ignore()
            return
        # Some systems turn the wheel sideways while Alt is held, which a number does not follow.
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.stepBy(1 if turned > 0 else -1)
        event.accept()
