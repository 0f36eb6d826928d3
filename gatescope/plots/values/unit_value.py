"""A unit under the mouse: its dot in a picture, or its row in a table."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.values.value import ValueText
from gatescope.session.document.document import UnitRef


@dataclass(frozen=True)
class UnitValue:
    """What a picture says of one unit.

    Attributes:
        ref: the unit.
        said: what a label says of it.
        number: the value itself; None where several stand side by side.
        signal: of which it is, or empty.
        token: at which it is measured; None for all of them.
    """

    ref: UnitRef
    said: ValueText
    number: float | None = None
    signal: str = ""
    token: int | None = None

    to_hold: float | None = None

    @property
    def unit(self) -> UnitRef:
        return self.ref

    def text(self) -> ValueText:
        return self.said
