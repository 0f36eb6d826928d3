"""A picture in which every dot is a unit: of one gate, at its place on two axes."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import Focus, UnitRef
from gatescope.words import tr

Values = NDArray[np.float64]
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class DotGroup:
    """The units of one signal, one dot each.

    Attributes:
        model, cell, part, signal: what they are of.
        title: ``forget gate``; symbol: rich text.
        hue: key for `Theme.line`.
        xs, ys: (H,) their places on the axes; no dot where one of both is not finite.
        shape: of its dots, a key of `paint.dot_shapes.SHAPES`; 0 is round.
    """

    model: str
    cell: str
    part: Part
    signal: str
    title: str
    symbol: str
    hue: str
    xs: Values
    ys: Values
    shape: int = 0

    def ref(self, unit: int) -> UnitRef:
        """Return the unit that is drawn as the dot of this number."""
        return UnitRef(self.model, self.part, unit)


@dataclass(frozen=True, eq=False)
class DotPlot(Plot):
    """The base of pictures with dots.

    Attributes:
        title: of the picture.
        groups: the first lies undermost.
        x, y: the ends of the axes that are in sight; whole_x, whole_y: without any zoom.
        selected: the units that are ringed.
        finding: one sentence or two, rich text as in `gradient_words`.
        text: the sentence that was read, for the file.
    """

    title: str
    groups: tuple[DotGroup, ...] = ()
    x: Span = (0.0, 1.0)
    y: Span = (0.0, 1.0)
    whole_x: Span = (0.0, 1.0)
    whole_y: Span = (0.0, 1.0)
    selected: frozenset[UnitRef] = field(default_factory=frozenset)
    finding: str = ""
    text: str = ""

    def nothing_to_draw(self) -> str:
        return "" if self.groups else tr("The text has no tokens, so there is nothing to show.")

    @abstractmethod
    def facts(self) -> dict[str, str]:
        """Return what a file states about its picture: what the groups are of, and what was found."""
        return {
            "Title": self.title,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(group.cell, group.cell) for group in self.groups)),
            "Model": ", ".join(dict.fromkeys(group.model for group in self.groups)),
            "Sentence": self.text,
            "Finding": plain(self.finding),
        }


def chosen_units(focus: Focus) -> frozenset[UnitRef]:
    """Return the units in focus: those that a person chose, or the ones that stand for them while there are none."""
    return frozenset(focus.units or focus.lively)
