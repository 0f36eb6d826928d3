"""Moving average: how far the state of a unit is an average of its candidate that forgets at one rate."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.analysis.units.average import UnitAverage
from gatescope.plots.gradient_words import plain
from gatescope.plots.runs import cursor_of, part_of
from gatescope.plots.theme import Theme
from gatescope.plots.units.average import NO_GATE, TITLE, AveragePlot, describe_average
from gatescope.plots.units.dot_plot import chosen_units, front_run
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.range import TokenRange
from gatescope.views.units.average_picture import AveragePicture

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot


class AverageView(AnalysisView):
    """The state of the chosen unit, the true EWMA of its candidate, and what that leaves."""

    title = TITLE
    purpose = "to see how far a unit is a moving average"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = TokenRange(self)
        self._leads = True
        self._picture = AveragePicture(self._range, self)
        self._picture.clicked.connect(self._click)
        self._picture.brushed.connect(self.span_chosen)
        self._picture.hovered.connect(self.hovered)
        self._picture.click_undone.connect(self.click_undone)
        self._picture.reset_asked.connect(self.reset_view)
        self._cover(self._picture)
        self._follow_range()

    @property
    def token_range(self) -> TokenRange:
        """The visible stretch of tokens."""
        return self._range

    def plot(self) -> AveragePlot | None:
        return self._picture.shown

    def minimumSizeHint(self) -> QSize:
        return self._picture.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def link_tokens(self, token_range: TokenRange) -> None:
        self._range.changed.disconnect(self._picture.repaint_all)
        self._range, self._leads = token_range, False
        self._picture.set_token_range(token_range)
        self._follow_range()

    def reset_view(self) -> None:
        """Show the whole text again, or the stretch that follows the cursor."""
        self._range.reset()

    def spot_at(self, place: QPoint) -> Spot | None:
        there = QPointF(self._picture.mapFrom(self, place))
        return self._picture.spot_at(there, self._picture.token_at(there.x()))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        run = _front(snapshot, focus)
        if run is None or not len(run.tokens) or run.network.cell.name not in KEEPING_GATE:
            return None
        part = part_of(run, focus)
        unit = min((ref.unit for ref in chosen_units(focus) if (ref.model, ref.part) == (run.model, part)), default=0)
        return Question.of("moving average", (run,), part=part, unit=unit)

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        run = _front(snapshot, focus)
        if run is not None and len(run.tokens):
            return f"{NO_GATE} Choose a GRU or an LSTM above."
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
        assert self._snapshot is not None
        assert self._focus is not None
        self._show(describe_average(_front(self._snapshot, self._focus), None, self._focus))

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._picture.set_span(focus.span)
        super()._draw(snapshot, focus)

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: AveragePlot) -> None:
        if self._leads:
            self._range.set_tokens(len(plot.tokens), plot.cursor)
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(unescape(plain(plot.finding)))

    def _click(self, token: int, _shift: bool) -> None:
        self.token_clicked.emit(token)

    def _follow_range(self) -> None:
        # Queued, as in `TokenView`: a new snapshot moves the range while the first view draws it.
        self._range.changed.connect(self._picture.repaint_all, Qt.ConnectionType.QueuedConnection)


def _front(snapshot: Snapshot, focus: Focus) -> Run | None:
    return front_run(snapshot.runs, focus) if snapshot.runs else None
