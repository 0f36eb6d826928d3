"""The RNN with every option, compiled.

    h = φ(p + U h₋₁)        φ any activation, p = W x + b_x + b_h cut to ±clip

Source: Elman 1990, in PyTorch's form (nn.RNN); φ and clip as in ONNX' RNN operator. Shapes as in `Record`; twin:
`reference/rnn.py`.
"""

from __future__ import annotations

from typing import NamedTuple

from gatescope.engine.cells import Convention
from gatescope.engine.kernels.general_activations import Squash, free_row, hold_row, squash, squash_row, through_row
from gatescope.engine.kernels.general_activations import value as squashed
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.product import Matrix, add_product, tiled
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array, Clamps, Offsets, Record, Slopes


class Weights(NamedTuple):
    """U transposed for `run`, as it is for `backward`: (H, H)."""

    recurrent: Matrix
    activation: Squash


def forward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return _weights(convention, parameters, tiled(parameters.U[0].T))


def backward_weights(convention: Convention, parameters: LayerParameters) -> Weights:
    return _weights(convention, parameters, tiled(parameters.U[0]))


def _weights(convention: Convention, parameters: LayerParameters, recurrent: Matrix) -> Weights:
    return Weights(recurrent, squash(convention.activation, convention.clip, parameters.U.dtype))


@kernel
def step(weights: Weights, record: Record, clamps: Clamps, holding: bool, n: int, before: int) -> None:
    """Step token `n`, whose previous state is row `before`."""
    units, after = record.hidden.shape[1], before + 1
    add_product(record.hidden, before, weights.recurrent, record.pre, n)
    squash_row(weights.activation, record.pre, n, record.hidden, after, 0, units)
    if holding:
        hold_row(clamps.hidden, n - clamps.first, record.hidden, after, 0, units)


@kernel
def run(weights: Weights, record: Record, offsets: Offsets, clamps: Clamps, holding: bool) -> None:
    """Step through all tokens of all sequences."""
    for s in range(len(offsets) - 1):
        for n in range(offsets[s], offsets[s + 1]):
            step(weights, record, clamps, holding, n, n + s)


@kernel
def step_back(
    weights: Weights, record: Record, slopes: Slopes, clamps: Clamps, holding: bool, n: int, before: int, scratch: Array
) -> None:
    """∂L/∂p = ∂L/∂h ⊙ φ′, ∂L/∂h₋₁ += Uᵀ ∂L/∂p; `scratch` (1, H) takes φ(p), because h may be clamped."""
    pre, d_pre, d_hidden = record.pre, slopes.pre, slopes.hidden
    units, after = record.hidden.shape[1], before + 1
    for j in range(units):
        d_pre[n, j] = d_hidden[after, j]
        scratch[0, j] = squashed(weights.activation, pre[n, j])
    if holding:
        free_row(clamps.hidden, n - clamps.first, d_pre, n, 0, units)
    through_row(weights.activation, pre, n, scratch, 0, d_pre, 0, units)
    add_product(d_pre, n, weights.recurrent, d_hidden, before)


@kernel
def backward(weights: Weights, record: Record, offsets: Offsets, slopes: Slopes, clamps: Clamps, holding: bool) -> None:
    """Step back through all tokens of all sequences, from their ends."""
    scratch = record.hidden[:1].copy()
    for s in range(len(offsets) - 1):
        for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
            step_back(weights, record, slopes, clamps, holding, n, n + s, scratch)
