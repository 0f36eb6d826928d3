"""The form by which a patch is made: which signal, of which word of which sentence, onto which word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gatescope.engine.held import HeldValues, Patch
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.plots.axis_words import axis_word
from gatescope.plots.signals import title
from gatescope.plots.theme import Theme
from gatescope.plots.what_if.card_words import units_words
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.snapshot import Run
from gatescope.session.run.states_of_text import StatesOfText
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.words import in_quotes, mark, tr

_ROW, _GAP = 32, 6
_MOST_WORDS = 512
_LONGEST_SOURCE = 48


@dataclass(frozen=True, eq=False)
class PatchScene:
    """What a patch is made for.

    Attributes:
        run: on screen; network: its parameters before any weights are copied; model: as opened.
        part: that is patched; cursor: the token cursor.
        text: the sentence.
    """

    run: Run
    network: Network
    model: Model
    part: Part
    cursor: int
    text: str


class PatchForm(QFrame):
    """Asks for the states of the sentence in its field while it is open."""

    asked = Signal(object)
    """The `Question` about the sentence in the field; None where it is withdrawn."""
    made = Signal(object)
    """The `Patch` that the person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("WhatIfCard")
        self.setAccessibleName(tr("Patch from another sentence or moment"))
        self._scene: PatchScene | None = None
        self._units: tuple[int, ...] | None = None
        self._signal, self._from, self._onto = "hidden_state", -1, 0
        self._question: Question | None = None
        self._found: StatesOfText | None = None
        self._signals = ChoiceMenu(tr("Signal to patch"), self)
        self._signals.segment_picked.connect(self._choose_signal)
        self._text = QLineEdit(self)
        self._text.setPlaceholderText(tr("Another sentence"))
        self._text.setAccessibleName(tr("Sentence to patch from"))
        self._text.setToolTip(
            tr("The sentence that the values are taken from; leave it as it is for another moment of it")
        )
        self._text.textEdited.connect(self._retype)
        self._text.returnPressed.connect(self._finish)
        self._sources = ChoiceMenu(tr("Word to patch from"), self)
        self._sources.segment_picked.connect(self._choose_source)
        self._targets = ChoiceMenu(tr("Word to patch onto"), self)
        self._targets.segment_picked.connect(self._choose_target)
        self._said = QLabel(self)
        self._said.setObjectName("cardNote")
        self._said.setWordWrap(True)
        self._said.hide()
        self._make = QPushButton(tr("Patch"), self)
        self._make.setToolTip(tr("Put these values in, as a card of its own"))
        self._make.clicked.connect(self._finish)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setAccessibleName(tr("Cancel the patch"))
        self._cancel.setToolTip(tr("Close this form (Esc)"))
        self._cancel.clicked.connect(self.close_form)
        self._words = {words: QLabel(tr(words), self) for words in (mark("Patch"), mark("with that of"), mark("onto"))}
        for label in self._words.values():
            label.setObjectName("cardNote")
        self._row = WrappingRow(_ROW, _GAP, 0, self)
        self._row.set_controls(
            [self._words["Patch"], self._signals, self._words["with that of"], self._sources, self._words["onto"],
             self._targets]
        )  # fmt: skip
        self._row.height_changed.connect(self._fit)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._make)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._text)
        column.addWidget(self._row)
        column.addLayout(foot)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        for menu in (self._signals, self._sources, self._targets):
            menu.set_theme(theme)

    def open_form(self, scene: PatchScene, signal: str = "", units: tuple[int, ...] | None = None) -> None:
        """Ask where to take a patch from: of `signal`, or the state that is carried on, of `units` or of all."""
        self._units, self._found, self._from = units, None, -1
        self._signal = signal or scene.network.cell.states[0]
        self._onto = scene.cursor
        self._text.setText(" ".join(scene.text.split()) if scene.model.tokenizer is not None else "")
        self._text.setVisible(scene.run.reads == "text")
        self.show()
        self.show_scene(scene)
        self._text.setFocus()
        self._text.selectAll()

    def close_form(self) -> None:
        """Close the form, withdraw its question and release its run."""
        self.hide()
        self._scene = self._found = None

    def show_scene(self, scene: PatchScene | None) -> None:
        """Follow the run on screen while the form is open; without one it closes."""
        if self.isHidden():
            return
        if scene is None or (self._scene is not None and scene.model is not self._scene.model):
            self.close_form()
            return
        self._scene = scene
        if self._signal not in scene.network.cell.signals:
            self._signal = scene.network.cell.states[0]
        self._onto = min(self._onto, len(scene.run.tokens) - 1)
        self._show_choices()
        self.ask()

    def ask(self) -> None:
        """Ask for the states of the sentence in the field, unless they are there."""
        scene = self._scene
        if scene is None or not self.isVisible():
            return
        text = self._text.text()
        question = Question.of(
            "states of a text", (scene.run,), base=scene.network, model=scene.model, part=scene.part, text=text
        )
        if question != self._question:
            self._question, self._found = question, None
            self.asked.emit(question)

    def take_answer(self, question: Question, answer: Answer) -> None:
        """Offer the words of the sentence, or say why it cannot be read."""
        if question != self._question:
            return
        self._found = answer.results[0]
        count = 0 if self._found is None else self._found.count
        self._from = self._from if 0 <= self._from < count else count - 1
        failure = answer.failure or ("" if count else tr("Type a sentence to patch from."))
        self._said.setText(f"{failure[:1].upper()}{failure[1:]}")
        self._said.setVisible(bool(failure))
        self._show_choices()

    def take_share(self, question: Question, share: float) -> None:
        """It is there at once."""

    # -- what the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._question is not None:
            self._question = None
            self.asked.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _retype(self) -> None:
        self._from = -1
        self.ask()

    def _choose_signal(self, signal: str) -> None:
        self._signal = signal
        self._show_choices()

    def _choose_source(self, key: str) -> None:
        self._from = int(key)
        self._show_choices()

    def _choose_target(self, key: str) -> None:
        self._onto = int(key)
        self._show_choices()

    def _finish(self) -> None:
        patch = self._patch()
        if patch is not None:
            self.made.emit(patch)
            self.close_form()

    def _patch(self) -> Patch | None:
        scene, found = self._scene, self._found
        if scene is None or found is None or not 0 <= self._from < found.count or self._onto < 0:
            return None
        values = found.values[self._signal].array[self._from : self._from + 1]
        units = self._units
        if units is not None:
            values = values[:, list(units)]
        return Patch(
            self._signal, HeldValues.of(values), range(self._onto, self._onto + 1), units, scene.part.layer,
            scene.part.direction, self._origin(found),
        )  # fmt: skip

    def _origin(self, found: StatesOfText) -> str:
        scene = self._scene
        assert scene is not None
        if found.tokens is None:
            return in_quotes(axis_word(scene.run.tokens, self._from))
        text = " ".join(found.tokens.text.split())
        text = text if len(text) <= _LONGEST_SOURCE else f"{text[:_LONGEST_SOURCE]}…"
        return tr("“{tokens}” of “{text}”", tokens=axis_word(found.tokens, self._from), text=text)

    def _show_choices(self) -> None:
        scene = self._scene
        if scene is None:
            return
        network, tokens, found = scene.network, scene.run.tokens, self._found
        of = "" if self._units is None else tr(" of {units}", units=units_words(self._units))
        signals = [Segment(one, f"{title(one)}{of}", tr("Which gate or state")) for one in network.cell.signals]
        self._signals.set_segments(signals, self._signal)
        words = tokens if found is None or found.tokens is None else found.tokens
        count = 0 if found is None else min(found.count, _MOST_WORDS)
        sources = [
            Segment(str(k), in_quotes(axis_word(words, k)), tr("At which word of the sentence above"))
            for k in range(count)
        ]
        self._sources.set_segments(sources or [Segment("-1", "…", "")], str(self._from))
        targets = [
            Segment(str(k), in_quotes(axis_word(tokens, k)), tr("Onto which word of the text"))
            for k in range(min(len(tokens), _MOST_WORDS))
        ]
        if self._onto >= _MOST_WORDS:
            targets.append(
                Segment(str(self._onto), in_quotes(axis_word(tokens, self._onto)), tr("Onto which word of the text"))
            )
        self._targets.set_segments(targets, str(self._onto))
        self._make.setEnabled(self._patch() is not None)
        self._fit()

    def _fit(self) -> None:
        self._row.setFixedHeight(self._row.height_for(max(self.width() - 22, 1)))


def _word_segments(tokens: TokenSequence, which: Iterable[int], tip: str) -> list[Segment]:
    return [Segment(str(k), in_quotes(axis_word(tokens, k)), tip) for k in which]
