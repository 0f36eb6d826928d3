"""The fields of the form: a number, a choice, a check mark, a seed; each says what is wrong with what it holds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from gatescope.engine.exact_number import exact
from gatescope.plots.theme import Theme
from gatescope.training.tasks.option import Option, Value
from gatescope.views.base.icons import icon
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import decimal, mark, read_number, tr

_LETTERS = 7


class Field(Protocol):
    """What all fields can do; each is a widget, too."""

    edited: SignalInstance

    def value(self) -> Value:
        """Return what is in it; only to be asked where there is no `problem`."""
        ...

    def show_value(self, value: Value) -> None:
        """Show a value, without a signal."""
        ...

    def problem(self) -> str:
        """Return what is wrong with it, as a sentence; empty where nothing is."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        ...


class NumberField(QLineEdit):
    """A number that is typed."""

    edited = Signal()
    """The person changed it."""

    def __init__(
        self, name: str, tip: str, least: float, most: float = float("inf"), *, whole: bool = False, above: bool = False
    ) -> None:
        """Take numbers from `least`, or with `above` only larger ones, to `most`."""
        super().__init__()
        self._name, self._least, self._most, self._whole, self._above = name, least, most, whole, above
        self.setAccessibleName(tr(name))
        self.setToolTip(f"{tip}. {self._range()}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._tell)

    def value(self) -> float | int:
        return int(self.text()) if self._whole else read_number(self.text())

    def show_value(self, value: Value) -> None:
        self.setText(decimal(exact(value)) if isinstance(value, float) else str(value))

    def problem(self) -> str:
        try:
            value = self.value()
        except ValueError:
            value = float("nan")
        low_enough = value > self._least if self._above else value >= self._least
        return "" if low_enough and value <= self._most else f"{tr(self._name)}: {self._range()}"

    def set_theme(self, theme: Theme) -> None:
        """The style sheet of the window has its colours."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LETTERS + 20, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows make a number one more or less, or twice or half as large where it is no whole number."""
        by = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if by is None or self.problem() or self.isReadOnly():
            super().keyPressEvent(event)
            return
        value = self.value()
        if self._whole:
            wanted: float = value + by
        elif self._most <= 1:
            wanted = round(value + by * 0.05, 4)
        else:
            wanted = value * 2.0**by
        if (wanted > self._least if self._above else wanted >= self._least) and wanted <= self._most:
            self.show_value(int(wanted) if self._whole else float(wanted))
            self._tell()

    def _range(self) -> str:
        kind = tr("a whole number") if self._whole else tr("a number")
        if self._most == float("inf"):
            return (
                tr("{kind} above {least:g}", kind=kind, least=self._least)
                if self._above
                else tr("{kind} of {least:g} or more", kind=kind, least=self._least)
            )
        return tr("{kind} from {least:g} to {most:g}", kind=kind, least=self._least, most=self._most)

    def _tell(self) -> None:
        self.edited.emit()


class ChoiceField(ChoiceMenu):
    """One of several words."""

    edited = Signal()

    def __init__(self, name: str, choices: Sequence[Segment]) -> None:
        super().__init__(tr(name))
        self._choices, self._now = tuple(choices), choices[0].key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_value(self._now)
        self.segment_picked.connect(self._pick)

    def value(self) -> str:
        return self._now

    def show_value(self, value: Value) -> None:
        self._now = str(value)
        self.set_segments(self._choices, self._now)

    def problem(self) -> str:
        return ""

    def _pick(self, key: str) -> None:
        self.show_value(key)
        self.edited.emit()


class SegmentField(Segmented):
    """One of a few words that all stand side by side."""

    edited = Signal()

    def __init__(self, name: str, choices: Sequence[Segment]) -> None:
        super().__init__(tr(name))
        self.set_segments(choices, choices[0].key)
        self.segment_picked.connect(self._pick)

    def value(self) -> str:
        return self.current()

    def show_value(self, value: Value) -> None:
        self.set_current(str(value))

    def problem(self) -> str:
        return ""

    def _pick(self, _key: str) -> None:
        self.edited.emit()


class TruthField(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setAccessibleName(tr(name))
        self.setToolTip(tr(tip))
        self.clicked.connect(self._tell)

    def value(self) -> bool:
        return self.isChecked()

    def show_value(self, value: Value) -> None:
        self.setChecked(bool(value))

    def problem(self) -> str:
        return ""

    def set_theme(self, theme: Theme) -> None:
        """The style sheet of the window has its colours."""

    def _tell(self) -> None:
        self.edited.emit()


class SeedField(QWidget):
    """A seed, and a button that draws another one."""

    edited = Signal()

    def __init__(self, most: int) -> None:
        super().__init__()
        self._number = NumberField(mark("seed"), tr("Of everything that is drawn by chance"), 0, most, whole=True)
        self._number.edited.connect(self._tell)
        self._dice = QToolButton()
        self._dice.setAccessibleName(tr("Draw a seed"))
        self._dice.setToolTip(tr("Draw another seed"))
        self._dice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._dice.clicked.connect(self._draw)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._number, 1)
        row.addWidget(self._dice)

    def value(self) -> int:
        return int(self._number.value())

    def show_value(self, value: Value) -> None:
        self._number.show_value(value)

    def problem(self) -> str:
        return self._number.problem()

    def set_theme(self, theme: Theme) -> None:
        self._dice.setIcon(icon("dice", theme))

    def _draw(self) -> None:
        self.show_value(secrets.randbelow(10_000))
        self._tell()

    def _tell(self) -> None:
        self.edited.emit()


def option_field(option: Option) -> NumberField | ChoiceField | TruthField:
    """Return the field of a task's own option, at its default."""
    name, about = option.name.replace("-", " "), tr(option.about)
    tip = f"{about[:1].upper()}{about[1:]}"
    made: NumberField | ChoiceField | TruthField
    if isinstance(option.default, bool):
        made = TruthField(name, tip)
    elif isinstance(option.default, str):
        made = ChoiceField(name, [Segment(choice, choice, tip) for choice in option.choices])
    else:
        whole = isinstance(option.default, int)
        made = NumberField(name, tip, option.least, option.most, whole=whole)
    made.show_value(option.default)
    return made
