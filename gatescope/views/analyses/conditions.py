"""Conditions: a unit's traces in two by two groups of sentences, on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gatescope.errors import UsageError
from gatescope.plots.gradient_words import plain
from gatescope.plots.pairs.conditions import PRESETS, Factors, describe_conditions, sentences_of
from gatescope.plots.pairs.conditions_plot import TITLE, ConditionsPlot
from gatescope.plots.runs import front_run, part_of
from gatescope.plots.theme import Theme
from gatescope.plots.traces import chosen_unit
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.other_text import tokens_of_other
from gatescope.views.analyses.conditions_picture import ConditionsPicture
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.tokens.range import TokenRange
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.formats.core.model import Model
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Run, Snapshot
    from gatescope.text.tokens import TokenSequence

_LONGEST = 1000
_OWN = "own"
_PLACES = (mark("upper left"), mark("upper right"), mark("lower left"), mark("lower right"))


class ConditionsView(PictureView[ConditionsPicture]):
    """Four fields with sentences, and below each the chosen unit on them: every sentence, their mean and their spread.

    Bars stand between the sentences of one field.
    """

    title = TITLE
    purpose = mark("for its model to be tried on other sentences")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = TokenRange(self)
        self._models: Mapping[str, Model] = {}
        self._factors = PRESETS[0].factors
        self._read: tuple[Model, tuple[str, ...], list[list[tuple[str, TokenSequence]]], str] | None = None
        self._drawn: tuple[object, ...] = ()
        self._presets = ChoiceMenu(tr("Conditions to begin with"))
        self._presets.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._presets.segment_picked.connect(self._take_preset)
        self._about = QLabel()
        self._about.setObjectName("Muted")
        self._add_tools([self._presets], self._about)
        picture = ConditionsPicture(self._range, self)
        picture.hovered.connect(self.hovered)
        picture.reset_asked.connect(self.reset_view)
        self._range.changed.connect(picture.repaint_all, Qt.ConnectionType.QueuedConnection)
        self._set_picture(picture)
        self._fields = [self._field(name) for name in map(tr, _PLACES)]
        self._take_preset("0")

    # -- showing

    def plot(self) -> ConditionsPlot | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show the sentences whole again."""
        self._range.reset()

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def show_document(self, document: Document, _focus: Focus) -> None:
        """Take the models, whose vocabularies read the sentences."""
        self._models = document.models

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run = front_run(snapshot.runs, focus)
        conditions = [] if run is None else self._conditions(run)[0]
        if run is None or not any(conditions):
            return None
        texts = tuple(tuple(tokens.ids.tolist()) for condition in conditions for _, tokens in condition)
        return Question.of("other texts", (run,), texts=texts)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        run = front_run(snapshot.runs, focus)
        failure = "" if run is None else self._conditions(run)[1]
        return failure or tr("Type sentences into the four fields, a bar between two of one kind: The key is old. | …")

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        run, found = question.runs[0], list(answer.results[0])
        conditions = self._conditions(run)[0]
        ids = tuple(tuple(tokens.ids.tolist()) for condition in conditions for _, tokens in condition)
        if ids != dict(question.about)["texts"]:
            # The answer about what was typed since is on its way.
            return
        grouped = [[(text, tokens, found.pop(0)) for text, tokens in condition] for condition in conditions]
        self._drawn = self._key(run, self._focus)
        self._show(describe_conditions(run, grouped, self._focus, self._factors))

    def _draw_cursor(self, focus: Focus) -> None:
        if self._shown is not None and self._key(self._shown[0].runs[0], focus) != self._drawn:
            self._draw_answer(*self._shown)

    def _clear(self) -> None:
        self._show(ConditionsPlot())

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._presets.set_theme(theme)
        super()._apply_theme(theme)
        # Text of another size moves the fields.
        self._lay_out()

    def _show(self, plot: ConditionsPlot) -> None:
        self._range.set_tokens(plot.longest, None)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.said))
        self._about.setText(plot.about if plot.panels else "")
        self._place_fields()

    @staticmethod
    def _key(run: Run, focus: Focus) -> tuple[object, ...]:
        """Return what the lines depend on beside the runs."""
        part = part_of(run, focus)
        return focus.signal, part, chosen_unit(run, part, focus).unit

    # -- the sentences

    def _conditions(self, run: Run) -> tuple[list[list[tuple[str, TokenSequence]]], str]:
        """Return the sentences of every field with their tokens, or why there are none; read once for each text."""
        model, fields = self._models.get(run.model), tuple(field.text() for field in self._fields)
        if model is None:
            return [], ""
        if self._read is None or self._read[0] is not model or self._read[1] != fields:
            read: list[list[tuple[str, TokenSequence]]] = []
            failure = ""
            try:
                read = [[(one, tokens_of_other(model, one)) for one in sentences_of(text)] for text in fields]
            except UsageError as error:
                failure = f"{str(error)[0].upper()}{str(error)[1:]}."
            self._read = model, fields, read, failure
        return self._read[2], self._read[3]

    def _field(self, place: str) -> QLineEdit:
        field = QLineEdit(self._picture)
        field.setMaxLength(_LONGEST)
        field.setPlaceholderText(tr("Sentences, with | between two"))
        field.setAccessibleName(tr("Sentences of the {place} condition", place=place))
        field.setToolTip(tr("Sentences of the {place} condition, with | between two", place=place))
        field.textEdited.connect(self._edited)
        field.textChanged.connect(self.ask)
        return field

    def _edited(self) -> None:
        """From now on the grid is the person's own: nothing is known of what its rows and columns stand for."""
        if self._presets.text() != "your own":
            self._factors = Factors()
            self._offer(_OWN)

    def _take_preset(self, key: str) -> None:
        if key == _OWN:
            return
        preset = PRESETS[int(key)]
        self._factors = preset.factors
        self._offer(key)
        for at, (field, text) in enumerate(zip(self._fields, preset.texts, strict=True)):
            blocked = field.blockSignals(True)
            field.setText(text)
            field.setCursorPosition(0)
            field.blockSignals(blocked)
            field.setToolTip(tr("{name}: sentences with | between two", name=preset.factors.name(at)))
        self.ask()

    def _offer(self, current: str) -> None:
        offered = [
            Segment(str(at), preset.name, tr("Fill the fields: {name}", name=preset.name))
            for at, preset in enumerate(PRESETS)
        ]
        if current == _OWN:
            offered.append(Segment(_OWN, tr("your own"), tr("The sentences in the fields")))
        self._presets.set_segments(offered, current)

    def _lay_out(self) -> None:
        super()._lay_out()
        self._place_fields()

    def _place_fields(self) -> None:
        for field, place in zip(self._fields, self._picture.heads(), strict=True):
            field.setGeometry(place)
