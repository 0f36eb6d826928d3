"""Fixed points: where the state comes to rest while the same is read for ever, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.places import Place
from gatescope.paint.fixed_points.table import paint_rows, rows_that_fit
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.asked import read_words
from gatescope.plots.fixed_points.of_runs import describe_table
from gatescope.plots.fixed_points.table_plot import TITLE, FixedPointsPlot
from gatescope.plots.runs import front_run
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.resting import CURSOR, LAST, NOTHING, ZERO
from gatescope.views.base.spot import Spot
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.fixed_points.points_view import FixedPointsView
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.analysis.fixed_points.found import FixedPoints
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run

_TOOL_ROW, _TOOL_GAP, _TOOL_MARGIN = 30, 6, 9
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FixedPointTableView(FixedPointsView):
    """A row a point, and what is read meanwhile. ↑ and ↓ choose the next row, the wheel scrolls."""

    title = TITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._searching = 0, False
        self._while = QLabel(tr("while reading"))
        self._while.setObjectName("Muted")
        self._reading = ChoiceMenu(tr("What is read for ever"))
        self._reading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reading.segment_picked.connect(self.reading_chosen)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setToolTip(tr("Stop the search for fixed points"))
        self._cancel.setAccessibleName(tr("Stop the search for fixed points"))
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(lambda: self.reading_chosen.emit(NOTHING))
        self._cancel.hide()
        self._starts = QLabel()
        self._starts.setObjectName("Muted")
        self._tools = WrappingRow(_TOOL_ROW, _TOOL_GAP, _TOOL_MARGIN, self)
        self._tools.set_controls([self._while, self._reading])
        self._tools.set_ending(self._starts)
        self._tools.height_changed.connect(self._lay_out)
        self._picture.turned.connect(self._scroll)

    # -- showing

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _TOOL_ROW + self._picture.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_tools()
        super().resizeEvent(event)

    def reset_view(self) -> None:
        """Show the first rows again, or those as far down as the chosen one."""
        self._first = 0
        plot = self._picture.shown
        if isinstance(plot, FixedPointsPlot) and plot.in_focus is not None:
            self._bring_in(plot)
        self._picture.repaint_all()

    def spot_at_cursor(self) -> Spot | None:
        """Return the chosen row."""
        plot = self._picture.shown
        if not isinstance(plot, FixedPointsPlot) or plot.in_focus is None:
            return None
        ref = plot.rows[plot.in_focus].ref
        row = next((place for place in self._picture.places if place.ref == ref), None)
        return None if row is None else Spot.on(self._picture, row.value, row.rect)

    def ask(self) -> None:
        if self._snapshot is not None and self._focus is not None:
            self._offer(front_run(self._snapshot.runs, self._focus), self._focus)
        super().ask()

    def take_answer(self, question: Question, answer: Answer) -> None:
        super().take_answer(question, answer)
        self._end_search()

    def take_share(self, question: Question, share: float) -> None:
        super().take_share(question, share)
        if question == self._question and not self._searching:
            self._searching = True
            self._place_tools()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        plot = self._picture.shown
        if not step or not isinstance(plot, FixedPointsPlot) or not plot.rows:
            super().keyPressEvent(event)
            return
        at = 0 if plot.in_focus is None else min(max(plot.in_focus + step, 0), len(plot.rows) - 1)
        self.point_chosen.emit(plot.rows[at].ref)

    def _describe(
        self, runs: Sequence[Run], results: Sequence[FixedPoints | None], failures: Sequence[str], focus: Focus
    ) -> FixedPointsPlot:
        return describe_table(runs, results, focus, failures)

    def _paint_body(self, canvas: Canvas, plot: FixedPointsPlot, rect: QRectF) -> tuple[Place, ...]:
        fitting = rows_that_fit(canvas, plot, rect)
        self._first = min(max(self._first, 0), max(len(plot.rows) - fitting, 0))
        return paint_rows(canvas, plot, rect, self._first)

    def _show(self, plot: Plot | None) -> None:
        if isinstance(plot, FixedPointsPlot) and plot.in_focus is not None:
            self._bring_in(plot)
        super()._show(plot)
        self._starts.setText(plot.starts if isinstance(plot, FixedPointsPlot) else "")

    def _forget_question(self) -> None:
        super()._forget_question()
        self._end_search()

    def _apply_theme(self, theme: Theme) -> None:
        self._reading.set_theme(theme)
        super()._apply_theme(theme)

    # -- parts

    def _bring_in(self, plot: FixedPointsPlot) -> None:
        """Scroll so far that the chosen row is in sight."""
        assert plot.in_focus is not None
        probe = QPixmap(1, 1)
        painter = QPainter(probe)
        fitting = rows_that_fit(self._picture.canvas(painter), plot, self._picture.area())
        painter.end()
        self._first = min(max(self._first, plot.in_focus - fitting + 1), plot.in_focus)

    def _scroll(self, _place: QPointF, notches: float) -> None:
        self._first -= round(notches) or (1 if notches < 0 else -1)
        self._picture.repaint_all()

    def _offer(self, run: Run | None, focus: Focus) -> None:
        """Offer what may be read for ever."""
        last, cursor = (read_words(run, reading, focus.token) for reading in (LAST, CURSOR))
        segments = [
            Segment(LAST, last, tr("The last word of the text, again and again")),
            Segment(ZERO, tr("zeros for ever"), tr("An input of zeros")),
            Segment(
                CURSOR,
                tr("{cursor}, at the cursor", cursor=cursor),
                tr("The word at the token cursor, again and again"),
            ),
        ]
        if focus.reading == NOTHING:
            segments.append(Segment(NOTHING, "nothing", tr("No search")))
        self._reading.set_segments(segments, focus.reading)

    def _end_search(self) -> None:
        if self._searching:
            self._searching = False
            self._place_tools()

    def _place_tools(self) -> None:
        """Show the controls, in one line as long as that is possible."""
        controls: list[QWidget] = [self._reading, *([self._cancel] if self._searching else [])]
        wide = sum(one.sizeHint().width() + _TOOL_GAP for one in (self._while, *controls))
        self._tools.set_controls([self._while, *controls] if wide + 2 * _TOOL_MARGIN <= self.width() else controls)

    def _lay_out(self) -> None:
        high = self._tools.height_for(self.width())
        self._tools.setGeometry(0, 0, self.width(), high)
        self._picture.setGeometry(0, high, self.width(), max(self.height() - high, 1))
