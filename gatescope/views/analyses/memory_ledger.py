"""Memory ledger: what every word still holds in the state that carries the memory, after every token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QLabel, QWidget

from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.ledger import at_cursor, describe_ledger
from gatescope.plots.memory.ledger_plot import TITLE, LedgerPlot
from gatescope.plots.runs import cursor_of, front_run, no_tokens, part_of
from gatescope.plots.theme import Theme
from gatescope.plots.traces import chosen_unit
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.analyses.ledger_picture import LedgerPicture
from gatescope.views.base.math_text import in_math_font
from gatescope.views.base.spot import Spot
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.tokens.token_picture_view import TokenPictureView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_ALL, _ONE = "all", "one"


class MemoryLedgerView(TokenPictureView[LedgerPicture]):
    """Bands of words over the tokens; a click moves the token cursor, the mouse brings a word out.

    It shows all units together, or the chosen one.
    """

    title = TITLE
    purpose = mark("to see what each of its words still holds")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of = _ALL
        self._unit: int | None = None
        self._units = ChoiceMenu(tr("Units in the ledger"))
        self._units.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._units.segment_picked.connect(self._choose_units)
        self._about = QLabel()
        self._about.setObjectName("Muted")
        self._about.setTextFormat(Qt.TextFormat.RichText)
        self._add_tools([self._units], self._about, gap=4)
        picture = LedgerPicture(self._range, self)
        picture.hovered.connect(self.hovered)
        self._set_token_picture(picture, picture.repaint_all)
        self._offer_units()

    # -- showing

    def plot(self) -> LedgerPlot | None:
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        there = QPointF(self._picture.mapFrom(self, place))
        return self._picture.spot_at(there, self._picture.token_at(there.x()))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if not runs:
            return None
        return Question.of("memory ledger", runs, part=focus.part, unit=self._unit if self._of == _ONE else None)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        run = front_run(snapshot.runs, focus)
        unit = None if run is None else chosen_unit(run, part_of(run, focus), focus).unit
        if unit != self._unit:
            self._unit = unit
            self._offer_units()
        super()._draw(snapshot, focus)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        self._show(describe_ledger(question.runs, answer.results, self._focus, answer.failures))

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is None or self._shown is None:
            return
        if focus.model != plot.front and any(panel.model == focus.model for panel in plot.panels):
            self._draw_answer(*self._shown)
        elif focus.token != plot.cursor:
            self._show(at_cursor(plot, cursor_of(plot.tokens, focus)))

    def _clear(self) -> None:
        self._show(LedgerPlot(no_tokens()))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._units.set_theme(theme)
        super()._apply_theme(theme)

    def _show(self, plot: LedgerPlot) -> None:
        self._lead_range(len(plot.tokens), plot.cursor)
        same = self._picture.shown is not None and self._picture.shown.panels is plot.panels
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(plain(plot.finding))
        if not same:
            before, symbols, after = plot.about
            place = f"{plot.place} · " if plot.place else ""
            told = f"{place}{before} {in_math_font(symbols, 14)} {after}"
            self._about.setText(told if plot.panels else "")

    # -- the person's choices

    def _offer_units(self) -> None:
        offered = [Segment(_ALL, tr("All units"), tr("What the words hold in all units together"))]
        if self._unit is not None:
            offered.append(
                Segment(_ONE, tr("Unit {unit}", unit=self._unit), tr("What the words hold in the chosen unit alone"))
            )
        self._units.set_segments(offered, self._of if self._unit is not None else _ALL)

    def _choose_units(self, of: str) -> None:
        self._of = of
        self._offer_units()
        self.ask()
