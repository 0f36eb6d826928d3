"""Units: a table of what every unit of the part in focus does in this sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.analysis.units.over_corpus import OverCorpus, overview_over
from gatescope.analysis.units.overview import POSITION as BY_POSITION
from gatescope.analysis.units.overview import UnitOverview
from gatescope.errors import UsageError
from gatescope.plots.numbers import number
from gatescope.plots.runs import cursor_of, front_run, no_tokens
from gatescope.plots.theme import Theme
from gatescope.plots.units.dot_plot import chosen_units
from gatescope.plots.units.table import TableChoice, describe_units, head_in_words
from gatescope.plots.units.table_plot import TITLE, TRACE, UNIT, Sorting, UnitTablePlot
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, Value, ValueText
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.spot import Spot
from gatescope.views.base.text_size import scaled
from gatescope.views.units.finding_line import FindingLine
from gatescope.views.units.unit_table import UnitTable
from gatescope.views.units.unit_tools import ROW, SENTENCE, UnitTools
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.engine.part import Part
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot


class UnitsView(AnalysisView):
    """A row a unit; heads sort, a field finds, a click chooses the unit everywhere."""

    title = TITLE
    purpose = mark("to see what its units do")

    over_picked = Signal(object)
    """The `OverCorpus` to measure the units over, or None for the sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = TableChoice()
        self._state = "hidden_state"
        self._corpora: tuple[OverCorpus, ...] = ()
        self._over = SENTENCE
        self._table = UnitTable(self)
        self._table.unit_picked.connect(self._pick)
        self._table.column_picked.connect(self._sort)
        self._table.cell_pointed.connect(self._point)
        self._finding = FindingLine(self)
        self._tools = UnitTools(self)
        self._tools.over_picked.connect(self._choose_over)
        self._tools.state_picked.connect(self._choose_state)
        self._tools.compared_picked.connect(self._compare)
        self._tools.typed.connect(self._find)
        self._tools.height_changed.connect(self._lay_out)
        self._cover(self._table)

    # -- showing

    def plot(self) -> UnitTablePlot | None:
        plot = self._table.table.shown
        return None if plot is None else replace(plot, first=self._table.first_row)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, ROW + self._table.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def reset_view(self) -> None:
        """Show all units in their usual order, from the first on."""
        self._choice = replace(self._choice, sorting=Sorting())
        self._tools.field.clear()
        self._redraw()
        self._table.scrollToTop()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        run = front_run(runs, focus)
        if run is None:
            return None
        return Question.of("unit overview", (run,), part=focus.part, state=self._state)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        run, found = question.runs[0], answer.results[0]
        assert isinstance(found, UnitOverview)
        over = self._measured_over(run, found.part)
        self._choice = replace(self._choice, over="" if over is None else over.name)
        if over is not None:
            found = overview_over(over, run.trace, self._state)
        self._show_tools(run, found)
        try:
            plot = describe_units(run, found, self._focus, self._choice)
        except UsageError as error:
            plot = describe_units(run, found, self._focus, replace(self._choice, wanted=""))
            plot = replace(plot, finding=f"{escape(str(error))}.")
        if not len(plot.rows):
            plot = replace(plot, finding=tr("No unit fits “{wanted}”.", wanted=escape(self._choice.wanted)))
        self._show(plot)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._table.table.shown
        if plot is None:
            return
        cursor, selected, span = cursor_of(plot.tokens, focus), chosen_units(focus), focus.span
        if (cursor, selected, span) != (plot.cursor, plot.selected, plot.span):
            self._table.show_plot(replace(plot, cursor=cursor, selected=selected, span=span))

    def _clear(self) -> None:
        self._tools.clear()
        self._show(UnitTablePlot(no_tokens()))

    def _apply_theme(self, theme: Theme) -> None:
        self._tools.set_theme(theme)
        self._table.set_theme(theme)
        self._finding.set_theme(theme)
        super()._apply_theme(theme)
        self._lay_out()

    def _show(self, plot: UnitTablePlot) -> None:
        self._table.show_plot(plot)
        self._finding.show_text(plot.finding)
        self._lay_out()

    def _show_tools(self, run: Run, found: UnitOverview) -> None:
        corpora = [one for one in self._corpora if one.fits(run.network, found.part)]
        compared = [key for key in found.correlation if key != BY_POSITION] or [BY_POSITION]
        now = self._choice.compared if self._choice.compared in compared else compared[0]
        self._tools.offer(corpora, self._choice.over, run.network.cell.states, found.state, compared, now)

    def offer_corpora(self, corpora: Sequence[OverCorpus]) -> None:
        """Offer to measure the units over these, each wherever it fits the model in front; the sentence is always
        offered."""
        self._corpora = tuple(corpora)
        self._redraw()

    def _measured_over(self, run: Run, part: Part) -> OverCorpus | None:
        """Return the corpus that was chosen, if it fits; None for the sentence."""
        fitting = (one for one in self._corpora if one.name == self._over and one.fits(run.network, part))
        return next(fitting, None)

    # -- the person's choices

    def _pick(self, unit: int, extend: bool) -> None:
        plot = self._table.table.shown
        if plot is not None:
            self.unit_clicked.emit(plot.ref(unit), extend)

    def _sort(self, column: str) -> None:
        now = self._choice.sorting
        falling = not now.falling if now.column == column else column != UNIT
        self._choice = replace(self._choice, sorting=Sorting(column, falling))
        self._redraw()

    def _find(self, text: str) -> None:
        self._choice = replace(self._choice, wanted=text)
        self._redraw()

    def _compare(self, key: str) -> None:
        self._choice = replace(self._choice, compared=key)
        self._redraw()

    def _choose_over(self, key: str) -> None:
        self._over = key
        self._redraw()
        self.over_picked.emit(next((one for one in self._corpora if one.name == key), None))

    def _choose_state(self, state: str) -> None:
        self._state = state
        self.ask()

    def _redraw(self) -> None:
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    # -- what is under the mouse

    def spot_at(self, place: QPoint) -> Spot | None:
        view = self._table.viewport()
        inside = view.mapFrom(self, place)
        row, column = self._table.rowAt(inside.y()), self._table.columnAt(inside.x())
        plot, unit = self._table.table.shown, self._table.table.unit_at(row)
        if plot is None or unit is None or column < 0 or not view.rect().contains(inside):
            return None
        return self._spot(unit, plot.columns[column], inside, None)

    def spot_at_cursor(self) -> Spot | None:
        plot = self._table.table.shown
        units = [] if plot is None else [ref.unit for ref in plot.selected if ref == plot.ref(ref.unit)]
        if not units:
            return None
        # Without a mouse, what is told is shown as well.
        self._table.bring_into_sight(min(units))
        return self._spot(min(units), UNIT, None, None)

    def _point(self, unit: int, column: str, place: QPoint) -> None:
        pointer = self._table.viewport().mapToGlobal(place)
        self.hovered.emit(None if unit < 0 else self._spot(unit, column, place, pointer))

    def _spot(self, unit: int, column: str, place: QPoint | None, pointer: QPoint | None) -> Spot | None:
        plot, cell = self._table.table.shown, self._table.cell_rect(unit, column)
        if plot is None or cell is None:
            return None
        value: Value | None = None
        if column == TRACE and place is not None and self._shown is not None:
            run = self._shown[0].runs[0]
            inner = cell.width() - 2 * scaled(8.0)
            token = int((place.x() - cell.left() - scaled(8.0)) / max(inner, 1.0) * len(plot.values))
            if 0 <= token < len(plot.values):
                value = SignalValue(run, plot.part, plot.state, unit, token)
        return Spot.on(self._table, value or UnitValue(plot.ref(unit), _told(plot, unit)), QRectF(cell), pointer)

    def _lay_out(self) -> None:
        high, foot = self._tools.height_for(self.width()), self._finding.height_for(self.width())
        foot = foot if self.height() - high - foot >= self._table.minimumSizeHint().height() else 0
        self._tools.setGeometry(0, 0, self.width(), high)
        self._table.setGeometry(0, high, self.width(), max(self.height() - high - foot, 1))
        self._finding.setGeometry(0, self.height() - foot, self.width(), foot)


def _told(plot: UnitTablePlot, unit: int) -> ValueText:
    rows = tuple(
        TextRow(
            plot.keeps if column == "right" else plot.state, head_in_words(plot, column), _value(plot, column, unit)
        )
        for column in plot.columns
        if column not in (UNIT, TRACE)
    )
    head = tr("unit {unit} · {place}", unit=unit, place=plot.place) if plot.place else tr("unit {unit}", unit=unit)
    return ValueText(
        head,
        rows=rows,
        note=tr("Over {what}", what=plot.over or tr("the {count} tokens of this sentence", count=len(plot.tokens))),
    )


def _value(plot: UnitTablePlot, column: str, unit: int) -> str:
    if column == "right":
        low, high = float(plot.numbers["left"][unit]), float(plot.numbers[column][unit])
        return tr("{low:.1f} % and {high:.1f} %", low=100 * low, high=100 * high)
    return number(float(plot.numbers[column][unit]))
