"""A recurrent layer of Keras as read: its cells, which of them run together, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.errors import FormatError
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.keras.cell_weights import bias_words, cell_parameters
from gatescope.formats.keras.weights import Weights
from gatescope.words import mark, tr

_GATE_ORDER = {"rnn": "", "gru": "z r h", "lstm": "i f g o"}


class UnknownLayerError(Exception):
    """A recurrent layer that cannot be read; the argument says why, in words that follow its name."""


@dataclass(frozen=True, eq=False)
class Recurrent:
    """A recurrent layer of Keras as one `FoundLayer`, or as several.

    Attributes:
        sides: one, or one a direction where the two of a Bidirectional do not run as one layer (`parallel`); each has
            the cells that it stacks, from the input upwards.
        warnings: sentences about what the configuration and the arrays do not agree on.
        reverses: its output has the last token first, and the layers above read it so.
    """

    sides: tuple[tuple[FoundLayer, ...], ...]
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reverses: bool = False

    @property
    def layers(self) -> tuple[FoundLayer, ...]:
        return tuple(layer for side in self.sides for layer in side)

    @property
    def outputs(self) -> int:
        return self.layers[-1].outputs

    @property
    def parallel(self) -> bool:
        return len(self.sides) > 1

    @property
    def plain(self) -> bool:
        """Whether the next layer's input is the engine's output."""
        return not self.parallel and self.layers[-1].merge == "concat"

    def reversed(self) -> Recurrent:
        """Return the same layer reading a sequence that comes last token first."""
        sides = tuple(tuple(layer.reversed() for layer in side) for side in self.sides)
        return replace(self, sides=sides, reverses=not self.reverses)


def one_cell(
    path: Path, name: str, cell: str, convention: Convention, weights: Weights, direction: Direction
) -> FoundLayer:
    """Return one cell that reads in one direction.

    Raises:
        FormatError: its arrays do not fit together.
    """
    return FoundLayer(
        name=name,
        cell=CELLS[cell],
        convention=convention,
        directions=(direction,),
        parameters=(cell_parameters(path, CELLS[cell], weights),),
        tensors=weights.names,
        gate_order=_GATE_ORDER[cell],
        biases=bias_words(cell, weights),
        stored_dtype=weights.roles["recurrent_kernel"].dtype,
    )


def side_by_side(
    path: Path, name: str, sides: Sequence[Sequence[FoundLayer]], merge: str | None
) -> tuple[tuple[FoundLayer, ...], ...]:
    """Return the two `sides` of a Bidirectional as one layer called `name`, or as they are where these are several
    cells each, or differ: the engine joins the directions after every layer, a Bidirectional after the last one.

    Raises:
        FormatError: they do not take the same inputs.
    """
    one, other = (side[0] for side in sides)
    if one.inputs != other.inputs:
        raise FormatError(path, tr("has two directions of {name!r} that differ in size", name=name))
    alike = (one.cell, one.convention, one.units) == (other.cell, other.convention, other.units)
    if not alike or any(len(side) > 1 for side in sides):
        return tuple(tuple(side) for side in sides)
    both = replace(
        one,
        name=name,
        directions=one.directions + other.directions,
        parameters=one.parameters + other.parameters,
        tensors=one.tensors + other.tensors,
        merge=merge,
    )
    return ((both,),)


def checked(cells: Sequence[FoundLayer]) -> tuple[FoundLayer, ...]:
    """Return the cells of a stack.

    Raises:
        UnknownLayerError: one does not take what the one below it gives.
    """
    if any(below.outputs != above.inputs for below, above in pairwise(cells)):
        raise UnknownLayerError(mark("stacks cells that do not fit on top of each other"))
    return tuple(cells)


def networks(layers: Sequence[FoundLayer]) -> list[list[FoundLayer]]:
    """Return layers that feed each other in rows that run as one network each."""
    rows: list[list[FoundLayer]] = []
    for layer in layers:
        if rows and layer.runs_with(rows[-1][-1]):
            rows[-1].append(layer)
        else:
            rows.append([layer])
    return rows
