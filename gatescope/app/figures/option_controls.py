"""A control for every option that a view of a figure takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from gatescope.app.figures.signals_menu import SignalsMenu
from gatescope.app.figures.window_options import targets
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.axis_words import axis_word
from gatescope.plots.gradient_words import target_words
from gatescope.plots.signals import part_title
from gatescope.plots.theme import Theme
from gatescope.plots.view_options import options_of
from gatescope.session.run.snapshot import Run
from gatescope.session.scene.figure_settings import FITS
from gatescope.session.scene.view_options import OPTIONS, read_option
from gatescope.words import in_quotes, mark, tr

_FITTED_ON = {"bundled": mark("bundled sentences"), "text": mark("this text")}
_LONGEST_LIST = 24
_ONE_SIGNAL = ("layers", "pairs")


Entry = tuple[tuple[Any, ...], str]
"""The values of the options that a list sets, and how it says them."""


class OptionControl(QWidget):
    """A label and a field.

    Signals:
        picked(dict): options by name, as a person set them.
    """

    picked = Signal(object)
    options: tuple[str, ...] = ()
    """What it sets."""

    def __init__(self, label: str, tip: str, field: QWidget) -> None:
        super().__init__()
        self.field = field
        field.setAccessibleName(label)
        field.setToolTip(tip)
        words = QLabel(label, self)
        words.setObjectName("Muted")
        words.setBuddy(field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(words)
        row.addWidget(field)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`, where it has an icon."""

    def show_values(self, view: str, run: Run, values: Mapping[str, Any]) -> None:
        """Show the values of the options of `view`, without a signal; missing ones are as usual."""
        raise NotImplementedError


class SignalsControl(OptionControl):
    options = ("signals",)

    def __init__(self) -> None:
        self._menu = SignalsMenu()
        super().__init__(tr("Signals"), tr("The signals that this view shows"), self._menu)
        self._menu.signals_chosen.connect(self._tell)

    def set_theme(self, theme: Theme) -> None:
        self._menu.set_theme(theme)

    def show_values(self, view: str, run: Run, values: Mapping[str, Any]) -> None:
        one = view in _ONE_SIGNAL
        self._menu.show_signals(run.network.cell.signals, values.get("signals", ()), one=one)

    @Slot(object)
    def _tell(self, signals: tuple[str, ...]) -> None:
        self.picked.emit({"signals": signals})


class WordsControl(OptionControl):
    """A line that is written as on the command line."""

    def __init__(self, option: str, label: str, tip: str, placeholder: str) -> None:
        self._line = QLineEdit()
        super().__init__(label, tip, self._line)
        self.options = (option,)
        self._line.setPlaceholderText(placeholder)
        self._line.setMinimumWidth(90)
        self._line.editingFinished.connect(self._tell)
        self._shown = ""

    def show_values(self, _view: str, _run: Run, values: Mapping[str, Any]) -> None:
        words = OPTIONS[self.options[0]]
        value = values.get(self.options[0], words.usual)
        text = "" if value == words.usual else words.write(value)
        if text != self._shown or not self._line.hasFocus():
            self._shown = text
            self._line.setText(text)

    @Slot()
    def _tell(self) -> None:
        text = self._line.text().strip()
        if text == self._shown:
            return
        try:
            value = read_option(self.options[0], text)
        except UsageError:
            # What cannot be read is put back to what is drawn.
            self._line.setText(self._shown)
            return
        self._shown = text
        self.picked.emit({self.options[0]: value})


class NumberControl(OptionControl):
    """A whole number, the least of which stands for no choice."""

    def __init__(self, option: str, label: str, tip: str, least: int, none: str) -> None:
        self._spin = QSpinBox()
        super().__init__(label, tip, self._spin)
        self.options = (option,)
        self._least = least
        self._spin.setSpecialValueText(none)
        self._spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._spin.setKeyboardTracking(False)
        self._spin.valueChanged.connect(self._tell)

    def show_values(self, _view: str, run: Run, values: Mapping[str, Any]) -> None:
        value = values.get(self.options[0])
        spin = self._spin
        spin.blockSignals(True)
        spin.setRange(self._least, max(len(run.tokens) - 1, 0) if self.options == ("token",) else 99)
        spin.setValue(self._least if value is None else value)
        spin.blockSignals(False)
        self._suffix(run)

    def _suffix(self, run: Run) -> None:
        value = self._spin.value()
        shown = self.options == ("token",) and 0 <= value < len(run.tokens)
        self._spin.setSuffix(f" {in_quotes(axis_word(run.tokens, value))}" if shown else "")

    @Slot(int)
    def _tell(self, value: int) -> None:
        self.picked.emit({self.options[0]: None if value == self._least else value})


