"""What a line of a plot shows, by which a value of it is found again."""

from __future__ import annotations

from dataclasses import dataclass, field

from gatescope.engine.part import Part


@dataclass(frozen=True)
class LineOf:
    """What a line shows: a signal of one unit, or a column of a read-out where there is no `part`.

    Attributes:
        index: the unit, or the column.
        readout: its name; the first one where it is empty.
        ends: the two labels that a read-out of two lies between; empty for all else.
    """

    model: str
    part: Part | None
    signal: str
    index: int
    readout: str = ""
    ends: tuple[str, ...] = field(default=(), compare=False)
