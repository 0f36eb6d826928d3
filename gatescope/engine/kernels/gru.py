"""The GRU, compiled.

    r, z = σ(p + U h₋₁)         h = z ⊙ h₋₁ + (1 − z) ⊙ n
    n = tanh(p_n + r ⊙ (U_n h₋₁ + b_n))     reset_after, p_n = W_n x + b_x, b_n on the hidden side
    n = tanh(p_n + U_n (r ⊙ h₋₁))           otherwise, p_n = W_n x + b_x + b_h

Sources: Cho et al. 2014; the reset-after form as in PyTorch's nn.GRU and cuDNN; columns r z n. Shapes as in `Record`;
twin: `reference/gru.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, ZERO, sigmoid_row, tanh_row
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.layouts import remembered
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Array, Offsets, Record, Slopes


class Weights(NamedTuple):
    """U of r and z: (H, 2H), and of n: (H, H), transposed, for `run`; (2H, H) and (H, H) for `backward`."""

    gates: Matrix
    candidate: Matrix
    bias: Array
    reset_after: bool


@remembered
def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    gates = parameters.U[:2].reshape(-1, parameters.units)
    return Weights(tiled(gates.T), tiled(parameters.U[2].T), np.array(parameters.b_h[2]), convention.reset_after)


@remembered
def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    gates = parameters.U[:2].reshape(-1, parameters.units)
    return Weights(tiled(gates), tiled(parameters.U[2]), np.array(parameters.b_h[2]), convention.reset_after)


@kernel
def step(weights: Weights, record: Record, n: int, before: int, scratch: Array) -> None:
    """Step token `n`, whose previous state is row `before`; `scratch` is (2, H)."""
    pre, gates, hidden, recurrent = record.pre, record.gates, record.hidden, record.recurrent
    units, after = hidden.shape[1], before + 1
    z, candidate = units, 2 * units
    add_product(hidden, before, weights.gates, pre, n)
    sigmoid_row(pre, n, gates, n, 0, candidate)
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
    tanh_row(pre, n, gates, n, candidate, 3 * units)
    for j in range(units):
        keep = gates[n, z + j]
        hidden[after, j] = keep * hidden[before, j] + (ONE - keep) * gates[n, candidate + j]


@kernel
def run(weights: Weights, record: Record, offsets: Offsets) -> None:
    """Step through all tokens of all sequences."""
    scratch = np.empty((2, record.hidden.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s], offsets[s + 1]):
            step(weights, record, n, n + s, scratch)


@kernel
def step_back(weights: Weights, record: Record, slopes: Slopes, n: int, before: int, scratch: Array) -> None:
    """∂L/∂h₋₁ += z ⊙ ∂L/∂h, and through z, n and r, in that order, to Uᵀ ∂L/∂p."""
    gates, hidden, recurrent = record.gates, record.hidden, record.recurrent
    d_pre, d_hidden = slopes.pre, slopes.hidden
    units, after = hidden.shape[1], before + 1
    z, candidate = units, 2 * units
    for j in range(units):
        keep = gates[n, z + j]
        d_pre[n, z + j] = d_hidden[after, j] * (hidden[before, j] - gates[n, candidate + j]) * keep * (ONE - keep)
    for j in range(units):
        y = gates[n, candidate + j]
        d_pre[n, candidate + j] = d_hidden[after, j] * (ONE - gates[n, z + j]) * (ONE - y * y)
    for j in range(units):
        d_hidden[before, j] += d_hidden[after, j] * gates[n, z + j]
    if weights.reset_after:
        for j in range(units):
            r, d = gates[n, j], d_pre[n, candidate + j]
            d_pre[n, j] = d * recurrent[n, j] * r * (ONE - r)
            scratch[0, j] = d * r
        add_product(scratch, 0, weights.candidate, d_hidden, before)
    else:
        for j in range(units):
            scratch[0, j] = d_pre[n, candidate + j]
            scratch[1, j] = ZERO
        add_product(scratch, 0, weights.candidate, scratch, 1)
        for j in range(units):
            r, d = gates[n, j], scratch[1, j]
            d_pre[n, j] = d * hidden[before, j] * r * (ONE - r)
            d_hidden[before, j] += d * r
    add_product(d_pre, n, weights.gates, d_hidden, before)


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    scratch = np.empty((2, record.hidden.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, n, n + s, scratch)
