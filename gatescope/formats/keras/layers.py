"""One recurrent layer of Keras in the engine's form.

Kernel (I, G·H), recurrent kernel (H, G·H), bias (G·H,), or (2, G·H) for a GRU with reset_after; columns i f c o and
z r h (keras/src/layers/rnn). CuDNN's layers have a bias of 2·G·H, the input's before the hidden state's, and every
gate's block of the kernels in another order (``preprocess_weights_for_loading`` in Keras 2's hdf5_format.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import CELLS, Cell, Convention, Direction
from gatescope.engine.network import LayerParameters
from gatescope.errors import FormatError
from gatescope.formats.found import Assumption, FoundLayer
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import CELL_OF, Writer, assumed, configured
from gatescope.formats.keras.weights import Weights

_GATE_ORDER = {"rnn": "", "gru": "z r h", "lstm": "i f g o"}
# Where the engine's gates (r z n, i f g o) stand among Keras'.
_COLUMNS = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 1, 2, 3]}
_CELL_OF_GATES = {1: "rnn", 3: "gru", 4: "lstm"}
_MERGES = ("concat", "sum", "mul", "ave", None)


@dataclass(frozen=True, eq=False)
class Recurrent:
    """A recurrent layer of Keras as one `FoundLayer`, or as several.

    Attributes:
        layers: several where its cells are stacked, each fed by the one before, or where the two directions of a
            Bidirectional differ (`parallel`).
        reverses: its sequence comes out last token first, and whatever it feeds reads it so.
    """

    layers: tuple[FoundLayer, ...]
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()
    parallel: bool = False
    reverses: bool = False

    @property
    def plain(self) -> bool:
        """Whether the next layer gets what the engine hands on."""
        return not self.parallel and self.layers[-1].merge == "concat"

    def reversed(self) -> Recurrent:
        """The same layer reading a sequence that comes last token first."""
        turned = {"forward": "reverse", "reverse": "forward"}
        layers = tuple(
            replace(layer, directions=tuple(cast(Direction, turned[d]) for d in layer.directions))
            for layer in self.layers
        )
        return replace(self, layers=layers, reverses=not self.reverses)


class UnknownLayerError(Exception):
    """A recurrent layer that cannot be read; the argument says why, in words that follow its name."""


def recurrent(path: Path, config: LayerConfig, found: Sequence[Weights], writer: Writer) -> Recurrent | None:
    """Return the recurrent layer that `config` describes, or None where it is another kind of layer.

    Args:
        path: the file, for the sentence where it goes wrong.
        found: its weights in the file's order.

    Raises:
        FormatError: its weights are missing or do not fit together.
        UnknownLayerError: the engine has no such cell.
        UnknownActivationError: nor such an activation.
    """
    cells = [weights for weights in found if weights.recurrent]
    if config.guessed:
        return _guessed(path, config, cells, writer) if cells else None
    merge: Any = "concat"
    sides: list[LayerConfig] = [config]
    if config.kind == "Bidirectional":
        forward, backward = (
            config.inner,
            LayerConfig(config.name, config.kind, {"layer": config.config.get("backward_layer")}).inner,
        )
        if forward is None:
            raise UnknownLayerError("is a Bidirectional around nothing")
        sides = [forward, backward or forward]
        merge = config.config.get("merge_mode", "concat")
        if merge not in _MERGES:
            raise UnknownLayerError(f"merges its directions by {merge!r}")
    elif config.kind not in CELL_OF and config.kind != "RNN":
        return None
    described = [_described(side, writer) for side in sides]
    cells_each = len(described[0])
    if any(len(side) != cells_each for side in described) or len(cells) != cells_each * len(sides):
        raise FormatError(
            path,
            f"has {len(cells)} sets of recurrent weights for {config.name!r}, which asks for {cells_each * len(sides)}",
        )
    backwards = bool(sides[0].config.get("go_backwards"))
    directions: tuple[Direction, ...] = ("reverse", "forward") if backwards else ("forward", "reverse")
    rows = [[cells[s * cells_each + k] for s in range(len(sides))] for k in range(cells_each)]
    layers: list[FoundLayer] = []
    for k, row in enumerate(rows):
        name = config.name if cells_each == 1 else f"{config.name}.{k}"
        conventions = [side[k] for side in described]
        if len({convention[:2] for convention in conventions}) == 1:
            cell, convention, _ = conventions[0]
            layers.append(_layer(path, name, cell, convention, row, directions[: len(row)], merge))
        else:
            layers += [
                _layer(path, f"{name}.{side.name}", cell, convention, [weights], (direction,), "concat")
                for side, (cell, convention, _), weights, direction in zip(
                    sides, conventions, row, directions, strict=True
                )
            ]
    split = len(layers) > cells_each
    if split and cells_each > 1:
        raise UnknownLayerError("stacks cells whose directions differ")
    return Recurrent(
        tuple(layers),
        tuple(dict.fromkeys(note for side in described for _, _, notes in side for note in notes)),
        tuple(_notes(config, sides[0], merge, split)),
        split,
        backwards,
    )


def _described(side: LayerConfig, writer: Writer) -> list[tuple[str, Convention, tuple[Assumption, ...]]]:
    """Cell, convention and assumptions of every cell that one direction of a layer stacks."""
    cells = [side]
    if side.kind == "RNN":
        inner = side.inner
        if inner is not None and inner.kind == "StackedRNNCells":
            stacked = inner.config.get("cells")
            entries = stacked if isinstance(stacked, list) else []
            cells = [
                one for entry in entries if (one := LayerConfig(side.name, "RNN", {"cell": entry}).inner) is not None
            ]
        else:
            cells = [inner] if inner is not None else []
    found = []
    for one in cells:
        if one.kind not in CELL_OF:
            raise UnknownLayerError(f"is made of {one.kind or 'something unnamed'}, no RNN, GRU or LSTM")
        convention, notes = configured(CELL_OF[one.kind], one.kind, one.config, writer)
        found.append((CELL_OF[one.kind], convention, tuple(notes)))
    if not found:
        raise UnknownLayerError("is an RNN without a cell")
    return found


def _guessed(path: Path, config: LayerConfig, cells: list[Weights], writer: Writer) -> Recurrent:
    """A layer of which the file has the weights alone; two sets of them are two directions."""
    if len(cells) > 2:
        raise UnknownLayerError(
            f"has {len(cells)} sets of recurrent weights, and no configuration says how they belong"
        )
    cell = _cell_of(path, config.name, cells[0])
    bias = cells[0].roles.get("bias")
    reset_after = None if bias is None else len(bias.shape) == 2
    convention, notes = assumed(cell, _is_cudnn(cell, cells[0]), reset_after, writer)
    directions: tuple[Direction, ...] = ("forward", "reverse")
    if len(cells) == 2:
        notes[-1:] = [Assumption("merge mode", "concat", "a file of weights alone does not say; it is Keras' default")]
    layer = _layer(path, config.name, cell, convention, cells, directions[: len(cells)], "concat")
    return Recurrent((layer,), tuple(notes))


def _layer(
    path: Path,
    name: str,
    cell: str,
    convention: Convention,
    cells: Sequence[Weights],
    directions: tuple[Direction, ...],
    merge: Literal["concat", "sum", "mul", "ave"] | None,
) -> FoundLayer:
    read = [_parameters(path, CELLS[cell], weights) for weights in cells]
    if len({(one.inputs, one.units) for one in read}) > 1:
        raise FormatError(path, f"has two directions of {name!r} that differ in size")
    first = cells[0].roles
    return FoundLayer(
        name=name,
        cell=CELLS[cell],
        convention=convention,
        directions=directions,
        parameters=tuple(read),
        tensors=tuple(one for weights in cells for one in weights.names),
        gate_order=_GATE_ORDER[cell],
        biases=_bias_words(cell, cells[0]),
        merge=merge,
        stored_dtype=first["recurrent_kernel"].dtype,
    )


def _cell_of(path: Path, name: str, weights: Weights) -> str:
    kernel = weights.roles["recurrent_kernel"]
    if len(kernel.shape) == 2 and kernel.shape[0] and kernel.shape[1] in (g * kernel.shape[0] for g in _CELL_OF_GATES):
        return _CELL_OF_GATES[kernel.shape[1] // kernel.shape[0]]
    raise FormatError(
        path,
        f"holds {kernel.name!r} of shape {kernel.shape}, whose columns are neither 1 (RNN), 3 (GRU) nor 4 times (LSTM) "
        "its rows",
    )


def _parameters(path: Path, cell: Cell, weights: Weights) -> LayerParameters:
    """Check the shapes, then read the arrays."""
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
                path, f"holds {tensor.name!r} of shape {tensor.shape}; {_article(cell)} with it would need {shape}"
            )
    biases: list[tuple[int, ...]] = [(columns,), (2 * columns,), (2, columns)]
    if bias is not None and bias.shape not in (
        biases if cell.name == "gru" else biases[:2] if gates > 1 else biases[:1]
    ):
        raise FormatError(path, f"holds {bias.name!r} of shape {bias.shape}; {units} units would need {biases[0]}")
    dtype = np.float64 if "float64" in {tensor.dtype for tensor in weights.roles.values()} else np.float32
    K, R = (np.asarray(tensor.read(), dtype) for tensor in (kernel, recurrent))
    cudnn = _is_cudnn(cell.name, weights)
    W = np.stack([_block(K, g, units, cudnn) for g in order])
    # CuDNN's recurrent blocks are the engine's as they stand.
    U = np.stack([block if cudnn else block.T for g in order for block in [R[:, g * units : (g + 1) * units]]])
    b_x, b_h = np.zeros((2, columns), dtype)
    if bias is not None:
        b = np.asarray(bias.read(), dtype)
        b_x, b_h = b.reshape(2, columns) if b.size == 2 * columns else (b, b_h)
    return LayerParameters(W, U, *(one.reshape(gates, units)[order] for one in (b_x, b_h)))


def _block(kernel: NDArray[np.generic], gate: int, units: int, cudnn: bool) -> NDArray[np.generic]:
    """W of one gate, (H, I). In CuDNN's layout the block holds it row by row, in the shape (I, H)."""
    block = kernel[:, gate * units : (gate + 1) * units]
    return block.reshape(units, -1) if cudnn else block.T