class ListControl(OptionControl):
    """A list of which one is chosen."""

    def __init__(
        self,
        options: tuple[str, ...],
        label: str,
        tip: str,
        entries: Callable[[Run, Mapping[str, Any]], list[Entry]],
    ) -> None:
        self._combo = QComboBox()
        super().__init__(label, tip, self._combo)
        self.options, self._entries = options, entries
        self._values: list[tuple[Any, ...]] = []
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._combo.setMaxVisibleItems(_LONGEST_LIST)
        self._combo.activated.connect(self._tell)

    def show_values(self, _view: str, run: Run, values: Mapping[str, Any]) -> None:
        entries = self._entries(run, values)
        value = tuple(values.get(name) for name in self.options)
        if value not in [one for one, _ in entries]:
            entries.insert(0, (value, tr("as usual") if value[0] is None else f"{value[0]}"))
        if [one for one, _ in entries] != self._values:
            self._values = [one for one, _ in entries]
            self._combo.clear()
            self._combo.addItems([words for _, words in entries])
        self._combo.setCurrentIndex(self._values.index(value))

    @Slot(int)
    def _tell(self, index: int) -> None:
        self.picked.emit(dict(zip(self.options, self._values[index], strict=True)))


def _parts(run: Run, values: Mapping[str, Any]) -> list[Entry]:
    network = run.network
    parts: list[Entry] = [((part.layer, part.direction), _part_words(network, part)) for part in network.parts]
    asked = values.get("layer"), values.get("direction")
    if None not in asked:
        return parts
    # Where less is said, a script takes one of them by itself.
    said = _part_words(network, network.part(*asked))
    return [(asked, said), *(one for one in parts if one[1] != said)]


def _part_words(network: Network, part: Part) -> str:
    return part_title(network, part) or tr("the only layer")


def _keys(run: Run, _values: Mapping[str, Any]) -> list[Entry]:
    return [((key,), key) for key in sorted(run.network.keys())]


def _targets(run: Run, values: Mapping[str, Any]) -> list[Entry]:
    offered = targets(run, values.get("token")) if len(run.tokens) else []
    return [((None,), tr("as usual")), *(((str(one),), target_words(one, run.network, run.tokens)) for one in offered)]


def _fits(_run: Run, _values: Mapping[str, Any]) -> list[Entry]:
    return [((None,), tr("as usual")), *(((fit,), tr(_FITTED_ON[fit])) for fit in FITS)]


CONTROLS: tuple[Callable[[], OptionControl], ...] = (
    SignalsControl,
    lambda: WordsControl(
        "units", tr("Units"), tr("The units that this view shows, as u3,u7-9; empty for its usual ones"), tr("as usual")
    ),
    lambda: NumberControl("token", tr("Token"), tr("The token that is marked, counted from 0"), -1, tr("unmarked")),
    lambda: ListControl(
        ("layer", "direction"), tr("Layer"), tr("The layer and direction that this view shows"), _parts
    ),
    lambda: ListControl(("parameter",), tr("Parameter"), tr("The array of parameters that this view shows"), _keys),
    lambda: ListControl(("of",), tr("Gradient of"), tr("What is differentiated"), _targets),
    lambda: ListControl(("fit",), tr("Fitted on"), tr("The texts whose states make the plane"), _fits),
    lambda: NumberControl("step", tr("Step"), tr("The operation in turn, counted from 1"), 0, tr("the last")),
    lambda: WordsControl("against", tr("Second text"), tr("The text that the sentence is compared with"), tr("a text")),
)
"""One control an option, in the order in which they stand."""


def controls_for(view: str, controls: list[OptionControl]) -> list[OptionControl]:
    """Return those of `controls` that set something for the view."""
    taken = options_of(view)
    return [one for one in controls if any(option in taken for option in one.options)]
