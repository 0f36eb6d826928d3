"""What is folded of the maps of a Compare: what a person chose, else what has no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.map_groups import MAIN, MapGroups, fit_groups
from gatescope.plots.map_stack import Stack
from gatescope.plots.theme import Theme
from gatescope.views.maps.model_header import FoldedMaps


class FoldedGroups(QObject):
    """Keeps the choice, and shows in the rows of the headers the names of the maps that are folded."""

    changed = Signal()
    """Other maps are to be shown."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._by_hand: dict[str, frozenset[str]] = {}
        self._panels: tuple[HeatmapPanel, ...] = ()
        self._groups = MapGroups((), {})
        self._rows: dict[str, FoldedMaps] = {}

    @property
    def rows(self) -> dict[str, FoldedMaps]:
        """By model, the names beside its header."""
        return self._rows

    def fit(
        self, panels: Sequence[HeatmapPanel], front: str, height: float, unit: float = 1.0
    ) -> tuple[HeatmapPanel, ...]:
        """Return which of `panels` to show in `height` pixels; a design pixel has `unit` of them."""
        self._panels = tuple(panels)
        self._groups = fit_groups(panels, front, height, self._by_hand, unit)
        return self._groups.shown

    def folded(self, model: str) -> tuple[HeatmapPanel, ...]:
        """Return the maps of `model` that are folded."""
        return self._groups.folded.get(model, ())

    def folds(self, model: str) -> bool:
        """Return whether `model` has maps that can be folded."""
        return any(panel.model == model and panel.signal != MAIN for panel in self._panels)

    def toggle(self, model: str, every: bool) -> None:
        """Show all maps of `model` if some are folded, else fold them; those of all models alike where `every`."""
        opened = bool(self.folded(model))
        for one in {panel.model for panel in self._panels} if every else {model}:
            signals = {panel.signal for panel in self._panels if panel.model == one} - {MAIN}
            self._by_hand[one] = frozenset() if opened else frozenset(signals)
        self.changed.emit()

    def show_map(self, model: str, signal: str) -> None:
        """Show one map that is folded."""
        self._by_hand[model] = frozenset(panel.signal for panel in self.folded(model)) - {signal}
        self.changed.emit()

    def reset(self) -> None:
        """Forget what a person chose."""
        if self._by_hand:
            self._by_hand.clear()
            self.changed.emit()

    def place(self, stack: Stack, offset: float, area: QRectF, theme: Theme) -> None:
        """Put the names into the rows of the headers over `area`, `offset` pixels of which are scrolled away above."""
        headed = {panel.model: (top, panel) for top, _height, panel in stack.headers}
        for model in self._rows.keys() - headed.keys():
            self._rows.pop(model).deleteLater()
        for model, (top, _) in headed.items():
            row = self._rows.get(model)
            if row is None:
                if not self.folded(model):
                    continue
                row = self._rows[model] = FoldedMaps(self._view)
                row.map_asked.connect(self.show_map)
            inside = 0.0 <= top - offset <= area.height() - row.height()
            row.show_panels(self.folded(model) if inside else (), area.width(), theme)
            row.move(round(area.left()), round(area.top() + top - offset))
