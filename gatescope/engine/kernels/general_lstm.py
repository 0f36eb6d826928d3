"""The LSTM with every option, compiled.

    i = φ(p_i + U_i h₋₁ + P_i ⊙ c₋₁)      g = ψ(p_g + U_g h₋₁)        P: peepholes, where there are any
    f = φ(p_f + U_f h₋₁ + P_f ⊙ c₋₁)      c = f ⊙ c₋₁ + i ⊙ g         coupled: f = 1 − i instead
    o = φ(p_o + U_o h₋₁ + P_o ⊙ c)        h = o ⊙ χ(c)                projection: h = R (o ⊙ χ(c)) instead

φ, ψ and χ are any activations, σ, tanh and tanh by convention; every pre-activation is cut to ±clip. Sources:
Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in PyTorch's form (nn.LSTM; proj_size after Sak,
Senior & Beaufays 2014); peepholes: Gers, Schraudolph & Schmidhuber 2002; coupled: Greff et al. 2017; activations, clip
and the order of everything as in ONNX' LSTM operator. Columns i f g o; shapes as in `Record`; twin:
`reference/lstm.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, ZERO
from gatescope.engine.kernels.general_activations import (
    Squash,
    derivative,
    free_row,
    hold_row,
    squash,
    squash_row,
    through_row,
    value,
)
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array, Clamps, Offsets, Record, Slopes


class Weights(NamedTuple):
    """U of all gates: (P, 4H), transposed, for `run`; (4H, P) for `backward`; R likewise (H, P) or (P, H).

    Peepholes are (3, H) for i, f, o, zero where there are none; without a projection its matrix is of no use.
    """

    recurrent: Matrix
    projection: Matrix
    projected: bool
    peepholes: Array
    coupled: bool
    gate_activation: Squash
    candidate_activation: Squash
    output_activation: Squash


def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    recurrent = parameters.U.reshape(-1, parameters.outputs)
    return _weights(convention, parameters, tiled(recurrent.T), tiled(_projection(parameters).T))


def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    recurrent = parameters.U.reshape(-1, parameters.outputs)
    return _weights(convention, parameters, tiled(recurrent), tiled(_projection(parameters)))


def _projection(parameters: LayerParameters) -> Array:
    return np.zeros((1, 1), parameters.U.dtype) if parameters.projection is None else parameters.projection


def _weights(convention: Convention, parameters: LayerParameters, recurrent: Matrix, projection: Matrix) -> Weights:
    clip, dtype = convention.clip, parameters.U.dtype
    peepholes = np.zeros((3, parameters.units), dtype)
    if parameters.peepholes is not None:
        peepholes[:] = parameters.peepholes
    return Weights(
        recurrent,
        projection,
        parameters.projection is not None,
        peepholes,
        convention.coupled,
        squash(convention.gate_activation, clip, dtype),
        squash(convention.candidate_activation, clip, dtype),
        squash(convention.output_activation, None, dtype),
    )


@kernel
def step(weights: Weights, record: Record, clamps: Clamps, holding: bool, n: int, before: int, scratch: Array) -> None:
    """Step token `n`, whose previous states are row `before`; `scratch` is (1, H)."""
    pre, gates, cell, hidden = record.pre, record.gates, record.cell, record.hidden
    units, outputs, after, k = cell.shape[1], hidden.shape[1], before + 1, n - clamps.first
    f, g, o, end = units, 2 * units, 3 * units, 4 * units
    peep = weights.peepholes
    add_product(hidden, before, weights.recurrent, pre, n)
    for j in range(units):
        pre[n, j] += peep[0, j] * cell[before, j]
    for j in range(units):
        pre[n, f + j] += peep[1, j] * cell[before, j]
    squash_row(weights.gate_activation, pre, n, gates, n, 0, g)
    squash_row(weights.candidate_activation, pre, n, gates, n, g, o)
    if weights.coupled:
        if holding:
            hold_row(clamps.gates, k, gates, n, 0, f)
        for j in range(units):
            pre[n, f + j] = ZERO
            gates[n, f + j] = ONE - gates[n, j]
    if holding:
        hold_row(clamps.gates, k, gates, n, 0, o)
    for j in range(units):
        cell[after, j] = gates[n, f + j] * cell[before, j] + gates[n, j] * gates[n, g + j]
    if holding:
        hold_row(clamps.cell, k, cell, after, 0, units)
    for j in range(units):
        pre[n, o + j] += peep[2, j] * cell[after, j]
    squash_row(weights.gate_activation, pre, n, gates, n, o, end)
    if holding:
        hold_row(clamps.gates, k, gates, n, o, end)
    if weights.projected:
        for j in range(units):
            scratch[0, j] = gates[n, o + j] * value(weights.output_activation, cell[after, j])
        for j in range(outputs):
            hidden[after, j] = ZERO
        add_product(scratch, 0, weights.projection, hidden, after)
    else:
        for j in range(units):
            hidden[after, j] = gates[n, o + j] * value(weights.output_activation, cell[after, j])
    if holding:
        hold_row(clamps.hidden, k, hidden, after, 0, outputs)


@kernel
def run(weights: Weights, record: Record, offsets: Offsets, clamps: Clamps, holding: bool) -> None:
    """Step through all tokens of all sequences."""
    scratch = np.empty((1, record.cell.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s], offsets[s + 1]):
            step(weights, record, clamps, holding, n, n + s, scratch)


@kernel
def step_back(
    weights: Weights, record: Record, slopes: Slopes, clamps: Clamps, holding: bool, n: int, before: int, scratch: Array
) -> None:
    """From ∂L/∂h through o to ∂L/∂c, ∂L/∂c₋₁ = f ⊙ ∂L/∂c, and through each gate to ∂L/∂h₋₁ += Uᵀ ∂L/∂p.

    `scratch` is (3, max(H, P)): ∂L/∂h and ∂L/∂c as far as they are not clamped, and between them ∂L/∂(o ⊙ χ(c)).
    """
    pre, gates, cell = record.pre, record.gates, record.cell
    d_pre, d_hidden, d_cell = slopes.pre, slopes.hidden, slopes.cell
    units, outputs, after, k = cell.shape[1], record.hidden.shape[1], before + 1, n - clamps.first
    f, g, o, end = units, 2 * units, 3 * units, 4 * units
    peep = weights.peepholes
    for j in range(outputs):
        scratch[0, j] = d_hidden[after, j]
    if holding:
        free_row(clamps.hidden, k, scratch, 0, 0, outputs)
    d_y = 0
    if weights.projected:
        d_y = 1
        for j in range(units):
            scratch[1, j] = ZERO
        add_product(scratch, 0, weights.projection, scratch, 1)
    for j in range(units):
        c = cell[after, j]
        y = value(weights.output_activation, c)
        d_pre[n, o + j] = scratch[d_y, j] * y
        d_cell[after, j] += scratch[d_y, j] * gates[n, o + j] * derivative(weights.output_activation, c, y)
    if holding:
        free_row(clamps.gates, k, d_pre, n, o, end)
    through_row(weights.gate_activation, pre, n, gates, n, d_pre, o, end)
    for j in range(units):
        d_cell[after, j] += d_pre[n, o + j] * peep[2, j]
        scratch[2, j] = d_cell[after, j]
    if holding:
        free_row(clamps.cell, k, scratch, 2, 0, units)
    for j in range(units):
        d = scratch[2, j]
        d_pre[n, j] = d * gates[n, g + j]
        d_pre[n, f + j] = d * cell[before, j]
        d_pre[n, g + j] = d * gates[n, j]
        d_cell[before, j] += d * gates[n, f + j]
    if holding:
        free_row(clamps.gates, k, d_pre, n, f, o)
    if weights.coupled:
        for j in range(units):
            d_pre[n, j] -= d_pre[n, f + j]
            d_pre[n, f + j] = ZERO
    if holding:
        free_row(clamps.gates, k, d_pre, n, 0, f)
    through_row(weights.gate_activation, pre, n, gates, n, d_pre, 0, g)
    through_row(weights.candidate_activation, pre, n, gates, n, d_pre, g, o)
    for j in range(units):
        d_cell[before, j] += d_pre[n, j] * peep[0, j] + d_pre[n, f + j] * peep[1, j]
    add_product(d_pre, n, weights.recurrent, d_hidden, before)


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps, holding: bool) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    scratch = np.empty((3, max(record.cell.shape[1], record.hidden.shape[1])), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, clamps, holding, n, n + s, scratch)
