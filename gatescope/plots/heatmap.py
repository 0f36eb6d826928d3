"""The maps: every signal of every shown model, units × tokens, over one token axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.as_opened import change
from gatescope.plots.colours import MIDDLE, SIGNED, farthest, indices
from gatescope.plots.description import HeatmapPanel, HeatmapPlot
from gatescope.plots.held import clamped
from gatescope.plots.once import once
from gatescope.plots.order import fitting_order, unit_order
from gatescope.plots.runs import caption, cursor_of, lies_outside, part_of, range_of, tokens_of
from gatescope.plots.signals import part_title, shown_values, symbol, title
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

# The number of tokens sampled in a column that several tokens share.
_SAMPLES = 8
_STATES = ("hidden_state", "cell_state")


def heatmap(
    runs: Sequence[Run],
    focus: Focus,
    *,
    difference: bool = False,
    strips: bool = False,
    steady: SteadyRanges | None = None,
) -> HeatmapPlot:
    """Describe the maps of `runs`: one run's panels after the other's, each in the order of its equations; where
    several are compared, from the hidden state and the cell state on to the gates.

    Args:
        difference: show what each run is now less what it was as opened, on the signed scale of its signal; or less
            the run of another model that stands in the place of that.
        strips: show that in a low strip under each map where something is held in the only run.
        steady: keeps ranges from one key to the next.
    """
    tokens = tokens_of(runs, focus)
    ranges = {signal: range_of(runs, focus, signal) for signal in _signals(runs)}
    if steady is not None:
        models = tuple(run.model for run in runs)
        ranges = {signal: steady.keep((models, focus.part, signal), found) for signal, found in ranges.items()}
    of_runs = [(run, panel) for run in runs for panel in _panels(run, focus, ranges, compared=len(runs) > 1)]
    panels = tuple(_changed(run, panel) if difference else panel for run, panel in of_runs)
    striped = strips and not difference and len(runs) == 1 and _is_held(runs[0])
    if striped:
        panels = tuple(one for run, panel in of_runs for one in (panel, _strip(run, panel)))
    said = caption([(run, part_of(run, focus)) for run in runs])
    if difference:
        others = [run.opened.model for run in runs if run.opened is not None and run.opened.model != run.model]
        said = (
            tr("{said} · difference: {model} minus {other}", said=said, model=runs[0].model, other=others[0])
            if others
            else tr("{said} · difference: now minus as opened", said=said)
        )
    said = tr("{said} · Δ: now minus as opened", said=said) if striped else said
    importance = word_importance(runs, tokens)
    return HeatmapPlot(tokens, panels, cursor=cursor_of(tokens, focus), importance=importance, caption=said)


def window(panel: HeatmapPanel, first: int, last: int, columns: int) -> NDArray[np.uint8]:
    """Return what is visible of a map as colour indices: (H, n) uint8 with rows in the panel's order, n ≤ `columns`.

    The n columns share the tokens from `first` up to but not including `last` evenly (cut to what exists). Up to
    `columns` tokens each has a column of its own. Beyond that a column stands for several tokens: at most eight of
    them, evenly spaced, are looked at, and the one that stands out is shown, which for a signed signal is the one
    farthest from zero and for a gate the one farthest from the unit's middle over the window, so that one dip of an
    open gate survives. A value that is not finite stands out more than any number.
    """
    first, last = max(first, 0), min(last, panel.values.shape[0])
    count = last - first
    if count <= 0 or columns <= 0:
        return np.zeros((len(panel.order), 0), np.uint8)
    if count <= columns:
        shown = indices(panel.values[first:last], panel.low, panel.high, outside=panel.outside)
    else:
        shown = _pool(panel, _sample(first, count, columns))
    return np.take(shown.T, panel.order, axis=0)


def buckets(stretch: tuple[float, float], count: int, pixels: int) -> tuple[int, int, int]:
    """Return the first token, one past the last, and into how many columns they go.

    Where tokens share a column, the columns start at multiples of their size: panning moves them as they are rather
    than choosing other neighbours at every step.
    """
    first, last = max(floor(stretch[0]), 0), min(ceil(stretch[1]), count)
    if last - first <= pixels:
        return first, max(last, first), max(last - first, 0)
    size = 1 << ceil(np.log2((last - first) / max(pixels, 1)))
    first -= first % size
    last = min(-(-last // size) * size, count)
    return first, last, -(-(last - first) // size)


def _sample(first: int, count: int, columns: int) -> NDArray[np.int64]:
    """Return the tokens to look at, (columns, samples): the same ones in every map of the window."""
    edges = first + count * np.arange(columns + 1, dtype=np.int64) // columns
    sizes = np.diff(edges)
    samples = min(_SAMPLES, int(sizes.max()))
    return edges[:-1, None] + sizes[:, None] * np.arange(samples) // samples


def _pool(panel: HeatmapPanel, sampled: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Keep of the tokens (columns, samples) the one that stands out: (columns, H)."""
    greatest = panel.values[sampled[:, 0]]
    least = greatest.copy()
    for tokens in sampled[:, 1:].T:
        found = panel.values[tokens]
        np.maximum(greatest, found, out=greatest)
        np.minimum(least, found, out=least)
    above = indices(greatest, panel.low, panel.high, outside=panel.outside)
    below = indices(least, panel.low, panel.high, outside=panel.outside)
    # A NaN is both the greatest and the least of its column, an infinity one of them.
    middle = MIDDLE if panel.colours == SIGNED else (above.mean(axis=0) + below.mean(axis=0)) / 2
    return farthest(above, below, middle)


def _signals(runs: Sequence[Run]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(signal for run in runs for signal in run.network.cell.signals))


def _panels(run: Run, focus: Focus, ranges: dict[str, tuple[float, float]], *, compared: bool) -> list[HeatmapPanel]:
    part, cell = part_of(run, focus), run.network.cell
    states = [signal for signal in _STATES if compared and signal in cell.signals]
    signals = (*states, *(signal for signal in cell.signals if signal not in states))
    order = unit_order(run, part, focus.order)
    recorded = {signal: shown_values(run, part, signal) for signal in cell.signals}
    return [
        HeatmapPanel(
            model=run.model,
            cell=cell.name,
            part=part,
            signal=signal,
            title=title(signal),
            symbol=symbol(signal, cell.name),
            values=recorded[signal],
            order=fitting_order(order, recorded[signal].shape[1]),
            low=ranges[signal][0],
            high=ranges[signal][1],
            colours=signal if signal in cell.unit_interval and ranges[signal][0] >= 0 else SIGNED,
            place=part_title(run.network, part),
            clamped=clamped(run, part, signal),
            outside=lies_outside(run, part, signal, ranges[signal][1]),
        )
        for signal in signals
    ]


def _changed(run: Run, panel: HeatmapPanel) -> HeatmapPanel:
    """Return the panel of what changed since the model was opened."""
    end = max(-panel.low, panel.high)
    values, symbol = change(run, panel.part, panel.signal), f"Δ{panel.symbol}"
    outside = once(run, ("change", panel.part, panel.signal), values.greatest) > end * (1 + 1e-6)
    return replace(
        panel, values=values, symbol=symbol, low=-end, high=end, colours=SIGNED, difference=True, outside=outside
    )


def _is_held(run: Run) -> bool:
    return run.opened is not None and bool(run.trace.interventions)


def _strip(run: Run, panel: HeatmapPanel) -> HeatmapPanel:
    """Return the strip under a map: what changed, without the frames of what is held."""
    return replace(_changed(run, panel), strip=True, clamped=())
