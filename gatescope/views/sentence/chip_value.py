"""What a label says about a token of the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.values.value import ValueText
from gatescope.session.document.document import UnitRef
from gatescope.views.sentence.chip_data import ChipData


@dataclass(frozen=True)
class ChipValue:
    """One chip, with the number of every model on it."""

    data: ChipData
    at: int

    @property
    def signal(self) -> str:
        return self.data.bands[0].quantity

    @property
    def unit(self) -> UnitRef | None:
        return self.data.bands[0].unit

    @property
    def number(self) -> float | None:
        return self.data.value(self.at)

    @property
    def token(self) -> int:
        return self.at

    @property
    def to_hold(self) -> float | None:
        band = self.data.bands[0]
        return None if band.unit is None or len(self.data.bands) > 1 else float(band.values[self.at])

    def text(self) -> ValueText:
        return self.data.text(self.at)
