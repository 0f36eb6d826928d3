"""What the nonlinearities of a layer were given over a text: how often which pre-activation, and how steep it is there.

    σ′(0) = ¼, σ′(±5) ≈ 0.0066; tanh′(0) = 1, tanh′(±5) ≈ 0.00018

A place is called flat where the slope is less than a tenth of the steepest: there a gradient hardly passes. One that
stands at the clip of a model that cuts its pre-activations lets none pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.units.standing import finite_part
from gatescope.engine.activations import apply, slope, squash
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.progress import Report, portion, silent

REACH = 8.0
"""Pre-activations are counted from −8 to 8; those beyond it in the outermost bins."""
BINS = 64
FLAT = 0.1
_BLOCK = 1 << 15


@dataclass(frozen=True, eq=False)
class Driven:
    """One nonlinearity, all units together.

    Attributes:
        activation: its name, as `engine.activations` has it.
        counts: (BINS,) int64, pre-activations in each of the equal bins from −REACH to REACH.
        flat: share of them at which the slope is less than a tenth of the steepest.
        slope: the mean slope.
        clip: they were cut to ±clip before; None for what is not cut.
    """

    activation: str
    counts: NDArray[np.int64]
    flat: float
    slope: float
    clip: float | None = None


@dataclass(frozen=True, eq=False)
class PreActivations:
    """Of one layer and direction.

    Attributes:
        part: the layer and direction.
        signals: by gate; ``cell_state`` of an LSTM, which goes through φ on its way to h; ``hidden_state`` of an RNN.
        tokens: how many are counted: those before the first at which the run is not finite; bad: that one, or None.
    """

    part: Part
    signals: Mapping[str, Driven]
    tokens: int
    bad: int | None


def pre_activations(network: Network, trace: Trace, *, part: str | None, report: Report = silent) -> PreActivations:
    """Count the pre-activations of `part`, or of the last part where the network is shallower.

    Raises:
        UsageError: an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    meant, finite = finite_part(trace, part)
    names = activations_of(trace)
    found = {}
    for at, (signal, activation) in enumerate(names.items()):
        share = portion(report, at / len(names), (at + 1) / len(names))
        found[signal] = _driven(before_nonlinearity(finite, meant, signal), activation, _clip(finite, signal), share)
    return PreActivations(meant, found, finite.length, finite.length if finite.length < trace.length else None)


def activations_of(trace: Trace) -> dict[str, str]:
    """Return by signal the name of the nonlinearity behind it; none for a forget gate that is 1 − i."""
    convention = trace.convention
    if trace.cell.name == "rnn":
        return {"hidden_state": convention.activation}
    found = {
        gate: convention.candidate_activation if gate == "candidate" else convention.gate_activation
        for gate in trace.cell.gates
        if not (gate == "forget_gate" and convention.coupled)
    }
    return found | ({"cell_state": convention.output_activation} if trace.cell.name == "lstm" else {})


def before_nonlinearity(trace: Trace, part: str, signal: str) -> Array:
    """Return (T, H) what the nonlinearity behind a signal was given."""
    if signal == "cell_state":
        return trace[f"{part}.cell_state"]
    gate = trace.cell.gates[0] if signal == "hidden_state" else signal
    return trace[f"{part}.preactivation.{gate}"]


def _clip(trace: Trace, signal: str) -> float | None:
    """Return the clip as the numbers of the run have it: 0.7 in single precision is a little less."""
    clip = trace.convention.clip
    # The cell state goes through its nonlinearity as it is.
    return None if clip is None or signal == "cell_state" else float(trace.hidden.dtype.type(clip))


def steepest(activation: str) -> float:
    """Return the largest slope of a nonlinearity between −REACH and REACH."""
    xs = np.linspace(-REACH, REACH, 1601)
    return float(slope(squash(activation), xs, apply(squash(activation), xs)).max())


def _driven(values: Array, activation: str, clip: float | None, report: Report) -> Driven:
    formula, most = squash(activation), steepest(activation)
    counts = np.zeros(BINS, np.int64)
    flat, total, count = 0, 0.0, max(values.size, 1)
    step = max(_BLOCK // max(values.shape[1], 1), 1)
    for start in range(0, len(values), step):
        report(start / len(values))
        rows = values[start : start + step].astype(np.float64)
        slopes = slope(formula, rows, apply(formula, rows), clip)
        flat += int((slopes < FLAT * most).sum())
        total += float(slopes.sum())
        places = np.floor((rows + REACH) * (BINS / (2 * REACH)))
        counts += np.bincount(np.clip(places, 0, BINS - 1).astype(np.int64).ravel(), minlength=BINS)
    return Driven(activation, counts, flat / count, total / count, clip)
