"""State space: where the states of the sentence lie in the plane in which states differ most."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.plots.gradient_words import plain
from gatescope.plots.space.describe import describe_state_plane
from gatescope.plots.space.plane import TITLE, FixedPointMark, StatePlanePlot
from gatescope.plots.space.shares import share_words
from gatescope.plots.theme import Theme
from gatescope.plots.values.plane_value import PlaneValue
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.space.aligned import aligned
from gatescope.session.space.fit import BUNDLED, TEXT, fit_of, reads_texts
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.fixed_points.plane_points import PlanePoints
from gatescope.views.space.plane_choices import ANOTHER, FITS, STATES, SentenceEdit, fits, tool_button
from gatescope.views.space.plane_picture import PlanePicture
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.analysis.state_space import StatePlane
    from gatescope.formats.core.model import Model
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.session.space.in_plane import InPlane

_MOST_SENTENCES = 5


class SpaceView(PictureView[PlanePicture]):
    """The plane of every shown model: background, sentence, further sentences, the word at the cursor repeated.

    A click on a word puts the cursor there, a drag with Shift chooses a stretch of words, a double click starts a run
    of the repeated word; a drag moves the plane and the wheel zooms it.
    """

    title = TITLE
    purpose = mark("to see where its states lie")

    corpus_wanted = Signal()
    """The person wants to be asked for a file, for `fit_on`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._source = "hidden_state", BUNDLED
        self._file, self._picked = "", 0
        self._others: tuple[str, ...] = ()
        self._planes: dict[str, tuple[StatePlane, StatePlane]] = {}
        """By model, the plane of the last answer, and the same as it is drawn."""
        self._start: tuple[Model, float, float] | None = None
        self._marks: tuple[FixedPointMark, ...] = ()
        self._points = PlanePoints(self)
        self._points.marked.connect(self.show_fixed_points)
        self.askers = (self._points,)
        self._of, self._fitted = QLabel(tr("plane of"), self), QLabel(tr("fitted on"), self)
        self._share = QLabel()
        for label in (self._of, self._fitted, self._share):
            label.setObjectName("Muted")
            label.hide()
        self._states = ChoiceMenu(tr("Plane of"), self)
        self._states.segment_picked.connect(self._choose_state)
        self._fits = ChoiceMenu(tr("Fitted on"), self)
        self._fits.segment_picked.connect(self._choose_fit)
        self._sentence = SentenceEdit(self)
        self._sentence.entered.connect(self._add_sentence)
        self._clear_button = tool_button(
            tr("Clear"), tr("Take the further sentences, and the run that you started, away"), self
        )
        self._clear_button.clicked.connect(self._clear_others)
        self._go = tool_button(tr("Go there"), tr("Put the token cursor on the first word with a NaN or Inf"), self)
        self._go.clicked.connect(self._go_to_bad)
        for button in (self._states, self._fits):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.hide()
        self._tools = self._add_tools([], self._share, margin=12)
        picture = PlanePicture(self)
        picture.clicked.connect(self._click)
        picture.brushed.connect(self.span_chosen)
        picture.click_undone.connect(self.click_undone)
        picture.start_asked.connect(self._start_run)
        picture.hovered.connect(self.hovered)
        self._set_picture(picture)
        self._show_tools()

    # -- showing

    def plot(self) -> StatePlanePlot | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show all of every plane, without the run that a person started."""
        self._picture.reset_view()
        if self._start is not None:
            self._start = None
            self._show_tools()
            self.ask()

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def show_fixed_points(self, marks: tuple[FixedPointMark, ...]) -> None:
        """Mark fixed points in the planes, in place of those before."""
        self._marks = marks
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        about = {
            "part": focus.part,
            "state": self._state,
            "fit": fit_of(self._source, runs, self._picked),
            "token": focus.token,
        }
        return Question.of("state space", runs, others=self._others, start=self._start, **about)

    def ask(self) -> None:
        super().ask()
        if self.in_sight and self._snapshot is not None and self._focus is not None:
            self._points.show_focus(self._snapshot, self._focus)

    def _let_go(self) -> None:
        super()._let_go()
        self._points.let_go()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._show_tools()
        super()._draw(snapshot, focus)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if self._shown is not None and plot is not None and plot.span != focus.span:
            self._draw_answer(*self._shown)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        answered = [(run, found) for run, found in zip(question.runs, answer.results, strict=True) if found is not None]
        runs = [run for run, _ in answered]
        found = [self._turned(run.model, one) for run, one in answered]
        plot = describe_state_plane(runs, found, self._focus, self._marks)
        failures = [
            f"{escape(run.model)}: {escape(failure.rstrip('.'))}."
            for run, failure in zip(question.runs, answer.failures, strict=True)
            if failure
        ]
        plot = replace(plot, finding=" ".join([plot.finding, *failures]))
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))
        self._share.setText(share_words(plot.panels[0]) if len(plot.panels) == 1 else "")
        self._tools.set_ending(self._share)

    def _turned(self, model: str, found: InPlane) -> InPlane:
        """Return what was found; fitted on the text, its components point as in the last picture of the model."""
        before = self._planes.get(model) if found.source == TEXT else None
        turned = aligned(found, None if before is None else before[1])
        self._planes[model] = found.plane, turned.plane
        return turned

    def _clear(self) -> None:
        self._picture.show_plot(None)
        self._share.setText("")

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        for chooser in (self._states, self._fits):
            chooser.set_theme(theme)
        super()._apply_theme(theme)

    def _show_tools(self) -> None:
        """Show what can be chosen of the models in view."""
        runs = () if self._snapshot is None else self._snapshot.runs
        kept = any(run.network.cell.name == "lstm" for run in runs)
        reads = any(run.reader is not None and reads_texts(run.reader) for run in runs)
        self._states.set_segments(STATES, self._state)
        source = self._source if reads else TEXT
        self._fits.set_segments(fits(self._file) if reads else [FITS[TEXT]], source)
        front = self._run_in_front()
        controls: list[QWidget] = [self._of, self._states] if kept else []
        controls += [self._fitted, self._fits]
        controls += [self._sentence] if reads else []
        controls += [self._clear_button] if self._others or self._start is not None else []
        controls += [self._go] if front is not None and front.bad is not None else []
        self._tools.set_controls(controls)

    # -- the person's choices

    def _choose_state(self, state: str) -> None:
        self._state, self._start = state, None
        self._choose_anew()

    def fit_on(self, path: Path) -> None:
        """Fit the plane on the texts at the beginning of a file."""
        self._file, self._picked = str(path), self._picked + 1
        self._choose_fit(self._file)

    def _choose_fit(self, source: str) -> None:
        if source == ANOTHER:
            self._show_tools()
            self.corpus_wanted.emit()
            return
        self._source, self._start = source, None
        self._choose_anew()

    def _choose_anew(self) -> None:
        """Ask about another plane, all of which is shown."""
        self._picture.reset_view()
        self._show_tools()
        self.ask()

    def _add_sentence(self, text: str) -> None:
        self._others = (*(one for one in self._others if one != text), text)[-_MOST_SENTENCES:]
        self._show_tools()
        self.ask()

    def _clear_others(self) -> None:
        self._others, self._start = (), None
        self._show_tools()
        self.ask()

    def _start_run(self, model: str, x: float, y: float) -> None:
        run = None if self._snapshot is None else self._snapshot.run(model)
        if run is not None and run.reader is not None:
            found, drawn = self._planes[model]
            x, y = ((found.axes * drawn.axes).sum(axis=1) < 0).choose([1.0, -1.0]) * (x, y)
            self._start = run.reader, float(x), float(y)
            self._show_tools()
            self.ask()

    def _click(self, value: PlaneValue) -> None:
        if value.mark is not None:
            point = self._points.point(value.mark.mark.number)
            if point is not None:
                self.point_chosen.emit(point)
        elif value.token is not None:
            self.token_clicked.emit(value.token)

    def _go_to_bad(self) -> None:
        run = self._run_in_front()
        if run is not None and run.bad is not None:
            self.token_clicked.emit(run.bad.token)
