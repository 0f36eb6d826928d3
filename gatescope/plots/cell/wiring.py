"""The parts of a cell's wiring, as frozen plain data in the coordinates of the grid that all cells share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.signals import CELL_NAMES
from gatescope.words import mark

Array = NDArray[np.floating]
Place: TypeAlias = tuple[float, float]
"""x and y on the grid, y downwards."""

Align: TypeAlias = Literal["left", "centre", "right"]

TITLE = mark("Cell")


@dataclass(frozen=True, eq=False)
class Strip:
    """A vector on a wire: a cell a unit, or one for several neighbours where there are many.

    Attributes:
        key: what it is, unique in its wiring: a signal's name, ``"kept"``, ``"cell_before"``.
        name: the same for a person; symbol: rich text; label: where that stands, one of the sides of the strip.
        at: its centre. step: the operation that gives it, from 1.
        values: (n,) all of it; low, high, colours: as in `HeatmapPanel`.
        edges: (cells + 1,) the first unit of each cell, and n at the end.
        shown: (cells,) the unit whose value a cell shows: the one that stands out most.
        chosen_cell: the cell of the chosen unit; None where the vector has no such unit.
        signal, token: the record that it is, empty and −1 for what is only on the way.
        clamped, out: (cells,) whether a value in it is held, and whether its unit is taken out.
    """

    key: str
    name: str
    symbol: str
    label: str
    at: Place
    step: int
    values: Array
    low: float
    high: float
    colours: str
    edges: NDArray[np.int64]
    shown: NDArray[np.int64]
    chosen_cell: int | None
    signal: str
    token: int
    clamped: NDArray[np.bool_]
    out: NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """A layer of weights with its nonlinearity, or, without a step, the place of one that this cell lacks.

    Attributes:
        name: what stands below the sign; sign: of the nonlinearity, rich text.
        signal: what it gives, whose hue it has.
    """

    name: str
    sign: str
    at: Place
    step: int | None
    signal: str = ""


@dataclass(frozen=True)
class Node:
    """An operation on vectors: ``⊙`` and ``+`` in a circle, others as a pill."""

    sign: str
    at: Place
    step: int
    plain: bool = False
    """Whether it is part of the step, but not what the step is about."""


@dataclass(frozen=True)
class Wire:
    """A line along `points`.

    Attributes:
        hue: key of `Theme.line`, or ``"text"``.
        steps: the operations that it takes part in; known from the first one on.
        arrow: whether it ends in an arrow; state: whether it carries a state from word to word, and is thick.
        dashed: whether it is drawn in dashes: a peephole, or what this cell lacks.
    """

    hue: str
    steps: tuple[int, ...]
    points: tuple[Place, ...]
    arrow: bool = False
    state: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Label:
    """A piece of text beside the wires; `math` for rich text in the maths font, else plain."""

    text: str
    at: Place
    step: int
    hue: str = "muted"
    math: bool = False
    align: Align = "left"


@dataclass(frozen=True, eq=False)
class Product:
    """A corner of a product entry by entry, units × words.

    Attributes:
        signs: rich text of the two factors and the product. units, words: the names of rows and columns.
        first, second, result: (rows, columns) each.
    """

    signs: tuple[str, str, str]
    units: tuple[str, ...]
    words: tuple[str, ...]
    first: Array
    second: Array
    result: Array


@dataclass(frozen=True)
class Operation:
    """A step of the cell: its name, and its line of pseudo-code as rich text."""

    title: str
    code: str


@dataclass(frozen=True, eq=False)
class Explanation:
    """The operation in turn in words and in the numbers of the chosen unit; all but `sentence` rich text.

    Attributes:
        equation: pieces, each with whether it is what the step computes.
        numbers: ``0.022 × (−0.536) = −0.012``; called: the same without the result, in the call-out.
        where: where a factor came from. sentence: plain text. everyone: about all units.
        callout: the centre of the call-out on the grid; None for none.
    """

    equation: tuple[tuple[str, bool], ...]
    numbers: str
    sentence: str
    where: str = ""
    everyone: str = ""
    called: str = ""
    callout: Place | None = None


@dataclass(frozen=True, eq=False)
class Wiring:
    """One cell at one token.

    Attributes:
        model, cell, part, unit, token: what the numbers are of.
        place: ``layer 2, reverse``; empty where there is but one part. about: gates and weights, counted.
        operations: all of them; step: the one in turn, from 1.
        top, bottom: the ends of the wiring on the grid.
    """

    model: str
    cell: str
    part: Part
    unit: int
    token: int
    place: str
    about: str
    operations: tuple[Operation, ...]
    step: int
    explanation: Explanation
    strips: tuple[Strip, ...]
    boxes: tuple[Box, ...]
    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]
    labels: tuple[Label, ...]
    top: float
    bottom: float
    product: Product | None = None

    def vector(self, key: str) -> Strip:
        """Return the strip of a key.

        Raises:
            KeyError: this cell has no such vector.
        """
        for strip in self.strips:
            if strip.key == key:
                return strip
        raise KeyError(key)


@dataclass(frozen=True, eq=False)
class CellPlot(TokenAxisPlot):
    """The wirings of one model, or of several on one grid.

    Attributes:
        steps: how many operations the longest of them has; step: the one in turn, from 1.
        front: the model in front.
        corner: whether a product is shown entry by entry.
    """

    wirings: tuple[Wiring, ...] = ()
    step: int = 1
    front: str = ""
    corner: bool = False

    @property
    def steps(self) -> int:
        return max((len(wiring.operations) for wiring in self.wirings), default=0)

    @property
    def main(self) -> Wiring | None:
        """The wiring of the model in front, or the first one."""
        return next((one for one in self.wirings if one.model == self.front), next(iter(self.wirings), None))

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES[one.cell] for one in self.wirings)),
            "Model": ", ".join(dict.fromkeys(one.model for one in self.wirings)),
            "Sentence": self.tokens.text,
        }
