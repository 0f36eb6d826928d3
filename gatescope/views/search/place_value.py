"""A row of a list of places under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.values.value import ValueText
from gatescope.session.document.document import UnitRef


@dataclass(frozen=True)
class PlaceValue:
    """What a label says of one place.

    Attributes:
        said: what it says.
        number: at the right of the row; None for nothing.
    """

    said: ValueText
    number: float | None = None

    token: int | None = None
    unit: UnitRef | None = None
    signal: str = ""
    to_hold: float | None = None

    def text(self) -> ValueText:
        return self.said
