"""What a person wants to know of where a state comes to rest: while what is read, and which fixed point."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.analysis.fixed_points.found import FixedPoint, FixedPoints

LAST, CURSOR, ZERO, NOTHING = "last word", "word at the cursor", "zeros", "nothing"
READINGS = (LAST, CURSOR, ZERO, NOTHING)
"""What is read again and again while fixed points are looked for; with the last of them none are."""


@dataclass(frozen=True)
class PointRef:
    """One of the fixed points that were found for a model.

    Attributes:
        found: the answer that it is one of, and with which it goes.
        number: its place in that answer.
    """

    model: str
    found: FixedPoints
    number: int

    @property
    def point(self) -> FixedPoint:
        return self.found.points[self.number]
