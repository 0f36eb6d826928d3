"""The RNN, compiled.

    h = φ(p + U h₋₁)        φ tanh or relu, p = W x + b_x + b_h

Source: Elman 1990, in PyTorch's form (nn.RNN). Shapes as in `Record`; twin: `reference/rnn.py`.
"""

from __future__ import annotations

from typing import NamedTuple

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.activations import ONE, ZERO, relu_row, tanh_row
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.layouts import remembered
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Offsets, Record, Slopes


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
    units = record.hidden.shape[1]
    add_product(record.hidden, before, weights.recurrent, record.pre, n)
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
def step_back(weights: Weights, record: Record, slopes: Slopes, n: int, before: int) -> None:
    """∂L/∂p = ∂L/∂h ⊙ φ′, ∂L/∂h₋₁ += Uᵀ ∂L/∂p; φ′ is 1 − h² or [h > 0]."""
    hidden, d_pre, d_hidden = record.hidden, slopes.pre, slopes.hidden
    after = before + 1
    if weights.relu:
        for j in range(hidden.shape[1]):
            d_pre[n, j] = d_hidden[after, j] if hidden[after, j] > ZERO else ZERO
    else:
        for j in range(hidden.shape[1]):
            d_pre[n, j] = d_hidden[after, j] * (ONE - hidden[after, j] * hidden[after, j])
    add_product(d_pre, n, weights.recurrent, d_hidden, before)


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, n, n + s)
