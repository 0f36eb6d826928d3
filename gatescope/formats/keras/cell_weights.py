"""The weights of one cell of Keras in the engine's form.

Kernel (I, G·H), recurrent kernel (H, G·H), bias (G·H,), or (2, G·H) for a GRU with reset_after; columns i f c o and
z r h (keras/src/layers/rnn). CuDNN's layers have a bias of 2·G·H, the input's before the hidden state's, and every
gate's block of the kernels in another order (``preprocess_weights_for_loading`` in Keras 2's hdf5_format.py).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Cell
from gatescope.engine.network import LayerParameters
from gatescope.errors import FormatError
from gatescope.formats.keras.weights import Weights
from gatescope.words import tr

# Where the engine's gates (r z n, i f g o) stand among Keras'.
_COLUMNS = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 1, 2, 3]}
_CELL_OF_GATES = {1: "rnn", 3: "gru", 4: "lstm"}


def cell_of(path: Path, weights: Weights) -> str:
    """Return the engine's cell that has as many gates as the recurrent kernel has blocks.

    Raises:
        FormatError: no cell has so many.
    """
    found = stored_cell(weights)
    if found is not None:
        return found
    kernel = weights.roles["recurrent_kernel"]
    raise FormatError(
        path,
        tr(
            "holds {name!r} of shape {shape}, whose columns are neither 1 (RNN), 3 (GRU) nor 4 times (LSTM) its rows",
            name=kernel.name,
            shape=kernel.shape,
        ),
    )


def stored_cell(weights: Weights) -> str | None:
    """Return the engine's cell that has as many gates as the recurrent kernel has blocks; None where none has."""
    kernel = weights.roles["recurrent_kernel"]
    if len(kernel.shape) == 2 and kernel.shape[0] and kernel.shape[1] in (g * kernel.shape[0] for g in _CELL_OF_GATES):
        return _CELL_OF_GATES[kernel.shape[1] // kernel.shape[0]]
    return None


def cell_parameters(path: Path, cell: Cell, weights: Weights) -> LayerParameters:
    """Return the weights of one cell, read once their shapes are known to fit together.

    Raises:
        FormatError: they do not; the sentence has the shape that would.
    """
    gates, order = len(cell.gates), _COLUMNS[cell.name]
    kernel, recurrent, bias = (weights.roles.get(role) for role in ("kernel", "recurrent_kernel", "bias"))
    assert kernel is not None
    assert recurrent is not None
    units = recurrent.shape[1] // gates if len(recurrent.shape) == 2 else 0
    columns = gates * units
    wanted = ((units, columns), (kernel.shape[0] if kernel.shape else 0, columns))
    for tensor, shape in zip((recurrent, kernel), wanted, strict=True):
        if tensor.shape != shape or 0 in shape:
            raise FormatError(
                path,
                tr(
                    "holds {name!r} of shape {shape}; {article} with it would need {shape2}",
                    name=tensor.name,
                    shape=tensor.shape,
                    article=_article(cell),
                    shape2=shape,
                ),
            )
    biases = [(columns,), (2 * columns,), (2, columns)][: {"rnn": 1, "lstm": 2, "gru": 3}[cell.name]]
    if bias is not None and bias.shape not in biases:
        raise FormatError(
            path,
            tr(
                "holds {name!r} of shape {shape}; {units} units would need {biases}",
                name=bias.name,
                shape=bias.shape,
                units=units,
                biases=biases[0],
            ),
        )
    dtype = np.float64 if "float64" in {tensor.dtype for tensor in weights.roles.values()} else np.float32
    K, R = (np.asarray(tensor.read(), dtype) for tensor in (kernel, recurrent))
    cudnn = is_cudnn(cell.name, weights)
    W = np.stack([_block(K, g, units, cudnn) for g in order])
    # CuDNN's recurrent blocks are the engine's as they stand.
    blocks = [R[:, g * units : (g + 1) * units] for g in order]
    U = np.stack([block if cudnn else block.T for block in blocks])
    b_x, b_h = np.zeros((2, columns), dtype)
    if bias is not None:
        b = np.asarray(bias.read(), dtype)
        b_x, b_h = b.reshape(2, columns) if b.size == 2 * columns else (b, b_h)
    return LayerParameters(W, U, *(one.reshape(gates, units)[order] for one in (b_x, b_h)))


def _block(kernel: NDArray[np.generic], gate: int, units: int, cudnn: bool) -> NDArray[np.generic]:
    """Return W of one gate, (H, I). In CuDNN's layout the block holds it row by row, in the shape (I, H)."""
    block = kernel[:, gate * units : (gate + 1) * units]
    return block.reshape(units, -1) if cudnn else block.T


def is_cudnn(cell: str, weights: Weights) -> bool:
    """Return whether the weights are laid out as CuDNN's layers have them, which the length of the bias tells."""
    bias = weights.roles.get("bias")
    return cell != "rnn" and bias is not None and bias.shape == (2 * weights.roles["recurrent_kernel"].shape[1],)


def bias_words(cell: str, weights: Weights) -> str:
    """Return what biases there are: ``"one of 4H"``."""
    bias, count = weights.roles.get("bias"), {"rnn": "H", "gru": "3H", "lstm": "4H"}[cell]
    if bias is None:
        return "none"
    if is_cudnn(cell, weights):
        return f"two of {count}, b_x and b_h, in CuDNN's layout"
    return f"two of {count}, b_x and b_h" if len(bias.shape) == 2 else f"one of {count}"


def _article(cell: Cell) -> str:
    return tr("a {cell}" if cell.name == "gru" else "an {cell}", cell=cell.name.upper())
