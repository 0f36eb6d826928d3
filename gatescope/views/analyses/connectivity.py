"""Connectivity: which words of the sentence move the read-out at the cursor, and how much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.analysis.targets import Target, nearest
from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.connectivity import describe_connectivity
from gatescope.plots.memory.connectivity_plot import SIGNED, SIZE, SYMBOLS, TITLE, ConnectivityPlot
from gatescope.plots.runs import cursor_of, front_run, no_tokens
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.analyses.connectivity_picture import ConnectivityPicture
from gatescope.views.analyses.target_chooser import TargetChooser
from gatescope.views.base.math_text import in_math_font
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_KINDS = (
    Segment(SIZE, mark("size"), mark("How far a word moves it: the norm of the gradient in the word's vector")),
    Segment(SIGNED, mark("signed"), mark("Which way a word moves it: gradient × input, summed over the word's vector")),
)


class ConnectivityView(PictureView[ConnectivityPicture]):
    """The sentence with its words shaded and barred by how much they move the target.

    The target is the read-out at the token cursor, and follows it; a word that is clicked with Shift, or a target that
    is chosen at another word, stays.
    """

    title = TITLE
    purpose = mark("to see which words move the read-out")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = SIZE
        # What is looked at, with the word it stays at; without one it follows the cursor.
        self._wanted: Target | None = None
        self._stays = False
        of = QLabel(tr("of"))
        of.setObjectName("Muted")
        self._chooser = TargetChooser()
        self._chooser.setToolTip(tr("What the words move; it follows the cursor. Shift+click a word to keep it there"))
        self._chooser.target_chosen.connect(self._choose)
        self._kinds = Segmented(tr("Measure"))
        self._kinds.set_segments(_KINDS, SIZE)
        self._kinds.segment_picked.connect(self._choose_kind)
        self._symbol = QLabel()
        self._symbol.setObjectName("Muted")
        # In a narrow dock the list of targets takes its room.
        self._symbol.setToolTip(
            tr("What stands under the words: how the target changes with the input at each of them")
        )
        self._add_tools([of, self._chooser, self._kinds], self._symbol)
        picture = ConnectivityPicture(self)
        picture.clicked.connect(self._click)
        picture.hovered.connect(self.hovered)
        picture.brushed.connect(self.span_chosen)
        self._set_picture(picture)

    # -- showing

    def plot(self) -> ConnectivityPlot | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show the words as large as fits."""
        self._picture.reset()

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        return Question.of("connectivity", runs, target=self._target(snapshot, focus))

    def _target(self, snapshot: Snapshot, focus: Focus) -> Target | None:
        """Return what is looked at: at the cursor, or where the person made it stay."""
        run = front_run(snapshot.runs, focus)
        if run is None:
            return None
        taken = nearest(run.network, self._wanted, len(run.tokens))
        if self._stays:
            return taken
        token = focus.token
        return replace(taken, token=None if token is None or token >= len(run.tokens) - 1 else token)

    def refresh(self) -> None:
        super().refresh()
        if self._focus is not None:
            self._picture.set_span(self._focus.span)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._chooser.show_targets(front_run(snapshot.runs, focus), self._target(snapshot, focus), focus.token)
        super()._draw(snapshot, focus)

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        super()._draw_focus(snapshot, focus)
        # The answer about another word is on its way; the cursor is there already.
        self._draw_cursor(focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        plot = describe_connectivity(question.runs, answer.results, self._focus, self._kind, answer.failures)
        self._show(plot)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is None or self._shown is None:
            return
        if focus.model != plot.front and any(block.model == focus.model for block in plot.blocks):
            self._draw_answer(*self._shown)
        elif focus.token != plot.cursor:
            self._show(replace(plot, cursor=cursor_of(plot.tokens, focus)))

    def _clear(self) -> None:
        self._show(ConnectivityPlot(no_tokens(), kind=self._kind))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._kinds.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: ConnectivityPlot) -> None:
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))
        symbol = in_math_font(SYMBOLS[plot.kind], 14) if plot.blocks else ""
        if symbol != self._symbol.text():
            self._symbol.setText(symbol)

    # -- the person's choices

    def _choose_kind(self, kind: str) -> None:
        self._kind = kind
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    def _choose(self, target: Target) -> None:
        """Take a target of the list: one at the cursor follows it, one at another word stays there."""
        if self._snapshot is None or self._focus is None:
            return
        run = self._run_in_front()
        last = 0 if run is None else len(run.tokens) - 1
        at = last if target.token is None else target.token
        self._wanted, self._stays = target, at != (last if self._focus.token is None else self._focus.token)
        self._ask_again()

    def _click(self, token: int, shift: bool) -> None:
        """Move the cursor, or make the target stay at a word; Shift and a click on that word let it follow again."""
        if not shift:
            self.token_clicked.emit(token)
            return
        run = self._run_in_front()
        if run is None:
            return
        now = nearest(run.network, self._wanted, len(run.tokens))
        at = None if token >= len(run.tokens) - 1 else token
        again = self._stays and now.token == at
        self._wanted, self._stays = replace(now, token=at), not again
        self._ask_again()

    def _ask_again(self) -> None:
        if self._snapshot is not None and self._focus is not None:
            wanted = self._target(self._snapshot, self._focus)
            self._chooser.show_targets(self._run_in_front(), wanted, self._focus.token)
        self.ask()
