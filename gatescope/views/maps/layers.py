"""The overview of a deep network: one small map a layer and direction, and the way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatescope.plots.layers import LayersPlot, layers, signal_of
from gatescope.plots.runs import part_of
from gatescope.plots.traces import chosen_unit
from gatescope.plots.values.signal_value import SignalValue
from gatescope.session.document.document import UnitRef
from gatescope.views.base.empty_text import empty_text
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.veil import Veil
from gatescope.views.maps.layers_picture import LayersPicture, Place
from gatescope.views.tokens.range import TokenRange
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.plots.theme import Theme
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.views.base.spot import Spot


class LayersView(PlotView):
    """All layers and directions of the shown models, by the signal in focus. A click on one brings it into focus
    everywhere, one on a map its token and unit as well. Networks of one layer have no use for it."""

    title = mark("All layers")
    purpose = mark("to see what its layers do")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_range: TokenRange | None = TokenRange(self)
        self._picture = LayersPicture(self._own_range, self)
        self._veil = Veil(self)
        self._veil.cover(self._picture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._picture)
        self._picture.clicked.connect(self._click)
        self._picture.name_clicked.connect(self._click_name)
        self._picture.click_undone.connect(self.click_undone)
        self._picture.brushed.connect(self.span_chosen)
        self._picture.pointed.connect(self._point)
        self._picture.reset_asked.connect(self.reset_view)

    def is_idle(self, snapshot: Snapshot) -> bool:
        return all(len(run.network.parts) == 1 for run in snapshot.runs)

    def link_tokens(self, token_range: TokenRange) -> None:
        self._own_range = None
        self._picture.set_token_range(token_range)

    def plot(self) -> LayersPlot | None:
        self.refresh()
        return self._picture.shown

    def reset_view(self) -> None:
        """Show all tokens again."""
        self._picture.show_all()

    def spot_at(self, place: QPoint) -> Spot | None:
        found = self._picture.place_of(QPointF(self._picture.mapFrom(self, place)))
        return None if found is None else self._spot(found)

    def spot_at_cursor(self) -> Spot | None:
        focus = self._focus
        run = None if self._snapshot is None or focus is None else self._snapshot.run(focus.model)
        if run is None or focus is None or focus.token is None or not focus.token < len(run.tokens):
            return None
        part = part_of(run, focus)
        unit = chosen_unit(run, part, focus).unit
        return self._spot(self._picture.cell_of(UnitRef(run.model, part, unit), focus.token))

    def refresh(self) -> None:
        super().refresh()
        if self._focus is not None:
            self._picture.set_span(self._focus.span)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        sentence = empty_text(snapshot, focus, tr(self.purpose))
        plot = None if sentence else layers(snapshot.runs, focus)
        if self._own_range is not None and plot is not None:
            self._own_range.set_tokens(len(plot.tokens), plot.cursor)
        self._picture.show_plot(plot, focus)
        if sentence:
            self._veil.say(sentence)
        else:
            self._veil.lift()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._veil.set_theme(theme)
        self._picture.set_theme(theme)

    def _let_go(self) -> None:
        self._picture.show_plot(None, None)

    def _click(self, token: int, extend: bool) -> None:
        found = self._picture.pressed
        if found is None or found.unit is None:
            return
        self.token_clicked.emit(token)
        self.unit_clicked.emit(found.unit, extend)
        self.part_chosen.emit(found.part)

    def _click_name(self, found: Place) -> None:
        self.part_chosen.emit(found.part)

    def _point(self, _token: int, place: QPointF) -> None:
        found = self._picture.place_of(place)
        self.hovered.emit(None if found is None else self._spot(found))

    def _spot(self, found: Place | None) -> Spot | None:
        run = self._snapshot.run(found.model) if self._snapshot is not None and found is not None else None
        if run is None or found is None or found.unit is None or not 0 <= found.token < len(run.tokens):
            return None
        signal = signal_of(run, found.signal)
        return self._picture.spot(SignalValue(run, found.part, signal, found.unit.unit, found.token), found)
