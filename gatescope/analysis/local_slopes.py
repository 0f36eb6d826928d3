"""The slopes of the nonlinearities where a run stood: σ′, tanh′, …

σ′ = σ (1 − σ) ≤ ¼ and tanh′ = 1 − tanh² ≤ 1: every gate that a gradient passes multiplies it by one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.activations import apply, slope, squash
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace


@dataclass(frozen=True, eq=False)
class LocalSlopes:
    """Of one layer and direction over T tokens, in the order in which the direction reads.

    Attributes:
        gates: (T, G, H) φ′ of every pre-activation: 0 where it stands at ±clip, where the gate was held at a value, and
            for a forget gate that is coupled to the input gate.
        cell: (T, H) φ′(c_t) of an LSTM; no columns for the other cells.
        squashed_cell: (T, H) φ(c_t) likewise.
        coupling: (T, H) −∂f/∂i: 1 of an LSTM with coupled gates unless f was held, else 0; no columns likewise.
        free_cell, free_hidden: (T, H) and (T, P), 0 where the state was held at a value, else 1.
    """

    gates: Array
    cell: Array
    squashed_cell: Array
    coupling: Array
    free_cell: Array
    free_hidden: Array


def local_slopes(network: Network, trace: Trace, part: Part) -> LocalSlopes:
    """Return the slopes of `part` at all tokens of a run that `network` made."""
    record, convention, cell = trace.records[part], trace.convention, trace.cell
    T, G = len(record.pre), len(cell.gates)
    pre = record.pre.reshape(T, G, -1)
    slopes = np.empty_like(pre)
    for index, gate in enumerate(cell.gates):
        if cell.name == "rnn":
            name = convention.activation
        else:
            name = convention.candidate_activation if gate == "candidate" else convention.gate_activation
        slopes[:, index] = slope(squash(name), pre[:, index], apply(squash(name), pre[:, index]), convention.clip)
    states = record.cell[1:]
    out = squash(convention.output_activation)
    squashed = apply(out, states) if states.shape[1] else states
    coupling = np.full_like(states, convention.coupled)
    free_cell, free_hidden = np.ones_like(states), np.ones_like(record.hidden[1:])
    clamps = trace.interventions.clamps(network, part, record, 0, T)
    if clamps is not None:
        if clamps.gates.shape[1]:
            slopes *= np.isnan(clamps.gates.reshape(slopes.shape))
        if states.shape[1]:
            free_cell *= np.isnan(clamps.cell)
            coupling *= np.isnan(clamps.gates.reshape(slopes.shape)[:, 1])
        free_hidden *= np.isnan(clamps.hidden)
    if convention.coupled and cell.name == "lstm":
        slopes[:, 1] = 0
    cell_slopes = slope(out, states, squashed) if states.shape[1] else states
    return LocalSlopes(slopes, cell_slopes, squashed, coupling, free_cell, free_hidden)
