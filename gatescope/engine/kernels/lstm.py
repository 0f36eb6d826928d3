"""The LSTM, compiled.

    i, f, o = σ(p + U h₋₁)      g = tanh(p_g + U_g h₋₁)       p = W x + b_x + b_h
    c = f ⊙ c₋₁ + i ⊙ g         h = o ⊙ tanh(c)

Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in PyTorch's form (nn.LSTM); columns
i f g o. Shapes as in `Record`; twin: `reference/lstm.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, sigmoid_row, tanh, tanh_row
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.kernels.layouts import remembered
from gatescope.engine.kernels.lock_step import GROUP, longest, running
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.kernels.products import add_products
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Offsets, Positions, Record, Slopes


class Weights(NamedTuple):
    """U of all gates: (H, 4H), transposed, for `run`; (4H, H) for `backward`."""

    recurrent: Matrix


@remembered
def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return Weights(tiled(parameters.U.reshape(-1, parameters.units).T))


@remembered
def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return Weights(tiled(parameters.U.reshape(-1, parameters.units)))


@kernel
def step(weights: Weights, record: Record, n: int, before: int) -> None:
    """Step token `n`, whose previous states are row `before`."""
    add_product(record.hidden, before, weights.recurrent, record.pre, n)
    open_gates(record, n, before)


@kernel
def open_gates(record: Record, n: int, before: int) -> None:
    """Write gates and states from the whole pre-activations of token `n`."""
    pre, gates, cell, hidden = record.pre, record.gates, record.cell, record.hidden
    units, after = hidden.shape[1], before + 1
    f, g, o = Column(units), Column(2 * units), Column(3 * units)
    sigmoid_row(pre, n, gates, n, 0, 2 * units)
    tanh_row(pre, n, gates, n, 2 * units, 3 * units)
    sigmoid_row(pre, n, gates, n, 3 * units, 4 * units)
    # Short loops: LLVM does not vectorise one with more arrays than it can prove not to overlap.
    for j in range(Column(units)):
        cell[after, j] = gates[n, f + j] * cell[before, j] + gates[n, j] * gates[n, g + j]
    for j in range(Column(units)):
        hidden[after, j] = gates[n, o + j] * tanh(cell[after, j])


@kernel
def run(weights: Weights, record: Record, offsets: Offsets) -> None:
    """Step through all tokens of all sequences."""
    for s in range(len(offsets) - 1):
        for n in range(offsets[s], offsets[s + 1]):
            step(weights, record, n, n + s)


@kernel
def run_together(weights: Weights, record: Record, offsets: Offsets, order: Positions) -> None:
    """Step through all tokens in lock-step; `order` is the sequences, longest first."""
    tokens, before = np.empty(GROUP, np.int64), np.empty(GROUP, np.int64)
    for group in range(0, len(order), GROUP):
        for t in range(longest(offsets, order, group)):
            count = running(offsets, order, group, t, tokens, before)
            add_products(record.hidden, before, weights.recurrent, record.pre, tokens, count)
            for i in range(count):
                open_gates(record, tokens[i], before[i])


@kernel
def step_back(weights: Weights, record: Record, slopes: Slopes, n: int, before: int) -> None:
    """Through the gates of token `n`, and ∂L/∂h₋₁ += Uᵀ ∂L/∂p."""
    close_gates(record, slopes, n, before)
    add_product(slopes.pre, n, weights.recurrent, slopes.hidden, before)


@kernel
def close_gates(record: Record, slopes: Slopes, n: int, before: int) -> None:
    """∂L/∂c += ∂L/∂h ⊙ o ⊙ (1 − tanh² c), ∂L/∂c₋₁ = f ⊙ ∂L/∂c, and ∂L/∂p of every gate."""
    gates, cell = record.gates, record.cell
    d_pre, d_hidden, d_cell = slopes.pre, slopes.hidden, slopes.cell
    units, after = record.hidden.shape[1], before + 1
    f, g, o = Column(units), Column(2 * units), Column(3 * units)
    for j in range(Column(units)):
        y, out = tanh(cell[after, j]), gates[n, o + j]
        d_cell[after, j] += d_hidden[after, j] * out * (ONE - y * y)
        d_pre[n, o + j] = d_hidden[after, j] * y * out * (ONE - out)
    for j in range(Column(units)):
        d, i, new = d_cell[after, j], gates[n, j], gates[n, g + j]
        d_pre[n, j] = d * new * i * (ONE - i)
        d_pre[n, g + j] = d * i * (ONE - new * new)
    for j in range(Column(units)):
        d, keep = d_cell[after, j], gates[n, f + j]
        d_pre[n, f + j] = d * cell[before, j] * keep * (ONE - keep)
        d_cell[before, j] += d * keep


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, n, n + s)


@kernel
def backward_together(weights: Weights, record: Record, offsets: Offsets, order: Positions, slopes: Slopes) -> None:
    """Step back through all tokens in lock-step; `order` is the sequences, longest first."""
    tokens, before = np.empty(GROUP, np.int64), np.empty(GROUP, np.int64)
    for group in range(0, len(order), GROUP):
        for t in range(longest(offsets, order, group) - 1, -1, -1):
            count = running(offsets, order, group, t, tokens, before)
            for i in range(count):
                close_gates(record, slopes, tokens[i], before[i])
            add_products(slopes.pre, tokens, weights.recurrent, slopes.hidden, before, count)
