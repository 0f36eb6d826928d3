"""Sweep: what a read-out loses without each unit, in every shown model, ranked."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gatescope.analysis.sweep.sweep import QUICK, effort
from gatescope.analysis.targets import Target
from gatescope.plots.gradient_words import plain
from gatescope.plots.runs import front_run, no_tokens, part_of
from gatescope.plots.sweep.describe import describe_sweep, with_marked
from gatescope.plots.sweep.sweep_plot import TITLE, SweepPlot
from gatescope.plots.theme import Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import UnitRef
from gatescope.views.analyses.results_of import results_of
from gatescope.views.analyses.sweep_picture import SweepPicture
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_ANY = ""
"""A read-out of no name: `targets.nearest` takes the first one, or the sum of h where there is none."""


class SweepView(PictureView[SweepPicture]):
    """Bars of units, and a sentence. A click chooses a unit, a double click or the button takes it out."""

    title = TITLE
    purpose = mark("to see what the read-out loses without each unit")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of = Target(None, _ANY)
        self._first = 0
        self._unit: UnitRef | None = None
        words = QLabel(tr("of"))
        words.setObjectName("Muted")
        self._chooser = ChoiceMenu(tr("What is lost"))
        self._chooser.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chooser.segment_picked.connect(self._choose)
        self._out = QPushButton(tr("Take out"))
        self._out.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._out.clicked.connect(self._take_out)
        self._add_tools([words, self._chooser, self._out])
        picture = SweepPicture(self)
        picture.hovered.connect(self.hovered)
        picture.row_clicked.connect(self.unit_clicked)
        picture.row_double_clicked.connect(self.unit_taken_out)
        picture.scrolled.connect(self._scroll)
        self._set_picture(picture)

    # -- showing

    def plot(self) -> SweepPlot | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show the first rows again."""
        self._scroll(0)

    def spot_at(self, place: QPoint) -> Spot | None:
        layout = self._picture.layout_now
        found = None if layout is None else layout.row_at(QPointF(self._picture.mapFrom(self, place)))
        return None if found is None else self._picture.spot_of(*found)

    def spot_at_cursor(self) -> Spot | None:
        """Return the row of the chosen unit, or the first one in sight."""
        layout, plot = self._picture.layout_now, self._picture.shown
        if layout is None or plot is None:
            return None
        rows = [(place, layout.first + at) for place in layout.columns for at in range(len(place.rows))]
        marked = (one for one in rows if one[0].column.ref(one[1]) in plot.marked)
        found = next(marked, rows[0] if rows else None)
        return None if found is None else self._picture.spot_of(*found)

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        counts = [len(run.tokens) for run in runs]
        token = counts[0] - 1 if focus.token is None else min(focus.token, max(counts) - 1)
        efforts = (effort(run.network, part_of(run, focus), token, len(run.tokens)) for run in runs)
        # What takes longer than a few frames has a process of its own, and starts when the person pauses.
        analysis = "sweep" if sum(efforts) <= QUICK else "long sweep"
        return Question.of(analysis, runs, target=replace(self._of, token=token), part=focus.part)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self._offer(snapshot, focus)
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        answered = [(run, found) for run, found in zip(question.runs, answer.results, strict=True) if found is not None]
        runs, sweeps = [run for run, _ in answered], [found for _, found in answered]
        plot = describe_sweep(runs, sweeps, self._focus, self._first)
        failures = [
            f"{escape(run.model)}: {escape(failure.rstrip('.'))}."
            for run, failure in zip(question.runs, answer.failures, strict=True)
            if failure
        ]
        self._show(replace(plot, finding=" ".join([plot.finding, *failures])))

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is not None and (frozenset(focus.units) != plot.marked or focus.model != self._front):
            self._show(with_marked(plot, focus))

    def _clear(self) -> None:
        self._show(SweepPlot(no_tokens()))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._chooser.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: SweepPlot) -> None:
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))
        self._name_unit(plot)

    @property
    def _front(self) -> str:
        return "" if self._unit is None else self._unit.model

    def _name_unit(self, plot: SweepPlot) -> None:
        """Let the button name the chosen unit of the model in front, or the first one of its ranking."""
        front = "" if self._focus is None else self._focus.model
        column = next((one for one in plot.columns if one.model == front), next(iter(plot.columns), None))
        self._out.setEnabled(column is not None)
        if column is None:
            self._unit = None
            return
        rows = [column.ref(row) for row in range(len(column.units))]
        unit = self._unit = next((ref for ref in rows if ref in plot.marked), rows[0])
        out = unit.unit in column.out
        words = tr("Put unit {unit} back", unit=unit.unit) if out else tr("Take unit {unit} out", unit=unit.unit)
        if words != self._out.text():
            self._out.setText(words)
            self._out.setAccessibleName(words)
            does = tr("Let its hidden state be what its equations say") if out else tr("Hold its hidden state at 0")
            self._out.setToolTip(tr("{does}, as one undo step; a double click of its row does the same", does=does))

    def _offer(self, snapshot: Snapshot, focus: Focus) -> None:
        run = front_run(snapshot.runs, focus)
        offered = () if run is None else tuple(results_of(run, tr("What is lost without a unit")))
        keys = [segment.key for segment in offered]
        current = str(self._of) if str(self._of) in keys else next(iter(keys), "")
        if offered:
            self._chooser.set_segments(offered, current)
        self._chooser.setEnabled(len(offered) > 1)

    # -- the person's choices

    def _choose(self, key: str) -> None:
        self._of = Target.parse(key)
        if self._snapshot is not None and self._focus is not None:
            self._offer(self._snapshot, self._focus)
        self.ask()

    def _scroll(self, first: int) -> None:
        self._first = first
        if self._picture.shown is not None and first != self._picture.shown.first:
            self._picture.show_plot(replace(self._picture.shown, first=first))

    def _take_out(self) -> None:
        if self._unit is not None:
            self.unit_taken_out.emit(self._unit)
