"""The RNN, compiled.

    h = φ(p + U h₋₁)        φ tanh or relu, p = W x + b_x + b_h

Source: Elman 1990, in PyTorch's form (nn.RNN). Shapes as in `Record`; twin: `reference/rnn.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, ZERO, relu_row, tanh_row
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.kernels.layouts import remembered
from gatescope.engine.kernels.lock_step import GROUP, longest, running
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.kernels.products import add_products
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Offsets, Positions, Record, Slopes


class Weights(NamedTuple):
    """U transposed for `run`, as it is for `backward`: (H, H)."""

    recurrent: Matrix
    relu: bool


@remembered
def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return Weights(tiled(parameters.U[0].T), convention.activation == "relu")


@remembered
def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return Weights(tiled(parameters.U[0]), convention.activation == "relu")


@kernel
def step(weights: Weights, record: Record, n: int, before: int) -> None:
    """Step token `n`, whose previous state is row `before`."""
    add_product(record.hidden, before, weights.recurrent, record.pre, n)
    squash(weights, record, n, before)


@kernel
def squash(weights: Weights, record: Record, n: int, before: int) -> None:
    """Write the state from the whole pre-activations of token `n`."""
    units = record.hidden.shape[1]
    if weights.relu:
        relu_row(record.pre, n, record.hidden, before + 1, 0, units)
    else:
        tanh_row(record.pre, n, record.hidden, before + 1, 0, units)


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
                squash(weights, record, tokens[i], before[i])


@kernel
def step_back(weights: Weights, record: Record, slopes: Slopes, n: int, before: int) -> None:
    """Through φ of token `n`, and ∂L/∂h₋₁ += Uᵀ ∂L/∂p."""
    unsquash(weights, record, slopes, n, before)
    add_product(slopes.pre, n, weights.recurrent, slopes.hidden, before)


@kernel
def unsquash(weights: Weights, record: Record, slopes: Slopes, n: int, before: int) -> None:
    """∂L/∂p = ∂L/∂h ⊙ φ′; φ′ is 1 − h² or [h > 0]."""
    hidden, d_pre, d_hidden = record.hidden, slopes.pre, slopes.hidden
    after = before + 1
    if weights.relu:
        for j in range(Column(hidden.shape[1])):
            d_pre[n, j] = d_hidden[after, j] if hidden[after, j] > ZERO else ZERO
    else:
        for j in range(Column(hidden.shape[1])):
            d_pre[n, j] = d_hidden[after, j] * (ONE - hidden[after, j] * hidden[after, j])


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
                unsquash(weights, record, slopes, tokens[i], before[i])
            add_products(slopes.pre, tokens, weights.recurrent, slopes.hidden, before, count)
