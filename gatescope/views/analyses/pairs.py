"""Pairs: the sentence beside a second one, beside another model, or beside a moment that was pinned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.analysis.pairs.alignment import align
from gatescope.plots.gradient_words import plain
from gatescope.plots.model_names import model_names
from gatescope.plots.pairs.pairs import describe_pair
from gatescope.plots.pairs.pairs_plot import TITLE, PairsPlot
from gatescope.plots.runs import cursor_of, front_run, no_tokens
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.other_text import frozen, over_text
from gatescope.views.analyses.pairs_picture import PairsPicture
from gatescope.views.analyses.second_sentence import LONGEST, SecondSentence
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

_FIRST_STEP = mark("Type a second sentence above, or copy this one and change a word: what differs is shown here.")
_SENTENCE, _PINNED, _MODEL = "sentence", "pinned", "model "


class PairsView(PictureView[PairsPicture]):
    """Two runs, aligned word by word: their maps of the signal in focus, what differs, and their read-outs.

    A click moves the cursor to the word of the first sentence and chooses the unit.
    """

    title = TITLE
    purpose = mark("to compare it with a second one")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = TokenRange(self)
        self._models: Mapping[str, Model] = {}
        self._pinned: Run | None = None
        self._against = _SENTENCE
        self._drawn: tuple[object, ...] = ()
        self._choice = ChoiceMenu(tr("Compare with"))
        self._choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._choice.segment_picked.connect(self._choose)
        self._field = SecondSentence(self)
        self._field.textChanged.connect(self.ask)
        self._same = self._button(tr("Copy"), tr("Copy the sentence here, to change a word of it"), self._copy_sentence)
        self._pin = self._button(tr("Pin"), tr("Keep this moment, to compare what comes with it"), self._keep)
        self._tools = self._add_tools([])
        picture = PairsPicture(self._range, self)
        picture.clicked.connect(self._click)
        picture.hovered.connect(self.hovered)
        picture.brushed.connect(self._brush)
        picture.click_undone.connect(self.click_undone)
        picture.reset_asked.connect(self.reset_view)
        self._range.changed.connect(picture.repaint_all, Qt.ConnectionType.QueuedConnection)
        self._set_picture(picture)
        self._offer(())

    # -- showing

    def plot(self) -> PairsPlot | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show all columns again, or the stretch that follows the cursor."""
        self._range.reset()

    def spot_at(self, place: QPoint) -> Spot | None:
        there = QPointF(self._picture.mapFrom(self, place))
        return self._picture.spot_at(there, self._picture.token_at(there.x()))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def show_document(self, document: Document, _focus: Focus) -> None:
        """Take the models, whose vocabularies read the second sentence."""
        self._models = document.models

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run = front_run(snapshot.runs, focus)
        if run is None or not len(run.tokens):
            return None
        if self._against == _SENTENCE:
            tokens, _ = self._second(run)
            if tokens is None or not len(tokens):
                return None
            return Question.of("other texts", (run,), texts=(tuple(tokens.ids.tolist()),))
        other = self._other(snapshot, run)
        return None if other is None else Question.of("other texts", (run, other), texts=())

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        run = front_run(snapshot.runs, focus)
        if run is None or not len(run.tokens):
            return super().empty_sentence(snapshot, focus)
        if self._against == _SENTENCE:
            return self._second(run)[1] or tr("The second sentence has no word that the model reads")
        return tr("Pin a moment to compare what comes with it")

    def refresh(self) -> None:
        super().refresh()
        plot = self._picture.shown
        if self._focus is not None and plot is not None:
            self._picture.set_span(plot.columns_of(self._focus.span))

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        front = front_run(snapshot.runs, focus)
        others = [run for run in snapshot.runs if front is not None and run.model != front.model]
        self._offer(tuple(run.model for run in others))
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        first = question.runs[0]
        if len(question.runs) > 1:
            second = question.runs[1]
            called = model_names(question.runs) if second.model != first.model else {}
            names = called.get(first.model, tr("now")), called.get(second.model, tr("pinned"))
        else:
            tokens = self._second(first)[0]
            asked = dict(question.about)["texts"]
            if tokens is None or (tuple(tokens.ids.tolist()),) != asked:
                # The answer about what was typed since is on its way.
                return
            second, names = over_text(first, tokens, answer.results[0][0]), (tr("sentence"), tr("second one"))
        self._drawn = _key(self._focus)
        plot = describe_pair(first, second, self._focus, names)
        if self._against == _SENTENCE and self._field.blank:
            plot = replace(plot, names=(tr("sentence"), tr("the same")), finding="", remark=tr(_FIRST_STEP))
        self._show(plot)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is None or self._shown is None or not plot.panels:
            return
        panel = plot.panels[0]
        if _key(focus) != self._drawn:
            self._draw_answer(*self._shown)
        elif focus.token != plot.cursor and panel.model == focus.model:
            self._show(replace(plot, cursor=cursor_of(plot.tokens, focus)))

    def _clear(self) -> None:
        none = no_tokens()
        self._show(PairsPlot(none, none, align((), ())))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._choice.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: PairsPlot) -> None:
        self._range.set_tokens(len(plot.columns), plot.column_of(plot.cursor) if plot.panels else None)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.said))

    # -- the second one

    def _second(self, run: Run) -> tuple[TokenSequence | None, str]:
        """Return the tokens of the second sentence, or why there are none."""
        return self._field.tokens(self._models.get(run.model), run)

    def _other(self, snapshot: Snapshot, run: Run) -> Run | None:
        """Return the run of the model, or of the moment, to compare with."""
        if self._against == _PINNED:
            return self._pinned
        return snapshot.run(self._against.removeprefix(_MODEL))

    # -- the person's choices

    def _offer(self, others: tuple[str, ...]) -> None:
        """Offer what there is to compare with, and show the controls of what is chosen."""
        offered = [
            Segment(_SENTENCE, tr("a second sentence"), tr("The model in front on two sentences")),
            Segment(_PINNED, tr("a pinned moment"), tr("The run now and as it was when it was pinned")),
            *(
                Segment(f"{_MODEL}{name}", name, tr("The model in front and {name} on one sentence", name=name))
                for name in others
            ),
        ]
        if self._against not in [one.key for one in offered]:
            self._against = _SENTENCE
        self._choice.set_segments(offered, self._against)
        shown: dict[str, list[QWidget]] = {_SENTENCE: [self._field, self._same], _PINNED: [self._pin]}
        self._tools.set_controls([self._choice, *shown.get(self._against, [])])

    def _choose(self, against: str) -> None:
        self._against = against
        if against == _PINNED and self._pinned is None:
            self._keep()
        self._offer(tuple(run.model for run in self._snapshot.runs) if self._snapshot is not None else ())
        if self._snapshot is not None and self._focus is not None:
            self._draw(self._snapshot, self._focus)

    def _copy_sentence(self) -> None:
        """Put the sentence into the field, so that a word of it can be changed."""
        if self._snapshot is not None:
            self._field.setText(" ".join(self._snapshot.text[:LONGEST].split()))
            self._field.setFocus()

    def _keep(self) -> None:
        """Pin the run in front as it is."""
        run = self._run_in_front()
        if run is not None and len(run.tokens):
            self._pinned = frozen(run)
            self.ask()

    def _brush(self, columns: range) -> None:
        """Choose the words of the first sentence in a stretch of columns."""
        plot = self._picture.shown
        tokens = () if plot is None else [int(at) for at in plot.columns.first[columns.start : columns.stop] if at >= 0]
        if tokens:
            self.span_chosen.emit(range(tokens[0], tokens[-1] + 1))

    def _click(self, column: int, shift: bool) -> None:
        """Move the cursor to the word of the first sentence, and choose the unit under the mouse."""
        plot, unit = self._picture.shown, self._picture.unit_clicked_last
        if plot is None:
            return
        token = int(plot.columns.first[column])
        if token >= 0:
            self.token_clicked.emit(token)
        if unit is not None:
            self.unit_clicked.emit(unit, shift)

    def _button(self, text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        button.hide()
        return button


def _key(focus: Focus) -> tuple[object, ...]:
    """Return what the maps depend on beside the runs."""
    return focus.signal, focus.part, focus.order
