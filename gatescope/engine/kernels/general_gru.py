"""The GRU with every option, compiled.

    r, z = φ(p + U h₋₁)         h = z ⊙ h₋₁ + (1 − z) ⊙ n               φ and ψ any activation, σ and tanh by convention
    n = ψ(p_n + r ⊙ (U_n h₋₁ + b_n))     reset_after, p_n = W_n x + b_x, b_n on the hidden side
    n = ψ(p_n + U_n (r ⊙ h₋₁))           otherwise, p_n = W_n x + b_x + b_h

Every pre-activation is cut to ±clip. Sources: Cho et al. 2014; the reset-after form as in PyTorch's nn.GRU and cuDNN;
activations and clip as in ONNX' GRU operator; columns r z n. Shapes as in `Record`; twin: `reference/gru.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, ZERO
from gatescope.engine.kernels.general_activations import Squash, free_row, hold_row, squash, squash_row, through_row
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array, Clamps, Offsets, Record, Slopes


class Weights(NamedTuple):
    """U of r and z: (H, 2H), and of n: (H, H), transposed, for `run`; (2H, H) and (H, H) for `backward`."""

    gates: Matrix
    candidate: Matrix
    bias: Array
    reset_after: bool
    gate_activation: Squash
    candidate_activation: Squash


def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    gates = parameters.U[:2].reshape(-1, parameters.units)
    return _weights(convention, parameters, tiled(gates.T), tiled(parameters.U[2].T))


def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    gates = parameters.U[:2].reshape(-1, parameters.units)
    return _weights(convention, parameters, tiled(gates), tiled(parameters.U[2]))


def _weights(convention: Convention, parameters: LayerParameters, gates: Matrix, candidate: Matrix) -> Weights:
    clip, dtype = convention.clip, parameters.U.dtype
    return Weights(
        gates,
        candidate,
        np.array(parameters.b_h[2]),
        convention.reset_after,
        squash(convention.gate_activation, clip, dtype),
        squash(convention.candidate_activation, clip, dtype),
    )


@kernel
def step(weights: Weights, record: Record, clamps: Clamps, holding: bool, n: int, before: int, scratch: Array) -> None:
    """Step token `n`, whose previous state is row `before`; `scratch` is (2, H)."""
    pre, gates, hidden, recurrent = record.pre, record.gates, record.hidden, record.recurrent
    units, after, k = hidden.shape[1], before + 1, n - clamps.first
    z, candidate = units, 2 * units
    add_product(hidden, before, weights.gates, pre, n)
    squash_row(weights.gate_activation, pre, n, gates, n, 0, candidate)
    if holding:
        hold_row(clamps.gates, k, gates, n, 0, candidate)
    if weights.reset_after:
        for j in range(units):
            recurrent[n, j] = weights.bias[j]
        add_product(hidden, before, weights.candidate, recurrent, n)
        for j in range(units):
            pre[n, candidate + j] += gates[n, j] * recurrent[n, j]
    else:
        for j in range(units):
            scratch[0, j] = gates[n, j] * hidden[before, j]
            scratch[1, j] = ZERO
        add_product(scratch, 0, weights.candidate, scratch, 1)
        for j in range(units):
            pre[n, candidate + j] += scratch[1, j]
    squash_row(weights.candidate_activation, pre, n, gates, n, candidate, 3 * units)
    if holding:
        hold_row(clamps.gates, k, gates, n, candidate, 3 * units)
    for j in range(units):
        keep = gates[n, z + j]
        hidden[after, j] = keep * hidden[before, j] + (ONE - keep) * gates[n, candidate + j]
    if holding:
        hold_row(clamps.hidden, k, hidden, after, 0, units)


@kernel
def run(weights: Weights, record: Record, offsets: Offsets, clamps: Clamps, holding: bool) -> None:
    """Step through all tokens of all sequences."""
    scratch = np.empty((2, record.hidden.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s], offsets[s + 1]):
            step(weights, record, clamps, holding, n, n + s, scratch)


@kernel
def step_back(
    weights: Weights, record: Record, slopes: Slopes, clamps: Clamps, holding: bool, n: int, before: int, scratch: Array
) -> None:
    """∂L/∂h₋₁ += z ⊙ ∂L/∂h, and through z, n and r, in that order, to Uᵀ ∂L/∂p; `scratch` is (3, H)."""
    pre, gates, hidden, recurrent = record.pre, record.gates, record.hidden, record.recurrent
    d_pre, d_hidden = slopes.pre, slopes.hidden
    units, after, k = hidden.shape[1], before + 1, n - clamps.first
    z, candidate = units, 2 * units
    for j in range(units):
        scratch[2, j] = d_hidden[after, j]
    if holding:
        free_row(clamps.hidden, k, scratch, 2, 0, units)
    for j in range(units):
        d, keep = scratch[2, j], gates[n, z + j]
        d_pre[n, z + j] = d * (hidden[before, j] - gates[n, candidate + j])
        d_pre[n, candidate + j] = d * (ONE - keep)
        d_hidden[before, j] += d * keep
    if holding:
        free_row(clamps.gates, k, d_pre, n, z, 3 * units)
    through_row(weights.gate_activation, pre, n, gates, n, d_pre, z, candidate)
    through_row(weights.candidate_activation, pre, n, gates, n, d_pre, candidate, 3 * units)
    if weights.reset_after:
        for j in range(units):
            d = d_pre[n, candidate + j]
            d_pre[n, j] = d * recurrent[n, j]
            scratch[0, j] = d * gates[n, j]
        add_product(scratch, 0, weights.candidate, d_hidden, before)
    else:
        for j in range(units):
            scratch[0, j] = d_pre[n, candidate + j]
            scratch[1, j] = ZERO
        add_product(scratch, 0, weights.candidate, scratch, 1)
        for j in range(units):
            d = scratch[1, j]
            d_pre[n, j] = d * hidden[before, j]
            d_hidden[before, j] += d * gates[n, j]
    if holding:
        free_row(clamps.gates, k, d_pre, n, 0, units)
    through_row(weights.gate_activation, pre, n, gates, n, d_pre, 0, units)
    add_product(d_pre, n, weights.gates, d_hidden, before)


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps, holding: bool) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    scratch = np.empty((3, record.hidden.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, clamps, holding, n, n + s, scratch)
