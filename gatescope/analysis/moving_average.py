"""How far a GRU is an exponentially weighted moving average (EWMA), in three steps away from the cell.

    a_t = z_t ⊙ a_{t−1} + (1 − z_t) ⊙ n_t      the cell's own equation: the residual h − a is rounding
    a_t = z̄ ⊙ a_{t−1} + (1 − z̄) ⊙ n_t          a true EWMA forgets at one rate: the residual is what a varying z adds
    a_t = z_t ⊙ a_{t−1} + (1 − z_t) ⊙ ñ_t      ñ_t is the candidate without h₋₁: the residual is what feedback adds

A true EWMA (Roberts 1959) averages a signal that knows nothing of the average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_cell, check_part, check_trace
from gatescope.engine.activations import apply, squash
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace


@dataclass(frozen=True, eq=False)
class MovingAverages:
    """A GRU's hidden state beside three averages of its candidate; all (T, H) in token order.

    Attributes:
        part: the layer and direction it is of.
        hidden: h_t as recorded.
        same_gate: with the recorded z_t and n_t.
        constant_gate: with the mean z̄ of every unit over the text: the true EWMA.
        no_feedback: with the recorded z_t, of the candidate that a unit would have had with h₋₁ = 0.
        mean_gate: (H,) z̄.
    """

    part: Part
    hidden: NDArray[np.float64]
    same_gate: NDArray[np.float64]
    constant_gate: NDArray[np.float64]
    no_feedback: NDArray[np.float64]
    mean_gate: NDArray[np.float64]

    def residual(self, average: str = "constant_gate") -> NDArray[np.float64]:
        """Return (T, H) h less one of the averages, by its attribute's name."""
        return self.hidden - getattr(self, average)  # type: ignore[no-any-return]


def moving_averages(network: Network, trace: Trace, part: str | None = None) -> MovingAverages:
    """Compare `part` (the last layer's first direction by default) with moving averages of its candidate.

    Raises:
        UsageError: no GRU, an empty text, no such part.
        ModelError: `trace` is not of this network, or holds NaN.
    """
    check_cell(trace, ("gru",), "a moving average of the candidate")
    check_trace(network, trace)
    part = check_part(trace, part)
    record, reverse = trace.records[part], part.reverse
    H = record.hidden.shape[1]
    r, z, n = (record.gates[:, g * H : (g + 1) * H].astype(np.float64) for g in range(3))
    start = record.hidden[0].astype(np.float64)
    mean = z.mean(axis=0)
    alone = _without_feedback(network, trace, part, r)
    turn = slice(None, None, -1 if reverse else 1)
    return MovingAverages(
        part,
        record.hidden[1:].astype(np.float64)[turn],
        ewma(n, z, start)[turn],
        ewma(n, np.broadcast_to(mean, z.shape), start)[turn],
        ewma(alone, z, start)[turn],
        mean,
    )


def ewma(values: Array, kept: Array, start: Array) -> NDArray[np.float64]:
    """Return (T, H) a_t = kept_t ⊙ a_{t−1} + (1 − kept_t) ⊙ values_t, from a_{−1} = `start` (H,)."""
    averages = np.empty(values.shape)
    before = np.asarray(start, dtype=np.float64)
    news = (1 - kept) * values
    with np.errstate(under="ignore"):
        for t in range(len(values)):
            before = averages[t] = kept[t] * before + news[t]
    return averages


def _without_feedback(network: Network, trace: Trace, part: Part, r: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (T, H) the candidate with h₋₁ = 0, in processing order: φ(W_n x + b), r as it was."""
    parameters = network.parameters(part)
    inputs = inputs_of(network, trace, part.layer)
    pre = inputs[:: -1 if part.reverse else 1] @ parameters.W[2].T.astype(np.float64) + parameters.b_x[2]
    pre += r * parameters.b_h[2] if trace.convention.reset_after else parameters.b_h[2]
    if trace.convention.clip is not None:
        pre = np.clip(pre, -trace.convention.clip, trace.convention.clip)
    return np.asarray(apply(squash(trace.convention.candidate_activation), pre), dtype=np.float64)


def inputs_of(network: Network, trace: Trace, layer: int) -> NDArray[np.float64]:
    """Return (T, I) what `layer` read, in token order."""
    if layer:
        sides = [trace[f"{part}.hidden_state"] for part in trace.parts if part.layer == layer - 1]
        return np.concatenate(sides, axis=1).astype(np.float64)
    if trace.inputs is not None:
        return trace.inputs.astype(np.float64)
    assert network.embedding is not None
    return network.embedding[trace.ids].astype(np.float64)
