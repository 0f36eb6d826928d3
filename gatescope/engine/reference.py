"""The equations of the three cells in plain NumPy, written to be read.

It is what the tests hold the kernels against, and what runs until the kernels are compiled. W x and the biases of the
input side stand in ``p`` (the caller's input product); every function takes (H,) vectors and (H, H) matrices, and
writes the rows of a `Record` or `Slopes`.

Sources: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000 (LSTM), Cho et al. 2014 and PyTorch's
reset-after form (GRU), Elman 1990 (RNN). Backward is the chain rule on each line, bottom to top.
"""

from __future__ import annotations

import numpy as np

from gatescope.engine.cells import Cell, Convention
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Array, Offsets, Record, Slopes


def sigmoid(x: Array) -> Array:
    """σ(x) = ½ tanh(½ x) + ½: the same function as 1 / (1 + e⁻ˣ), without its overflow."""
    squashed: Array = np.tanh(x * 0.5) * 0.5 + 0.5
    return squashed


def run(cell: Cell, convention: Convention, parameters: LayerParameters, record: Record, offsets: Offsets) -> None:
    """Step through all tokens of all sequences; `record.pre` holds the input product, the initial states are set."""
    step = _STEPS[cell.name]
    with np.errstate(all="ignore"):
        for s in range(len(offsets) - 1):
            for n in range(offsets[s], offsets[s + 1]):
                step(convention, parameters, record, n, n + s)


def backward(
    cell: Cell, convention: Convention, parameters: LayerParameters, record: Record, offsets: Offsets, slopes: Slopes
) -> None:
    """Go back through all tokens of all sequences; what to set in `slopes` beforehand stands there."""
    step = _STEPS_BACK[cell.name]
    with np.errstate(all="ignore"):
        for s in range(len(offsets) - 1):
            for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
                step(convention, parameters, record, n, n + s, slopes)


def _rnn(convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int) -> None:
    """h = φ(p + U h₋₁), φ tanh or relu."""
    (U,) = parameters.U
    pre = record.pre[n]
    pre += U @ record.hidden[before]
    record.hidden[before + 1] = np.maximum(pre, 0) if convention.activation == "relu" else np.tanh(pre)


def _gru(convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int) -> None:
    """r = σ(p_r + U_r h₋₁), z = σ(p_z + U_z h₋₁), h = z ⊙ h₋₁ + (1 − z) ⊙ n, and either

    reset_after: n = tanh(p_n + r ⊙ (U_n h₋₁ + b_n)), b_n on the hidden side;
    otherwise:   n = tanh(p_n + U_n (r ⊙ h₋₁)).
    """
    U_r, U_z, U_n = parameters.U
    h = record.hidden[before]
    pre_r, pre_z, pre_n = record.pre[n].reshape(3, -1)
    r, z, candidate = record.gates[n].reshape(3, -1)
    pre_r += U_r @ h
    pre_z += U_z @ h
    r[:] = sigmoid(pre_r)
    z[:] = sigmoid(pre_z)
    if convention.reset_after:
        record.recurrent[n] = U_n @ h + parameters.b_h[2]
        pre_n += r * record.recurrent[n]
    else:
        pre_n += U_n @ (r * h)
    candidate[:] = np.tanh(pre_n)
    record.hidden[before + 1] = z * h + (1 - z) * candidate


def _lstm(convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int) -> None:
    """i, f, o = σ(p + U h₋₁), g = tanh(p_g + U_g h₋₁), c = f ⊙ c₋₁ + i ⊙ g, h = o ⊙ tanh(c)."""
    U_i, U_f, U_g, U_o = parameters.U
    h, c = record.hidden[before], record.cell[before]
    pre_i, pre_f, pre_g, pre_o = record.pre[n].reshape(4, -1)
    i, f, g, o = record.gates[n].reshape(4, -1)
    pre_i += U_i @ h
    pre_f += U_f @ h
    pre_g += U_g @ h
    pre_o += U_o @ h
    i[:] = sigmoid(pre_i)
    f[:] = sigmoid(pre_f)
    g[:] = np.tanh(pre_g)
    o[:] = sigmoid(pre_o)
    record.cell[before + 1] = f * c + i * g
    record.hidden[before + 1] = o * np.tanh(record.cell[before + 1])


def _rnn_back(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, slopes: Slopes
) -> None:
    """φ′ is 1 − h² for tanh and [h > 0] for relu."""
    (U,) = parameters.U
    h = record.hidden[before + 1]
    derivative = (h > 0).astype(h.dtype) if convention.activation == "relu" else 1 - h * h
    slopes.pre[n] = slopes.hidden[before + 1] * derivative
    slopes.hidden[before] += slopes.pre[n] @ U


def _gru_back(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, slopes: Slopes
) -> None:
    U_r, U_z, U_n = parameters.U
    h = record.hidden[before]
    r, z, candidate = record.gates[n].reshape(3, -1)
    d_pre_r, d_pre_z, d_pre_n = slopes.pre[n].reshape(3, -1)
    d_h = slopes.hidden[before + 1]
    d_z = d_h * (h - candidate)
    d_pre_z[:] = d_z * z * (1 - z)
    d_pre_n[:] = d_h * (1 - z) * (1 - candidate * candidate)
    if convention.reset_after:
        d_r = d_pre_n * record.recurrent[n]
        d_through_candidate = (d_pre_n * r) @ U_n
    else:
        d_reset_h = d_pre_n @ U_n
        d_r = d_reset_h * h
        d_through_candidate = d_reset_h * r
    d_pre_r[:] = d_r * r * (1 - r)
    slopes.hidden[before] += d_h * z + d_through_candidate + d_pre_r @ U_r + d_pre_z @ U_z


def _lstm_back(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, slopes: Slopes
) -> None:
    U_i, U_f, U_g, U_o = parameters.U
    i, f, g, o = record.gates[n].reshape(4, -1)
    d_pre_i, d_pre_f, d_pre_g, d_pre_o = slopes.pre[n].reshape(4, -1)
    d_h = slopes.hidden[before + 1]
    tanh_c = np.tanh(record.cell[before + 1])
    slopes.cell[before + 1] += d_h * o * (1 - tanh_c * tanh_c)
    d_c = slopes.cell[before + 1]
    d_pre_i[:] = d_c * g * i * (1 - i)
    d_pre_f[:] = d_c * record.cell[before] * f * (1 - f)
    d_pre_g[:] = d_c * i * (1 - g * g)
    d_pre_o[:] = d_h * tanh_c * o * (1 - o)
    slopes.cell[before] += d_c * f
    slopes.hidden[before] += d_pre_i @ U_i + d_pre_f @ U_f + d_pre_g @ U_g + d_pre_o @ U_o


_STEPS = {"rnn": _rnn, "gru": _gru, "lstm": _lstm}
_STEPS_BACK = {"rnn": _rnn_back, "gru": _gru_back, "lstm": _lstm_back}
