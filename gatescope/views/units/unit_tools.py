"""The controls over the table of units: over which text, which state, compared with what, and a field to find units."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gatescope.analysis.units.over_corpus import OverCorpus
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.plots.units.table import compared_in_words
from gatescope.plots.units.unit_filter import HINT
from gatescope.views.base.text_size import scaled
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.words import mark, tr

ROW = 34
"""Pixels of a line of controls."""
SENTENCE = ""
"""The key of the sentence among the texts to measure over."""
_GAP, _MARGIN, _FIELD = 8, 9, 152


class UnitTools(WrappingRow):
    """Shows a control only where there is a choice."""

    over_picked = Signal(str)
    """The name of a corpus, or `SENTENCE`."""
    state_picked = Signal(str)
    compared_picked = Signal(str)
    """The key of what ρ is to be the correlation with."""
    typed = Signal(str)
    """What is in the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ROW, _GAP, _MARGIN, parent)
        self._names = {word: _muted(tr(word), self) for word in (mark("over"), mark("state"), mark("ρ with"))}
        self._overs = ChoiceMenu(tr("Text over which units are measured"), self)
        self._states = ChoiceMenu(tr("State of the units"), self)
        self._compared = ChoiceMenu(tr("What ρ is the correlation with"), self)
        self._overs.segment_picked.connect(self.over_picked)
        self._states.segment_picked.connect(self.state_picked)
        self._compared.segment_picked.connect(self.compared_picked)
        for one in (*self._names.values(), self._overs, self._states, self._compared):
            one.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("unit, or ρ > 0.9"))
        self.field.setAccessibleName(tr("Find units"))
        self.field.setToolTip(tr(HINT))
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(_FIELD)
        self.field.textChanged.connect(self.typed)
        self.set_controls([self.field])

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text."""
        for menu in (self._overs, self._states, self._compared):
            menu.set_theme(theme)
        self.field.setFixedWidth(round(scaled(_FIELD)))

    def clear(self) -> None:
        """Offer the field alone."""
        self.set_controls([self.field])

    def offer(
        self,
        corpora: Sequence[OverCorpus],
        over: str,
        states: Sequence[str],
        state: str,
        compared: Sequence[str],
        key: str,
    ) -> None:
        """Offer corpora besides the sentence, the states of the cell, and what they can be compared with."""
        shown: list[QWidget] = []
        if corpora:
            tip = tr("Measure the units over the sentence that is typed")
            overs = [Segment(SENTENCE, tr("this sentence"), tip)]
            overs += [
                Segment(one.name, one.name, tr("Measure the units over {tokens:,} tokens", tokens=one.tokens))
                for one in corpora
            ]
            self._overs.set_segments(overs, over)
            shown += [self._names["over"], self._overs]
        if len(states) > 1:
            offered = [Segment(one, title(one), tr("Show the {one} of the units", one=title(one))) for one in states]
            self._states.set_segments(offered, state)
            shown += [self._names["state"], self._states]
        if len(compared) > 1:
            words = [(one, compared_in_words(one)) for one in compared]
            offered = [Segment(one, said, tr("Correlate the units with {said}", said=said)) for one, said in words]
            self._compared.set_segments(offered, key)
            shown += [self._names["ρ with"], self._compared]
        self.set_controls([*shown, self.field])


def _muted(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setObjectName("Muted")
    return label
