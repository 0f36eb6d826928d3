"""The base of the views of fixed points: they ask one question, so that one search serves them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.places import Place
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.asked import question_of, read_words
from gatescope.plots.runs import front_run
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.resting import NOTHING, ZERO
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.spot import Spot
from gatescope.views.fixed_points.picture import PointsPicture
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.analysis.fixed_points.found import FixedPoints
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot


class FixedPointsView(AnalysisView):
    """A picture made of the fixed points of the shown models; a click on a part of it chooses a point.

    A subclass says in `_describe` what is drawn, and `_paint_body` paints it.
    """

    purpose = mark("to see where its state comes to rest")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: tuple[object, ...] = ()
        self._picture = PointsPicture(self.title, self._paint_body, self)
        self._picture.hovered.connect(self.hovered)
        self._picture.point_chosen.connect(self.point_chosen)
        self._cover(self._picture)

    def plot(self) -> Plot | None:
        return self._picture.shown

    def minimumSizeHint(self) -> QSize:
        return self._picture.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        return question_of(snapshot, focus)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        if focus.reading == NOTHING:
            return tr("The search was cancelled: choose what is read to search again.")
        if not snapshot.runs or focus.reading == ZERO:
            return super().empty_sentence(snapshot, focus)
        return super().empty_sentence(snapshot, focus) or tr(
            "The token cursor is at no word that can be read for ever."
        )

    def _describe(
        self, runs: Sequence[Run], results: Sequence[FixedPoints | None], failures: Sequence[str], focus: Focus
    ) -> Plot:
        """Return the picture of the answer."""
        raise NotImplementedError

    def _paint_body(self, canvas: Canvas, plot: Any, rect: QRectF) -> tuple[Place, ...]:
        """Paint the picture without its title, and return where its parts are."""
        raise NotImplementedError

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        focus = self._focus
        # Of a text that goes on, the answer stays the same object, and so does the picture.
        read = read_words(front_run(question.runs, focus), focus.reading, focus.token)
        names = tuple(run.model for run in question.runs)
        holding = tuple(bool(run.trace.interventions) for run in question.runs)
        drawn = (*answer.results, *names, focus.model, focus.point, read, holding, self._theme)
        if drawn != self._drawn or self._picture.shown is None:
            self._drawn = drawn
            self._show(self._describe(question.runs, answer.results, answer.failures, focus))

    def _draw_cursor(self, focus: Focus) -> None:
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    def _clear(self) -> None:
        self._show(None)

    def _show(self, plot: Plot | None) -> None:
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription("" if plot is None else plot.facts().get("Finding", ""))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        super()._apply_theme(theme)

    def _lay_out(self) -> None:
        self._picture.setGeometry(self.rect())
