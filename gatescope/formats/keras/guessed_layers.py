"""A recurrent layer of Keras of which the file has the weights alone: its names and shapes tell what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gatescope.engine.cells import Direction
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.keras.cell_weights import cell_of, is_cudnn
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import Writer, assumed
from gatescope.formats.keras.recurrent import Recurrent, UnknownLayerError, checked, one_cell, side_by_side
from gatescope.formats.keras.weights import Weights, stem
from gatescope.words import mark

# What Keras 3 and Keras 2 call the cells of a StackedRNNCells. Keras 3 names each by its class, and HDF5 sorts them.
_BY_CLASS = re.compile(r"[/\\]cells[/\\]")
_STACKED = re.compile(rf"{_BY_CLASS.pattern}|stacked_rnn_cells")


def guessed(path: Path, config: LayerConfig, cells: Sequence[Weights], writer: Writer) -> Recurrent:
    """Return the layer that `config` names; two sets of weights are two directions, or cells in a stack.

    Raises:
        FormatError: its weights do not fit together.
        UnknownLayerError: nothing tells how its sets of weights belong together.
    """
    sides = _sides(cells)
    directions: tuple[Direction, ...] = ("forward", "reverse")
    read: list[list[FoundLayer]] = []
    notes: list[Assumption] = []
    for side, direction in zip(sides, directions, strict=False):
        name = config.name if len(sides) == 1 else f"{config.name}.{direction}"
        read.append([])
        for k, weights in enumerate(side):
            layer, assumptions = _cell(path, name if len(side) == 1 else f"{name}.{k}", weights, writer, direction)
            read[-1].append(layer)
            # Of two directions it is known which is which.
            notes += assumptions if len(sides) == 1 else assumptions[:-1]
    if len(read) == 1:
        return Recurrent((checked(read[0]),), tuple(dict.fromkeys(notes)))
    found = side_by_side(path, config.name, [checked(side) for side in read], "concat")
    if len(found) == 1:
        why = mark("a file of weights alone does not say; it is Keras' default")
        notes.append(Assumption(mark("merge mode"), "concat", why))
    return Recurrent(found, tuple(dict.fromkeys(notes)))


def _sides(cells: Sequence[Weights]) -> list[Sequence[Weights]]:
    """Return the cells of either direction, or of the one there is."""
    if len(cells) > 1 and all(_STACKED.search(weights.owner) for weights in cells):
        if len({stem(one.place) for one in cells if _BY_CLASS.search(one.owner)}) > 1:
            raise UnknownLayerError(mark("stacks cells of several classes, and no configuration says in which order"))
        back = [weights for weights in cells if weights.backward]
        forward = [weights for weights in cells if not weights.backward]
        return [side for side in (forward, back) if side]
    if len(cells) > 2:
        raise UnknownLayerError(
            mark("has {count} sets of recurrent weights, and no configuration says how they belong", count=len(cells))
        )
    return [[weights] for weights in cells]


def _cell(
    path: Path, name: str, weights: Weights, writer: Writer, direction: Direction
) -> tuple[FoundLayer, list[Assumption]]:
    """Return one cell with what had to be assumed of it, last of all its direction."""
    cell = cell_of(path, weights)
    bias = weights.roles.get("bias")
    reset_after = None if bias is None else len(bias.shape) == 2
    convention, notes = assumed(cell, is_cudnn(cell, weights), reset_after, writer)
    return one_cell(path, name, cell, convention, weights, direction), notes
