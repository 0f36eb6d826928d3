"""The whole text as one row of cells, in the quantity that shades its words."""

from __future__ import annotations

import numpy as np

from gatescope.plots.chips import chip_values
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.runs import part_of
from gatescope.plots.signals import title
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

_ONE_ROW = np.zeros(1, np.int64)


def overview(run: Run, focus: Focus) -> HeatmapPanel:
    """Return a map of one row, (T, 1): what `chip_values` shades the words of `run` by."""
    values, low, high, colours = chip_values(run, focus)
    signal = focus.signal if focus.signal in run.network.cell.signals else "readout"
    return HeatmapPanel(
        run.model,
        run.network.cell.name,
        part_of(run, focus),
        signal,
        title(signal),
        "",
        values[:, None],
        _ONE_ROW,
        low,
        high,
        colours,
    )


def place_in_text(first: float, last: float, count: int) -> str:
    """Return which tokens are in sight, counted from one: ``1 918–2 007 of 2 007``."""
    start, stop = min(int(first) + 1, count), min(int(np.ceil(last)), count)
    return f"{_grouped(start)}–{_grouped(stop)} of {_grouped(count)}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
