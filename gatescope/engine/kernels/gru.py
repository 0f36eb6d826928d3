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
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.kernels.layouts import remembered
from gatescope.engine.kernels.lock_step import GROUP, longest, running
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.kernels.products import add_products
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Array, Offsets, Positions, Record, Slopes


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
    add_product(record.hidden, before, weights.gates, record.pre, n)
    open_gates(weights, record, n, before, scratch, 0)
    if weights.reset_after:
        add_product(record.hidden, before, weights.candidate, record.recurrent, n)
    else:
        add_product(scratch, 0, weights.candidate, scratch, 1)
    make_candidate(weights, record, n, before, scratch, 1)


@kernel
def open_gates(weights: Weights, record: Record, n: int, before: int, scratch: Array, row: int) -> None:
    """Write r and z, and what the candidate's product starts from: b_n, or r ⊙ h₋₁ into `row` and 0 into the next."""
    gates, hidden, recurrent = record.gates, record.hidden, record.recurrent
    units = hidden.shape[1]
    sigmoid_row(record.pre, n, gates, n, 0, 2 * units)
    if weights.reset_after:
        for j in range(Column(units)):
            recurrent[n, j] = weights.bias[j]
    else:
        for j in range(Column(units)):
            scratch[row, j] = gates[n, j] * hidden[before, j]
        for j in range(Column(units)):
            scratch[row + 1, j] = ZERO


@kernel
def make_candidate(weights: Weights, record: Record, n: int, before: int, scratch: Array, row: int) -> None:
    """Write the candidate from its product, which is in `recurrent` or in this `row`, and the new state."""
    pre, gates, hidden, recurrent = record.pre, record.gates, record.hidden, record.recurrent
    units, after = hidden.shape[1], before + 1
    z, candidate = Column(units), Column(2 * units)
    if weights.reset_after:
        for j in range(Column(units)):
            pre[n, candidate + j] += gates[n, j] * recurrent[n, j]
    else:
        for j in range(Column(units)):
            pre[n, candidate + j] += scratch[row, j]
    tanh_row(pre, n, gates, n, 2 * units, 3 * units)
    for j in range(Column(units)):
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
def run_together(weights: Weights, record: Record, offsets: Offsets, order: Positions) -> None:
    """Step through all tokens in lock-step; `order` is the sequences, longest first."""
    tokens, before = np.empty(GROUP, np.int64), np.empty(GROUP, np.int64)
    # Two rows a sequence, as `step` has them.
    left = 2 * np.arange(GROUP)
    right = left + 1
    scratch = np.empty((2 * GROUP, record.hidden.shape[1]), record.hidden.dtype)
    for group in range(0, len(order), GROUP):
        for t in range(longest(offsets, order, group)):
            count = running(offsets, order, group, t, tokens, before)
            add_products(record.hidden, before, weights.gates, record.pre, tokens, count)
            for i in range(count):
                open_gates(weights, record, tokens[i], before[i], scratch, left[i])
            if weights.reset_after:
                add_products(record.hidden, before, weights.candidate, record.recurrent, tokens, count)
            else:
                add_products(scratch, left, weights.candidate, scratch, right, count)
            for i in range(count):
                make_candidate(weights, record, tokens[i], before[i], scratch, right[i])


@kernel
def step_back(weights: Weights, record: Record, slopes: Slopes, n: int, before: int, scratch: Array) -> None:
    """∂L/∂h₋₁ += z ⊙ ∂L/∂h, and through z, n and r, in that order, to Uᵀ ∂L/∂p; `scratch` is (2, H)."""
    close_candidate(weights, record, slopes, n, before, scratch, 0)
    if weights.reset_after:
        add_product(scratch, 0, weights.candidate, slopes.hidden, before)
    else:
        add_product(scratch, 0, weights.candidate, scratch, 1)
        close_reset(record, slopes, n, before, scratch, 1)
    add_product(slopes.pre, n, weights.gates, slopes.hidden, before)


@kernel
def close_candidate(
    weights: Weights, record: Record, slopes: Slopes, n: int, before: int, scratch: Array, row: int
) -> None:
    """Write ∂L/∂p of z and n, with reset_after of r, and into `row` what goes through U_n; 0 into the next if asked."""
    gates, hidden, recurrent = record.gates, record.hidden, record.recurrent
    d_pre, d_hidden = slopes.pre, slopes.hidden
    units, after = hidden.shape[1], before + 1
    z, candidate = Column(units), Column(2 * units)
    for j in range(Column(units)):
        keep = gates[n, z + j]
        d_pre[n, z + j] = d_hidden[after, j] * (hidden[before, j] - gates[n, candidate + j]) * keep * (ONE - keep)
    for j in range(Column(units)):
        y = gates[n, candidate + j]
        d_pre[n, candidate + j] = d_hidden[after, j] * (ONE - gates[n, z + j]) * (ONE - y * y)
    for j in range(Column(units)):
        d_hidden[before, j] += d_hidden[after, j] * gates[n, z + j]
    if weights.reset_after:
        for j in range(Column(units)):
            r, d = gates[n, j], d_pre[n, candidate + j]
            d_pre[n, j] = d * recurrent[n, j] * r * (ONE - r)
            scratch[row, j] = d * r
    else:
        for j in range(Column(units)):
            scratch[row, j] = d_pre[n, candidate + j]
        for j in range(Column(units)):
            scratch[row + 1, j] = ZERO


@kernel
def close_reset(record: Record, slopes: Slopes, n: int, before: int, scratch: Array, row: int) -> None:
    """Without reset_after: ∂L/∂(r ⊙ h₋₁) is in `row`, and goes to r and to h₋₁."""
    gates, hidden, d_pre, d_hidden = record.gates, record.hidden, slopes.pre, slopes.hidden
    for j in range(Column(hidden.shape[1])):
        r, d = gates[n, j], scratch[row, j]
        d_pre[n, j] = d * hidden[before, j] * r * (ONE - r)
        d_hidden[before, j] += d * r


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    scratch = np.empty((2, record.hidden.shape[1]), record.hidden.dtype)
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, n, n + s, scratch)


@kernel
def backward_together(weights: Weights, record: Record, offsets: Offsets, order: Positions, slopes: Slopes) -> None:
    """Step back through all tokens in lock-step; `order` is the sequences, longest first."""
    tokens, before = np.empty(GROUP, np.int64), np.empty(GROUP, np.int64)
    left = 2 * np.arange(GROUP)
    right = left + 1
    scratch = np.empty((2 * GROUP, record.hidden.shape[1]), record.hidden.dtype)
    for group in range(0, len(order), GROUP):
        for t in range(longest(offsets, order, group) - 1, -1, -1):
            count = running(offsets, order, group, t, tokens, before)
            for i in range(count):
                close_candidate(weights, record, slopes, tokens[i], before[i], scratch, left[i])
            if weights.reset_after:
                add_products(scratch, left, weights.candidate, slopes.hidden, before, count)
            else:
                add_products(scratch, left, weights.candidate, scratch, right, count)
                for i in range(count):
                    close_reset(record, slopes, tokens[i], before[i], scratch, right[i])
            add_products(slopes.pre, tokens, weights.gates, slopes.hidden, before, count)
