"""Traces: the signals of the chosen units over the tokens, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.traces import in_lanes, selected_units, traces
from gatescope.views.lines.line_view import LinePlotView
from gatescope.words import mark

if TYPE_CHECKING:
    from gatescope.plots.description import LinePlot
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


class TracesView(LinePlotView):
    """The lines of the chosen units, in the range that they need; a click on a row of a map chooses its unit.

    What a click in the legend hides is kept for single units and for lanes of several apart.
    """

    title = mark("Traces")
    purpose = mark("to see how a unit follows it")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steady = SteadyRanges()
        self._by_mode: dict[bool, frozenset[str]] = {}

    def reset_view(self) -> None:
        self._steady.forget()
        self._by_mode.clear()
        if self._snapshot is not None and self._focus is not None and self.in_sight:
            self._draw(self._snapshot, self._focus)
        super().reset_view()

    def _toggle(self, name: str) -> None:
        plot = self._plot
        if plot is None or self._snapshot is None or self._focus is None:
            return
        rows = {one.name: drawn for one, drawn in plot.rows}
        self._by_mode[plot.lanes] = frozenset(other for other, drawn in rows.items() if drawn == (other == name))
        self._draw(self._snapshot, self._focus)

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        lanes = bool(snapshot.runs) and in_lanes(selected_units(snapshot, focus))
        return traces(snapshot, focus, hidden=self._by_mode.get(lanes), steady=self._steady)