def _is_cudnn(cell: str, weights: Weights) -> bool:
    bias = weights.roles.get("bias")
    return cell != "rnn" and bias is not None and bias.shape == (2 * weights.roles["recurrent_kernel"].shape[1],)


def _bias_words(cell: str, weights: Weights) -> str:
    bias, count = weights.roles.get("bias"), {"rnn": "H", "gru": "3H", "lstm": "4H"}[cell]
    if bias is None:
        return "none"
    if _is_cudnn(cell, weights):
        return f"two of {count}, b_x and b_h, in CuDNN's layout"
    return f"two of {count}, b_x and b_h" if len(bias.shape) == 2 else f"one of {count}"


def _notes(config: LayerConfig, side: LayerConfig, merge: str | None, split: bool) -> list[str]:
    notes = []
    if merge != "concat" or split:
        words = {"sum": "added", "mul": "multiplied", "ave": "averaged", None: "handed on apart", "concat": "joined"}[
            merge
        ]
        notes.append(f"the two directions of {config.name!r} are {words} after they ran; here they are seen apart")
    if side.config.get("stateful"):
        notes.append(f"{config.name!r} keeps its state from one batch to the next (stateful); here a text starts anew")
    return notes


def _article(cell: Cell) -> str:
    return {"rnn": "an RNN", "gru": "a GRU", "lstm": "an LSTM"}[cell.name]
