"""Moving average: how far the state of a unit is an average of its candidate that forgets at one rate."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.analysis.units.average import UnitAverage
from gatescope.plots.gradient_words import plain
from gatescope.plots.runs import cursor_of, front_run, part_of
from gatescope.plots.theme import Theme
from gatescope.plots.units.average import NO_GATE, TITLE, AveragePlot, describe_average
from gatescope.plots.units.dot_plot import chosen_units
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.token_picture_view import TokenPictureView
from gatescope.views.units.average_picture import AveragePicture
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


class AverageView(TokenPictureView[AveragePicture]):
    """The state of the chosen unit, the true EWMA of its candidate, and what that leaves."""

    title = TITLE
    purpose = mark("to see how far a unit is a moving average")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = AveragePicture(self._range, self)
        picture.hovered.connect(self.hovered)
        self._set_token_picture(picture, picture.repaint_all)

    def plot(self) -> AveragePlot | None:
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        there = QPointF(self._picture.mapFrom(self, place))
        return self._picture.spot_at(there, self._picture.token_at(there.x()))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run = front_run(snapshot.runs, focus)
        if run is None or not len(run.tokens) or run.network.cell.name not in KEEPING_GATE:
            return None
        part = part_of(run, focus)
        unit = min((ref.unit for ref in chosen_units(focus) if (ref.model, ref.part) == (run.model, part)), default=0)
        return Question.of("moving average", (run,), part=part, unit=unit)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        run = front_run(snapshot.runs, focus)
        if run is not None and len(run.tokens):
            return tr("{no_gate} Choose a GRU or an LSTM above.", no_gate=tr(NO_GATE))
        return super().empty_sentence(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        found = answer.results[0]
        assert isinstance(found, UnitAverage)
        self._show(describe_average(question.runs[0], found, self._focus))

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is not None:
            self._picture.show_cursor(cursor_of(plot.tokens, focus))

    def _clear(self) -> None:
        assert self._focus is not None
        self._show(describe_average(self._run_in_front(), None, self._focus))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: AveragePlot) -> None:
        self._lead_range(len(plot.tokens), plot.cursor)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(unescape(plain(plot.finding)))
