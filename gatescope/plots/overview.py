"""The whole text as one row of cells, in the quantity that shades its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.runs import part_of
from gatescope.plots.shading import bands
from gatescope.plots.signals import title
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_ONE_ROW = np.zeros(1, np.int64)


def overview(runs: Sequence[Run], focus: Focus) -> HeatmapPanel:
    """Return a map of one row, (T, 1): what shades the chips, of several bands that of the model in focus."""
    shown = bands(runs, focus)
    band = next((one for one in shown if one.run.model == focus.model), shown[0])
    return HeatmapPanel(
        band.run.model,
        band.run.network.cell.name,
        part_of(band.run, focus),
        band.quantity,
        title(band.quantity),
        "",
        band.painted[:, None],
        _ONE_ROW,
        band.low,
        band.high,
        band.colours,
    )


def place_in_text(first: float, last: float, count: int) -> str:
    """Return which tokens are in sight, counted from one: ``1 918–2 007 of 2 007``."""
    start, stop = min(int(first) + 1, count), min(int(np.ceil(last)), count)
    return tr(
        "{grouped}–{grouped2} of {grouped3}", grouped=_grouped(start), grouped2=_grouped(stop), grouped3=_grouped(count)
    )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
