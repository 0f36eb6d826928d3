"""This sentence as training goes on: what the checkpoints of a run make of the sentence that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from gatescope.analysis.over_checkpoints import Reading
from gatescope.engine.interventions import NONE
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import Theme
from gatescope.plots.training.checkpoints import describe_checkpoints, shown_checkpoints
from gatescope.plots.training.checkpoints_plot import TITLE, CheckpointsPlot, RowRef
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.training.checkpoints_picture import CheckpointsPicture
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Document, Focus
    from gatescope.session.run.snapshot import Run, Snapshot
    from gatescope.session.training.checkpoint import Checkpoint
    from gatescope.session.training.shown_run import ShownRun

_EMPTY = mark("While a model is trained, its checkpoints read this sentence here, one below the other.")


class CheckpointsView(PictureView[CheckpointsPicture]):
    """A row a checkpoint, as many as there is room for. A click shows the network of that moment everywhere."""

    title = TITLE
    purpose = mark("to see how training changes what is made of it")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training: ShownRun | None = None
        self._document: Document | None = None
        self._readings: dict[int, Reading] = {}
        picture = CheckpointsPicture(self)
        picture.hovered.connect(self.hovered)
        picture.row_clicked.connect(self._look_at)
        picture.token_clicked.connect(self.token_clicked)
        picture.fitting_changed.connect(self.ask)
        self._set_picture(picture)

    # -- showing

    def show_training(self, runs: tuple[ShownRun, ...], front: ShownRun | None) -> None:
        """Show the checkpoints of `front`."""
        self._training = front
        if self.in_sight and self._snapshot is not None and self._focus is not None:
            self.ask()

    def show_document(self, document: Document, _focus: Focus) -> None:
        """Take note of what is done in the models: the snapshot that shows it comes behind."""
        self._document = document

    def plot(self) -> CheckpointsPlot | None:
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        """Return the row of the checkpoint that is looked at, at the token cursor."""
        plot = self._picture.shown
        if plot is None or not plot.rows:
            return None
        row = next((at for at, one in enumerate(plot.rows) if one.looked_at), len(plot.rows) - 1)
        return self._picture.spot_of(RowRef(row, plot.cursor))

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run, kept = self._run(snapshot), self._kept()
        if run is None or not len(run.tokens) or not kept:
            return None
        networks = tuple(one.network for one in kept)
        done = NONE if self._document is None else self._document.interventions.get(run.model, NONE)
        return Question.of("over checkpoints", (run,), networks=networks, part=focus.part, interventions=done)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        training = self._training
        if training is None or not self._kept():
            return tr(_EMPTY)
        if self._run(snapshot) is None:
            return tr("Show {model} in the bar at the top to see its checkpoints.", model=training.model)
        return super().empty_sentence(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        """Take the readings by the steps of their networks; the table is drawn with the cursor."""
        about = cast("dict[str, Any]", dict(question.about))
        (found,) = answer.results
        steps = {one.network: one.step for one in self._kept()}
        self._readings = {
            steps[network]: reading
            for network, reading in zip(about["networks"], found, strict=True)
            if network in steps
        }

    def _draw_cursor(self, focus: Focus) -> None:
        training, snapshot = self._training, self._snapshot
        run = None if snapshot is None else self._run(snapshot)
        if training is None or run is None or self._shown is None or self._shown[0].runs != (run,):
            return
        plot = describe_checkpoints(run, training.history, self._kept(), self._readings, focus, training.looked_at)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))

    def _clear(self) -> None:
        self._readings = {}
        self._picture.show_plot(None)

    def _let_go(self) -> None:
        super()._let_go()
        self._readings = {}

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        super()._apply_theme(theme)

    def _kept(self) -> tuple[Checkpoint, ...]:
        """Return the checkpoints that have a row."""
        training = self._training
        if training is None:
            return ()
        return shown_checkpoints(training.history, self._picture.fitting, training.looked_at)

    def _run(self, snapshot: Snapshot) -> Run | None:
        return None if self._training is None else snapshot.run(self._training.model)

    # -- the person's choices

    def _look_at(self, step: int) -> None:
        self.training_asked.emit("look_at", step)
