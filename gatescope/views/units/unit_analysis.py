"""The base of views that show one analysis of units as dots."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from gatescope.paint.units.dots import Hit
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import Theme
from gatescope.plots.units.dot_plot import DotPlot, chosen_units
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.base.picture_view import PictureView
from gatescope.views.base.spot import Spot
from gatescope.views.units.dot_picture import DotPicture

if TYPE_CHECKING:
    from gatescope.analysis.units.over_corpus import OverCorpus
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot

P = TypeVar("P", bound=DotPlot)


class UnitAnalysisView(PictureView[DotPicture[P]], Generic[P]):
    """Asks `analysis` of the runs about the part in focus, and shows the dots that `_describe` makes of the answers.

    A click on a dot chooses its unit everywhere, with Ctrl it is added to those that are chosen.
    """

    analysis = ""
    """The name in the catalogue."""
    in_front_only = True
    """Whether only the model in front is asked about, or every one that is shown."""

    def __init__(self, picture: DotPicture[P], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over: OverCorpus | None = None
        picture.setParent(self)
        picture.clicked.connect(self._click)
        picture.hovered.connect(self.hovered)
        self._set_picture(picture)

    def _describe(self, runs: list[Run], results: list[object], focus: Focus) -> P:
        """Describe the picture; without runs, an empty one."""
        raise NotImplementedError

    def show_over(self, over: OverCorpus | None) -> None:
        """Show what was measured over a corpus, wherever that fits the model in front; None for the sentence."""
        self._over = over
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    def _click(self, hit: Hit, extend: bool) -> None:
        """Choose the unit whose dot was clicked."""
        plot = self._picture.shown
        if plot is not None:
            self.unit_clicked.emit(plot.groups[hit.group].ref(hit.unit), extend)

    def plot(self) -> P | None:
        return self._picture.shown

    def reset_view(self) -> None:
        """Show the whole axes again."""
        self._picture.reset_zoom()

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        return self._picture.spot_at_choice()

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        runs = tuple(run for run in snapshot.runs if len(run.tokens))
        if self.in_front_only:
            runs = tuple(run for run in runs if run.model == focus.model) or runs[:1]
        return Question.of(self.analysis, runs, part=focus.part) if runs else None

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        assert self._focus is not None
        pairs = [(run, found) for run, found in zip(question.runs, answer.results, strict=True) if found is not None]
        plot = self._describe([run for run, _ in pairs], [found for _, found in pairs], self._focus)
        self._show(plot)

    def _draw_cursor(self, focus: Focus) -> None:
        self._picture.show_chosen(chosen_units(focus))

    def _clear(self) -> None:
        assert self._focus is not None
        self._show(self._describe([], [], self._focus))

    def _show(self, plot: P) -> None:
        self._picture.show_plot(plot)
        self._picture.setAccessibleDescription(unescape(plain(plot.finding)))

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        super()._apply_theme(theme)
