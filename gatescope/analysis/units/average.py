"""How far a unit's state is an exponentially weighted moving average (EWMA) of its candidate.

    a_t = k_t a_{t−1} + (1 − k_t) n_t        `same_gate`: k is the recorded gate (z of a GRU, f of an LSTM)
    a_t = k̄ a_{t−1} + (1 − k̄) n_t            `constant_gate`: a true EWMA forgets at one rate, here the gate's mean
    a_t = k_t a_{t−1} + w_t ñ_t              `no_feedback`: ñ is the candidate with h₋₁ = 0, w what the cell writes with

A GRU's h is the first of them exactly; the other two show what a gate that varies and a candidate that depends on h add
(claim 21). An LSTM writes with a gate of its own, i, and not with 1 − f: its c is an EWMA only where both are coupled.
A true EWMA (Roberts 1959) averages a signal that knows nothing of the average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_cell
from gatescope.analysis.moving_average import inputs_of
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.analysis.units.standing import finite_part
from gatescope.engine.activations import apply, squash
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.progress import Report, portion, silent

Values = NDArray[np.float64]

# Steps between two reports; each takes a fraction of a microsecond.
_STEPS = 1024


@dataclass(frozen=True, eq=False)
class UnitAverage:
    """One unit of one layer and direction over N tokens; (N,) in token order.

    Attributes:
        part, unit: which.
        state: ``hidden_state`` of a GRU, ``cell_state`` of an LSTM; gate: the one that keeps it.
        values: of the state, as recorded.
        same_gate, constant_gate, no_feedback: see above.
        mean_gate: k̄.
        tokens: N, those before the first at which the run is not finite; bad: that one, or None.
    """

    part: Part
    unit: int
    state: str
    gate: str
    values: Values
    same_gate: Values
    constant_gate: Values
    no_feedback: Values
    mean_gate: float
    tokens: int
    bad: int | None


def unit_average(
    network: Network, trace: Trace, *, part: str | None, unit: int | None = None, report: Report = silent
) -> UnitAverage:
    """Compare a unit of `part` (of the last part where the network is shallower) with averages of its candidate.

    Args:
        unit: the first where there is none, or no such unit.

    Raises:
        UsageError: an RNN, which has no gate that keeps; an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    check_cell(trace, tuple(KEEPING_GATE), "a moving average of the candidate")
    meant, finite = finite_part(trace, part)
    gate = KEEPING_GATE[trace.cell.name]
    state = "cell_state" if trace.cell.name == "lstm" else "hidden_state"
    record, turn = finite.records[meant], slice(None, None, -1 if meant.reverse else 1)
    units = network.parameters(meant).units
    at = unit if unit is not None and 0 <= unit < units else 0

    def read(signal: str) -> Values:
        """Return (N,) a signal of the unit in the order in which the part reads."""
        return finite[f"{meant}.{signal}"][turn, at].astype(np.float64)

    values, kept, new = read(state), read(gate), read("candidate")
    written = read("input_gate") if trace.cell.name == "lstm" else 1 - kept
    states = record.cell if state == "cell_state" else record.hidden
    start, mean = float(states[0, at]), float(kept.mean())
    alone = _without_feedback(network, finite, meant, at)[turn]
    ways = [(kept, (1 - kept) * new), (np.full_like(kept, mean), (1 - mean) * new), (kept, written * alone)]
    same, constant, without = (
        _accumulated(keeps, adds, start, portion(report, number / 3, (number + 1) / 3))[turn]
        for number, (keeps, adds) in enumerate(ways)
    )
    bad = finite.length if finite.length < trace.length else None
    return UnitAverage(meant, at, state, gate, values[turn], same, constant, without, mean, finite.length, bad)


def _accumulated(kept: Values, added: Values, start: float, report: Report) -> Values:
    """Return (N,) a_t = kept_t a_{t−1} + added_t from a_{−1} = `start`."""
    found, before = np.empty(len(kept)), start
    for first in range(0, len(kept), _STEPS):
        report(first / len(kept))
        pairs = zip(kept[first : first + _STEPS].tolist(), added[first : first + _STEPS].tolist(), strict=True)
        for at, (keeps, adds) in enumerate(pairs, first):
            found[at] = before = keeps * before + adds
    return found


def _without_feedback(network: Network, trace: Trace, part: Part, unit: int) -> Values:
    """Return (N,) the candidate of a unit with h₋₁ = 0, in token order: φ(W x + b), r of a GRU as it was."""
    parameters, convention = network.parameters(part), trace.convention
    gate = trace.cell.gates.index("candidate")
    pre = (
        inputs_of(network, trace, part.layer) @ parameters.W[gate, unit].astype(np.float64) + parameters.b_x[gate, unit]
    )
    hidden_bias = float(parameters.b_h[gate, unit])
    if trace.cell.name == "gru" and convention.reset_after:
        pre = pre + trace[f"{part}.reset_gate"][:, unit].astype(np.float64) * hidden_bias
    else:
        pre = pre + hidden_bias
    if convention.clip is not None:
        pre = np.clip(pre, -convention.clip, convention.clip)
    return np.asarray(apply(squash(convention.candidate_activation), pre), dtype=np.float64)
