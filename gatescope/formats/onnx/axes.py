"""The meanings that an axis of a value can have, and the lengths that are known of some."""

from __future__ import annotations

from dataclasses import dataclass

TIME, BATCH, DIRECTION = "time", "batch", "direction"
UNITS = "units"
"""The features: units of a direction, or what a linear layer made of them."""
BOTH, FIRST, SECOND = "units of both directions", "units of the first", "units of the second"
ONE, OTHER = "one", "other"
"""An axis of length 1, and one of which nothing is known, such as several that were joined into one."""
FEATURES = (UNITS, BOTH, FIRST, SECOND)


@dataclass(frozen=True)
class Stacked:
    """The axis of directions of several layers, one after the other, as PyTorch gives h_n.

    Attributes:
        first: where those of the layer that is followed begin.
        count: of all directions of all layers.
    """

    first: int
    count: int


Axis = str | Stacked
Layout = tuple[Axis, ...]
"""The meanings of the axes of one value."""


@dataclass(frozen=True)
class Sizes:
    """The lengths that are known: of the axis of directions, and of the features of one direction."""

    directions: int
    features: int

    def of(self, axis: Axis) -> int | None:
        if axis == BOTH:
            return self.directions * self.features
        return {DIRECTION: self.directions, ONE: 1}.get(str(axis), self.features if axis in FEATURES else None)
