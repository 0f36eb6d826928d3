"""One recurrent layer of Keras: its directions, its cells, how they are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.errors import FormatError
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.keras.cell_weights import bias_words, cell_of, cell_parameters, is_cudnn
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import CELL_OF, Writer, assumed, configured
from gatescope.formats.keras.disagreements import Differences, differing, of_cell, sentence
from gatescope.formats.keras.weights import Weights
from gatescope.words import mark, tr

_GATE_ORDER = {"rnn": "", "gru": "z r h", "lstm": "i f g o"}
# What Keras 3 and Keras 2 call the cells of a StackedRNNCells.
_STACKED = re.compile(r"[/\\]cells[/\\]|stacked_rnn_cells")
RECURRENT = frozenset([*CELL_OF, "RNN", "Bidirectional"])
"""The classes of layers that are recurrent, or are made around one."""
_JOINED = {
    "sum": mark("the two directions of {name!r} are added after they ran; here they are seen apart"),
    "mul": mark("the two directions of {name!r} are multiplied after they ran; here they are seen apart"),
    "ave": mark("the two directions of {name!r} are averaged after they ran; here they are seen apart"),
    "concat": mark("the two directions of {name!r} are joined after they ran; here they are seen apart"),
    None: mark("the two directions of {name!r} are handed on apart after they ran; here they are seen apart"),
}
_MERGES = ("concat", "sum", "mul", "ave", None)


@dataclass(frozen=True, eq=False)
class Recurrent:
    """A recurrent layer of Keras as one `FoundLayer`, or as several.

    Attributes:
        layers: several where its cells are stacked, each fed by the one before, or where the two directions of a
            Bidirectional differ (`parallel`).
        warnings: sentences about what the configuration and the arrays do not agree on.
        reverses: its output has the last token first, and the layers above read it so.
    """

    layers: tuple[FoundLayer, ...]
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    parallel: bool = False
    reverses: bool = False

    @property
    def outputs(self) -> int:
        return self.layers[-1].outputs

    @property
    def plain(self) -> bool:
        """Whether the next layer's input is the engine's output."""
        return not self.parallel and self.layers[-1].merge == "concat"

    def reversed(self) -> Recurrent:
        """Return the same layer reading a sequence that comes last token first."""
        return replace(self, layers=tuple(layer.reversed() for layer in self.layers), reverses=not self.reverses)


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
    if config.kind not in RECURRENT:
        return None
    sides, merge = _sides(config)
    described = [_described(side, writer) for side in sides]
    cells_each, differences = len(described[0]), Differences()
    if cells_each == 1 and len(cells) in (1, 2) and all(len(side) == 1 for side in described):
        differences = differing({"directions": len(sides)}, directions=len(cells))
        sides, described = (([*one, one[0]])[: len(cells)] for one in (sides, described))
        merge = merge if len(cells) == 2 else "concat"
    if any(len(side) != cells_each for side in described) or len(cells) != cells_each * len(sides):
        raise FormatError(
            path,
            tr(
                "has {count} sets of recurrent weights for {name!r}, which asks for {cells_each}",
                count=len(cells),
                name=config.name,
                cells_each=cells_each * len(sides),
            ),
        )
    backwards = bool(sides[0].config.get("go_backwards"))
    directions: tuple[Direction, ...] = ("reverse", "forward") if backwards else ("forward", "reverse")
    rows = [[cells[s * cells_each + k] for s in range(len(sides))] for k in range(cells_each)]
    layers: list[FoundLayer] = []
    for k, row in enumerate(rows):
        name = config.name if cells_each == 1 else f"{config.name}.{k}"
        agreed = [_agreed(side[k], weights, writer) for side, weights in zip(described, row, strict=True)]
        conventions = [(cell, convention, ()) for cell, convention, _ in agreed]
        for _, _, found_here in agreed:
            differences |= found_here
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
        raise UnknownLayerError(mark("stacks cells whose directions differ"))
    return Recurrent(
        tuple(layers),
        tuple(dict.fromkeys(note for side in described for one in side for note in one.assumptions)),
        tuple(_notes(config, sides[0], merge, split)),
        sentence(config.name, differences),
        split,
        backwards,
    )


def _sides(config: LayerConfig) -> tuple[list[LayerConfig], Any]:
    """Return the layer of either direction, or the one layer there is, and the merge mode."""
    if config.kind != "Bidirectional":
        return [config], "concat"
    forward = config.inner
    if forward is None:
        raise UnknownLayerError(mark("is a Bidirectional around nothing"))
    # Without one of its own, the backward layer is made after the forward one.
    backward = LayerConfig(config.name, config.kind, {"layer": config.config.get("backward_layer")}).inner
    merge = config.config.get("merge_mode", "concat")
    if merge not in _MERGES:
        raise UnknownLayerError(mark("merges its directions by {merge!r}", merge=merge))
    return [forward, backward or forward], merge


@dataclass(frozen=True, eq=False)
class _Described:
    """One cell as its configuration has it."""

    config: LayerConfig
    cell: str
    convention: Convention
    assumptions: tuple[Assumption, ...]


def _agreed(one: _Described, weights: Weights, writer: Writer) -> tuple[str, Convention, Differences]:
    return of_cell(one.cell, one.convention, one.config.config, weights, writer)


def _described(side: LayerConfig, writer: Writer) -> list[_Described]:
    """Return every cell that one direction of a layer stacks."""
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
            raise UnknownLayerError(
                mark("is made of {kind}, no RNN, GRU or LSTM", kind=one.kind)
                if one.kind
                else mark("is made of something unnamed, no RNN, GRU or LSTM")
            )
        convention, notes = configured(CELL_OF[one.kind], one.kind, one.config, writer)
        found.append(_Described(one, CELL_OF[one.kind], convention, tuple(notes)))
    if not found:
        raise UnknownLayerError(mark("is an RNN without a cell"))
    return found


def _guessed(path: Path, config: LayerConfig, cells: list[Weights], writer: Writer) -> Recurrent:
    """Return a layer of which the file has the weights alone; two sets of them are two directions, or cells in a
    stack."""
    if len(cells) > 1 and all(_STACKED.search(weights.owner) for weights in cells):
        return _guessed_cells(path, config, cells, writer)
    if len(cells) > 2:
        raise UnknownLayerError(
            mark("has {count} sets of recurrent weights, and no configuration says how they belong", count=len(cells))
        )
    cell = cell_of(path, cells[0])
    bias = cells[0].roles.get("bias")
    reset_after = None if bias is None else len(bias.shape) == 2
    convention, notes = assumed(cell, is_cudnn(cell, cells[0]), reset_after, writer)
    directions: tuple[Direction, ...] = ("forward", "reverse")
    if len(cells) == 2:
        notes[-1:] = [
            Assumption(mark("merge mode"), "concat", mark("a file of weights alone does not say; it is Keras' default"))
        ]
    layer = _layer(path, config.name, cell, convention, cells, directions[: len(cells)], "concat")
    return Recurrent((layer,), tuple(notes))


def _guessed_cells(path: Path, config: LayerConfig, cells: list[Weights], writer: Writer) -> Recurrent:
    """Return the cells of a StackedRNNCells, each fed by the one before."""
    found = [_guessed(path, replace(config, name=f"{config.name}.{k}"), [one], writer) for k, one in enumerate(cells)]
    layers = tuple(layer for one in found for layer in one.layers)
    if any((one.cell, one.convention) != (layers[0].cell, layers[0].convention) for one in layers) or any(
        below.outputs != above.inputs for below, above in pairwise(layers)
    ):
        raise UnknownLayerError(mark("stacks cells that do not fit on top of each other"))
    return Recurrent(layers, tuple(dict.fromkeys(note for one in found for note in one.assumptions)))


def _layer(
    path: Path,
    name: str,
    cell: str,
    convention: Convention,
    cells: Sequence[Weights],
    directions: tuple[Direction, ...],
    merge: Literal["concat", "sum", "mul", "ave"] | None,
) -> FoundLayer:
    read = [cell_parameters(path, CELLS[cell], weights) for weights in cells]
    if len({(one.inputs, one.units) for one in read}) > 1:
        raise FormatError(path, tr("has two directions of {name!r} that differ in size", name=name))
    first = cells[0].roles
    return FoundLayer(
        name=name,
        cell=CELLS[cell],
        convention=convention,
        directions=directions,
        parameters=tuple(read),
        tensors=tuple(one for weights in cells for one in weights.names),
        gate_order=_GATE_ORDER[cell],
        biases=bias_words(cell, cells[0]),
        merge=merge,
        stored_dtype=first["recurrent_kernel"].dtype,
    )


def _notes(config: LayerConfig, side: LayerConfig, merge: str | None, split: bool) -> list[str]:
    notes = []
    if merge != "concat" or split:
        notes.append(mark(_JOINED[merge], name=config.name))
    if config.calls > 1:
        notes.append(
            mark(
                "{name!r} is used {calls} times in the model; here it runs as where it is used first",
                name=config.name,
                calls=config.calls,
            )
        )
    if side.config.get("stateful"):
        notes.append(
            mark(
                "{name!r} keeps its state from one batch to the next (stateful); here a text starts anew",
                name=config.name,
            )
        )
    return notes
