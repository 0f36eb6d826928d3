"""Where else: the units that are on in the chosen words, and the other places where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.gradient_words import plain
from gatescope.plots.runs import caption, front_run
from gatescope.plots.search.describe import Searched, describe_search, describe_sentence, no_unit
from gatescope.plots.search.pattern import Pattern, pattern_of, unit_of
from gatescope.plots.search.places_plot import TITLE, PlaceRow, PlacesPlot
from gatescope.plots.theme import Theme
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.spot import Spot
from gatescope.views.base.veil import Veil
from gatescope.views.search.pattern_bar import ROW, PatternBar
from gatescope.views.search.places_picture import PlacesPicture
from gatescope.views.units.finding_line import FindingLine
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot


_LEAST_LIST = 44
"""Pixels of the list that the sentence below it leaves: it is the last thing to go."""


@dataclass(frozen=True)
class Wanted:
    """A search that the person asks for.

    Attributes:
        corpus: the file to look in.
        pattern: what to look for; one unit where `top`, the largest values of which are wanted.
        top: see there.
        regex: to compare the places with, or empty.
        caption: of a picture of what is found.
        held_in_sentence: whether something is held in the sentence, which it is not in the corpus.
    """

    corpus: Path
    pattern: Pattern
    top: bool
    regex: str
    caption: str
    held_in_sentence: bool = False


class WhereElseView(PlotView):
    """Controls, a list of places, and a sentence. Over the sentence it follows every key; a corpus is searched when the
    person asks for it."""

    title = TITLE
    search_asked = Signal(object)
    """The `Wanted` search."""
    cancel_asked = Signal()
    """The person wants the search to end."""
    corpus_picked = Signal(object)
    """The `Path` of the corpus to look in, or None for the sentence."""
    corpus_wanted = Signal()
    """The person wants to name a corpus."""
    line_opened = Signal(str, int, int)
    """A line of a corpus to put into the sentence, and its place from one character to another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searched: Searched | None = None
        self._left_out: tuple[Pattern | None, frozenset[int]] = (None, frozenset())
        self._bar = PatternBar(self)
        self._bar.threshold_changed.connect(self._draw_again)
        self._bar.mode_changed.connect(self._draw_again)
        self._bar.unit_removed.connect(self._leave_out)
        self._bar.corpus_picked.connect(self.corpus_picked)
        self._bar.corpus_wanted.connect(self.corpus_wanted)
        self._bar.search_clicked.connect(self._ask)
        self._bar.cancel_clicked.connect(self.cancel_asked)
        self._bar.height_changed.connect(self._lay_out)
        self._picture = PlacesPicture(self)
        self._picture.row_opened.connect(self._open)
        self._picture.hovered.connect(self.hovered)
        self._veil = Veil(self._picture)
        self._finding = FindingLine(self)

    # -- what the app hands it

    def offer_corpora(self, corpora: Sequence[Path], corpus: Path | None) -> None:
        """Offer these corpora, with `corpus` as the one to look in; None for the sentence."""
        self._bar.offer_corpora(corpora, corpus)
        self._searched = None
        self._veil.lift()
        self._draw_again()
        self._lay_out()

    def show_share(self, share: float) -> None:
        """Show that a search is under way, and how far it is."""
        self._bar.show_running(running=True)
        if not self._veil.waits:
            self._veil.wait()
        self._veil.set_share(share)

    def show_searched(self, searched: Searched) -> None:
        """Show what a search found."""
        self._end_search()
        self._searched = searched
        self._draw_again()

    def show_failure(self, sentence: str) -> None:
        """Say why a search failed."""
        self._end_search()
        self._searched = None
        self._show(PlacesPlot(said=sentence))

    def show_cancelled(self) -> None:
        """Show again what was there before the search."""
        self._end_search()
        self._draw_again()

    # -- showing

    def plot(self) -> PlacesPlot:
        self.refresh()
        return self._picture.shown

    def minimumSizeHint(self) -> QSize:
        return QSize(0, ROW + self._picture.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def reset_view(self) -> None:
        """Show the first places again."""
        self._picture.scroll_to(0)

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(self._picture.mapFrom(self, place))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_cursor()

    def _let_go(self) -> None:
        self._left_out = (None, frozenset())

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        run = front_run(snapshot.runs, focus)
        pattern = None if run is None else self._pattern(run, focus)
        unit = unit_of(run, focus) if run is not None and self._bar.top and len(run.tokens) else None
        units = (unit,) if unit is not None else () if pattern is None else pattern.units
        self._bar.show_pattern("" if pattern is None else pattern.phrase, units, fixed=unit is not None)
        if self._searched is not None:
            self._show(describe_search(self._searched))
        elif run is None:
            self._show(PlacesPlot(said=tr("Open a model to see where else its units are on.")))
        elif self._bar.corpus is None or pattern is None:
            self._show(describe_sentence(run, pattern, unit))
        elif not units:
            self._show(PlacesPlot(said=no_unit(pattern)))
        else:
            self._show(PlacesPlot(said=tr("Press Search to look for them in {name}.", name=self._bar.corpus.name)))

    def _show(self, plot: PlacesPlot) -> None:
        self._picture.show_plot(plot)
        if not self._veil.waits:
            (self._veil.lift if plot.rows else lambda: self._veil.say(plot.nothing_to_draw()))()
        self._finding.show_text(plot.finding)
        self.setAccessibleDescription(plain(plot.finding) or plot.nothing_to_draw())
        self._lay_out()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        for part in (self._bar, self._picture, self._veil, self._finding):
            part.set_theme(theme)
        self._lay_out()

    def _draw_again(self) -> None:
        if self._snapshot is not None:
            self._snapshot_stale = True
            self._refresh_if_in_sight()

    def _pattern(self, run: Run, focus: Focus) -> Pattern | None:
        """Return the pattern in focus, without the units that the person left out of it."""
        pattern = pattern_of(run, focus, self._bar.threshold)
        of, left_out = self._left_out
        if pattern is None or pattern != of:
            self._left_out = pattern, frozenset()
            return pattern
        return replace(pattern, units=tuple(unit for unit in pattern.units if unit not in left_out))

    # -- the person's choices

    def _leave_out(self, unit: int) -> None:
        of, left_out = self._left_out
        self._left_out = of, left_out | {unit}
        self._searched = None
        self._draw_again()

    def _ask(self) -> None:
        run = self._run_in_front()
        pattern = None if run is None or self._focus is None else self._pattern(run, self._focus)
        if run is None or pattern is None or self._bar.corpus is None or self._focus is None:
            return
        if self._bar.top:
            pattern = replace(pattern, units=(unit_of(run, self._focus),))
        if pattern.units:
            about = caption([(run, pattern.part)])
            free = not run.trace.interventions
            self.search_asked.emit(Wanted(self._bar.corpus, pattern, self._bar.top, self._bar.regex, about, not free))

    def _open(self, row: PlaceRow) -> None:
        """Open a line of a corpus; of the sentence, put cursor and span on the place."""
        if self._searched is not None:
            self.line_opened.emit(row.text, row.start, row.stop)
        elif self._snapshot is not None and self._focus is not None:
            run = self._run_in_front()
            span = None if run is None else run.tokens.within(row.start, row.stop)
            if span is not None:
                self.token_clicked.emit(span.stop - 1)
                self.span_chosen.emit(span)

    def _end_search(self) -> None:
        self._bar.show_running(running=False)
        self._veil.lift()

    def _lay_out(self) -> None:
        high, foot = self._bar.height_for(self.width()), self._finding.height_for(self.width())
        foot = foot if self.height() - high - foot >= _LEAST_LIST else 0
        self._bar.setGeometry(0, 0, self.width(), high)
        self._picture.setGeometry(0, high, self.width(), max(self.height() - high - foot, 1))
        self._finding.setGeometry(0, self.height() - foot, self.width(), foot)
