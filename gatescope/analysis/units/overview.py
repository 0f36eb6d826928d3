"""The rows of the table of units: what a unit's state follows, how its keeping gate stands, and its half-life.

ρ = Pearson's correlation of the state with a read-out, or with the position, over the tokens
half-life = ln ½ / ln f̄ in tokens, f̄ the mean of the gate that keeps the state (see `analysis.time_scales`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.saturation import limits
from gatescope.analysis.time_scales import KEEPING_GATE, half_life
from gatescope.analysis.unit_statistics import correlation
from gatescope.analysis.units.standing import Standing, finite_part, standing_of
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.read_out import write_read_out
from gatescope.engine.trace import Trace
from gatescope.progress import Report, portion, silent

Values = NDArray[np.float64]

POSITION = "position"
MOST_LABELS = 8
"""A read-out with more labels, such as a vocabulary, is no one thing that a unit could follow."""


@dataclass(frozen=True, eq=False)
class UnitOverview:
    """One state of one layer and direction over N tokens, a number a unit.

    Attributes:
        part: the layer and direction; state: the signal, such as ``hidden_state``.
        mean: (H,) of the state.
        keeps: the gate whose standing `standing` is; of an RNN, which has none, its state.
        standing: of that.
        half_life: (U,) in tokens, ∞ for a gate that stayed open; empty for an RNN.
        correlation: (H,) Pearson's ρ of the state by what it is compared with: ``readout.NAME`` or
            ``readout.NAME:LABEL``, and last ``position``; NaN where one of both does not vary.
        tokens: N, those before the first at which the run is not finite; bad: that one, or None.
    """

    part: Part
    state: str
    mean: Values
    keeps: str
    standing: Standing
    half_life: Values
    correlation: Mapping[str, Values]
    tokens: int
    bad: int | None


def unit_overview(
    network: Network, trace: Trace, *, part: str | None, state: str = "hidden_state", report: Report = silent
) -> UnitOverview:
    """Measure the units of `part`, or of the last part where the network is shallower.

    Args:
        state: the signal to compare; the hidden state where the cell has no such signal.

    Raises:
        UsageError: an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    part, finite = finite_part(trace, part)
    state = state if state in trace.cell.signals else "hidden_state"
    keeps = KEEPING_GATE.get(trace.cell.name, "hidden_state")
    values = finite[f"{part}.{state}"]
    standing = standing_of(finite[f"{part}.{keeps}"], limits(trace, part, keeps), report=portion(report, 0.0, 0.2))
    compared = _compared(network, finite)
    found = {}
    for at, (name, numbers) in enumerate(compared.items()):
        share = portion(report, 0.2 + 0.8 * at / len(compared), 0.2 + 0.8 * (at + 1) / len(compared))
        found[name] = correlation(values, numbers, report=share)
    return UnitOverview(
        part,
        state,
        values.mean(axis=0, dtype=np.float64),
        keeps,
        standing,
        half_life(np.abs(standing.mean)) if keeps != "hidden_state" else np.empty(0),
        found,
        finite.length,
        finite.length if finite.length < trace.length else None,
    )


def _compared(network: Network, trace: Trace) -> dict[str, Values]:
    """Return (N,) by name what the units may follow."""
    found: dict[str, Values] = {}
    hidden = trace.hidden
    for one in network.readouts:
        if len(one.weight) > MOST_LABELS:
            continue
        said = np.empty((trace.length, len(one.weight)))
        write_read_out(one, hidden, said)
        # A read-out with weights that are no numbers is nothing to compare with.
        said[:, ~np.isfinite(said).all(axis=0)] = 0
        single = said.shape[1] == 1
        for column, label in enumerate(one.labels[: said.shape[1]]):
            found[f"readout.{one.name}" if single else f"readout.{one.name}:{label}"] = said[:, column]
    return found | {POSITION: np.arange(trace.length, dtype=np.float64)}
