"""From the arguments of ``gatescope render`` to a plot description."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.model import Model
from gatescope.plots.description import HeatmapPlot, LinePlot, MatrixPlot
from gatescope.plots.heatmap import heatmap
from gatescope.plots.matrix import matrix
from gatescope.plots.runs import part_of
from gatescope.plots.traces import liveliest, traces
from gatescope.session.document import Focus, UnitRef
from gatescope.session.snapshot import Run, Snapshot


def describe_weights(model: Model, key: str | None) -> MatrixPlot:
    """The parameter called `key`, or the recurrent matrix of the last layer's first gate.

    Raises:
        UsageError: there is no such parameter.
    """
    network = model.network
    gate = next(signal for signal in network.cell.signals if signal in network.cell.gates)
    words = model.vocabulary.tokens if model.vocabulary is not None else ()
    return matrix(network, model.name, key or f"{network.parts[-1]}.U.{gate}", words)


def describe_runs(runs: Sequence[Run], args: argparse.Namespace) -> HeatmapPlot | LinePlot:
    """The maps or traces that the arguments ask for.

    Raises:
        UsageError: a signal, unit, token, layer or direction does not exist, or the models cannot share a picture.
    """
    first = runs[0]
    if len({run.model for run in runs}) < len(runs):
        raise UsageError("two of these models have the same name, so a picture could not tell them apart")
    if any(not np.array_equal(run.tokens.starts, first.tokens.starts) for run in runs):
        raise UsageError("these models cut the text into different tokens, so they have no token axis in common")
    signals = _signals(runs, args.signal or [])
    part = _part(first.network, args.layer, args.direction)
    for run in runs:
        _check_units(run, part, args.units or ())
    focus = Focus(model=first.model, part=part, token=_token(len(first.tokens), args.token))
    if args.view == "heatmap":
        return _maps(heatmap(runs, focus), signals, args.units)
    return _lines(runs, focus, signals, args.units)


def _lines(runs: Sequence[Run], focus: Focus, signals: Sequence[str], units: Sequence[int] | None) -> LinePlot:
    """The traces of the given units of every model, or of each model's liveliest one."""
    if units is None:
        chosen = [liveliest(run, focus) for run in runs]
    else:
        chosen = [UnitRef(run.model, part_of(run, focus), unit) for run in runs for unit in units]
    if len(chosen) > 1 and len(signals) > 1:
        raise UsageError("traces of several units show one signal: name one with --signal, or one unit with --units")
    focus = replace(focus, units=tuple(chosen), signal=signals[0] if signals else focus.signal)
    return traces(Snapshot(0, runs[0].tokens.text, tuple(runs), "", 0.0), focus, signals)


def _maps(plot: HeatmapPlot, signals: Sequence[str], units: Sequence[int] | None) -> HeatmapPlot:
    panels = (panel for panel in plot.panels if not signals or panel.signal in signals)
    if units is not None:
        order = np.array(units, np.int64)
        panels = (replace(panel, order=order) for panel in panels)
    return replace(plot, panels=tuple(panels))


def _signals(runs: Sequence[Run], wanted: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(signal for run in runs for signal in run.network.cell.signals))
    for name in wanted:
        if name not in known:
            raise UsageError(f"there is no signal {name!r}; there are {', '.join(known)}")
    return list(wanted)


def _part(network: Network, layer: int | None, direction: str) -> str:
    depth = len(network.layers)
    part = f"layer{depth - 1 if layer is None else layer}.{direction}"
    if part not in network.parts:
        raise UsageError(f"there is no {part}; the network has {', '.join(network.parts)}")
    return part


def _check_units(run: Run, part: str, units: Sequence[int]) -> None:
    part = part if part in run.network.parts else run.network.parts[-1]
    count = run.trace[f"{part}.hidden_state"].shape[1]
    for unit in units:
        if unit >= count:
            raise UsageError(f"there is no unit {unit}; {part} of {run.model} has units 0 to {count - 1}")


def _token(count: int, wanted: int | None) -> int | None:
    if wanted is None:
        return None
    token = wanted + count if wanted < 0 else wanted
    if not 0 <= token < count:
        raise UsageError(f"there is no token {wanted}; the text has {count} tokens, counted from 0")
    return token
