"""Marks over the maps: ticks beside the rows of the chosen units, a frame around the chosen tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.plots.map_groups import MAIN
from gatescope.plots.map_stack import Band
from gatescope.plots.theme import Theme
from gatescope.session.document.document import UnitRef
from gatescope.views.tokens.marks import UnitTicks
from gatescope.views.tokens.plot_area import TokenPlot


class RowMarks:
    """Ticks at the rows of the chosen units, and the frame of the span, over the maps of one plot area."""

    def __init__(self, area: TokenPlot) -> None:
        self._area = area
        self.ticks = UnitTicks(15.0)
        area.addItem(self.ticks)

    def set_theme(self, theme: Theme) -> None:
        self.ticks.set_theme(theme)

    def place(
        self,
        bands: Sequence[Band],
        rows: tuple[float, float],
        offset: float,
        units: Sequence[UnitRef],
        signal: str = MAIN,
    ) -> None:
        """Mark the rows of `units` in `bands`, which are scrolled up by `offset` pixels.

        Args:
            rows: the part of the rows of every map that is in sight, 0 … 1.
            signal: whose maps have the frame of the span; the hidden state's where it has none.
        """
        maps = [band for band in bands if not band.panel.strip]
        framed = [band for band in maps if band.panel.signal == signal]
        framed = framed or [band for band in maps if band.panel.signal == MAIN]
        self._area.span_frame.set_stretches([(band.top - offset, band.bottom - offset) for band in framed])
        self._area.place_span()
        area = self._area.area
        self.ticks.set_rect(area)
        self.ticks.set_middles([area.top() + y - offset for band in maps for y in _middles(band, rows, units)])


def _middles(band: Band, rows: tuple[float, float], units: Sequence[UnitRef]) -> list[float]:
    """Return the middles of the rows of `units` that are in sight, in pixels of the stack."""
    found = []
    for ref in units:
        if (ref.model, ref.part) != (band.panel.model, band.panel.part):
            continue
        for row in np.flatnonzero(band.panel.order == ref.unit):
            top, bottom = band.edges_of(int(row), rows)
            middle = (top + bottom) / 2.0
            if band.top <= middle <= band.bottom:
                found.append(middle)
    return found
