"""Lets the docks of units measure over a corpus that a search has indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Slot

from gatescope.analysis.units.over_corpus import OverCorpus
from gatescope.app.window.main_window import MainWindow
from gatescope.views.base.plot_view import PlotView

if TYPE_CHECKING:
    # Imported with their docks, when those are first shown.
    from gatescope.views.units.unit_analysis import UnitAnalysisView
    from gatescope.views.units.units import UnitsView

_MOST = 4
"""Corpora that are offered, the last ones: each keeps the network that read it."""
_TABLE, _FOLLOWING = "units", ("saturation", "timescales")


class UnitsOver(QObject):
    """Offers corpora in the table of units, and has the other docks follow the choice that is made there."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._corpora: tuple[OverCorpus, ...] = ()
        self._over: OverCorpus | None = None
        self._table: UnitsView | None = None
        self._views: list[UnitAnalysisView] = []  # type: ignore[type-arg]
        window.view_made.connect(self._adopt)

    def offer(self, corpus: OverCorpus) -> None:
        """Offer a corpus that was read, in place of what was known of it before."""
        others = [one for one in self._corpora if one.name != corpus.name or not one.fits(corpus.network, corpus.part)]
        self._corpora = (corpus, *others)[:_MOST]
        if self._table is not None:
            self._table.offer_corpora(self._corpora)

    @Slot(str, object)
    def _adopt(self, name: str, view: PlotView) -> None:
        if name == _TABLE:
            self._table = cast("UnitsView", view)
            self._table.over_picked.connect(self._pick)
            self._table.offer_corpora(self._corpora)
        elif name in _FOLLOWING:
            following = cast("UnitAnalysisView", view)  # type: ignore[type-arg]
            self._views.append(following)
            following.show_over(self._over)

    @Slot(object)
    def _pick(self, over: OverCorpus | None) -> None:
        self._over = over
        for view in self._views:
            view.show_over(over)
