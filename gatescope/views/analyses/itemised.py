"""Itemised gradients: whose read-out reaches which step, in every shown model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.analysis.itemised.itemised import HOP, LONGEST
from gatescope.analysis.targets import Target
from gatescope.plots.gradient_words import plain
from gatescope.plots.itemised.describe import at_cursor, describe_itemised
from gatescope.plots.itemised.itemised_plot import PATHS, TITLE, ItemisedPlot, Path, path_words
from gatescope.plots.runs import cursor_of, front_run, no_tokens
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.analyses.itemised_picture import ItemisedPicture
from gatescope.views.analyses.results_of import results_of
from gatescope.views.base.spot import Spot
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.tokens.token_picture_view import TokenPictureView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_TIPS: dict[Path, str] = {
    "whole": mark("All that a read-out asks of a step, on whatever way"),
    "direct": mark(
        "What is left along the cell state (GRU: the hidden state) alone, multiplied by the gate that keeps"
    ),
    "rest": mark("The whole without what comes along the state: through the hidden state and the gates on the way"),
}


class ItemisedView(TokenPictureView[ItemisedPicture]):
    """A triangle of pairs a model; a click moves the token cursor to the step, the mouse tells of the pair."""

    title = TITLE
    purpose = mark("to see which read-out reaches which step")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of: Target | None = None
        self._path: Path = "whole"
        words = QLabel(tr("of"))
        words.setObjectName("Muted")
        self._chooser = ChoiceMenu(tr("Gradients of"))
        self._ways = ChoiceMenu(tr("Way back"))
        for control, picked in ((self._chooser, self._choose), (self._ways, self._choose_way)):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            control.segment_picked.connect(picked)
        about = QLabel(tr("row: read-out after a word · column: step it reaches"))
        about.setObjectName("Muted")
        self._add_tools([words, self._chooser, self._ways], about)
        picture = ItemisedPicture(self._range, self)
        picture.hovered.connect(self.hovered)
        self._set_token_picture(picture, picture.repaint_all)
        self._offer_ways()

    # -- showing

    def plot(self) -> ItemisedPlot | None:
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        # Of a long text the tokens about the cursor are itemised; only then is another cursor another question.
        long = any(len(run.tokens) > LONGEST for run in runs)
        token = _hop(focus.token) if long else None
        return Question.of("itemised", runs, target=self._of, part=focus.part, token=token)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._offer(snapshot, focus)
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        answered = [(run, found) for run, found in zip(question.runs, answer.results, strict=True) if found is not None]
        runs, items = [run for run, _ in answered], [found for _, found in answered]
        self._show(describe_itemised(runs, items, self._focus, self._path))

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is None or self._shown is None:
            return
        if focus.model != plot.front and any(panel.model == focus.model for panel in plot.panels):
            self._draw_answer(*self._shown)
        elif focus.token != plot.cursor:
            self._show(at_cursor(plot, cursor_of(plot.tokens, focus)))

    def _clear(self) -> None:
        self._show(ItemisedPlot(no_tokens()))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._chooser.set_theme(theme)
        self._ways.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: ItemisedPlot) -> None:
        self._lead_range(len(plot.tokens), plot.cursor)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))

    def _offer(self, snapshot: Snapshot, focus: Focus) -> None:
        run = front_run(snapshot.runs, focus)
        offered = () if run is None else tuple(results_of(run, tr("The read-out after every word")))
        keys = [segment.key for segment in offered]
        current = str(self._of) if str(self._of) in keys else next(iter(keys), "")
        if offered:
            self._chooser.set_segments(offered, current)
        self._chooser.setEnabled(len(offered) > 1)
        self._offer_ways()
        self._ways.setEnabled(any(run.network.cell.name != "rnn" for run in snapshot.runs))

    def _offer_ways(self) -> None:
        self._ways.set_segments([Segment(path, path_words(path), tr(_TIPS[path])) for path in PATHS], self._path)

    # -- the person's choices

    def _choose(self, key: str) -> None:
        self._of = Target.parse(key)
        if self._snapshot is not None and self._focus is not None:
            self._offer(self._snapshot, self._focus)
        self.ask()

    def _choose_way(self, key: str) -> None:
        self._path = next(path for path in PATHS if path == key)
        self._offer_ways()
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)


def _hop(token: int | None) -> int | None:
    """Return the last token of the stretch of `HOP` that holds `token`: a cursor that walks on asks nothing anew."""
    return None if token is None else token // HOP * HOP + HOP - 1
