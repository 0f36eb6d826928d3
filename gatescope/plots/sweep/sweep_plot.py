"""The picture of a sweep, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import UnitRef
from gatescope.words import mark

TITLE = mark("Sweep")
# By the largest change: how many decimals.
_DIGITS = (2, 0.2), (3, 0.02), (4, 0.0)


@dataclass(frozen=True, eq=False)
class SweepColumn:
    """The bars of one model.

    Attributes:
        model, cell, part: whose units are taken out.
        name: what heads the column; empty for a model alone.
        of: what is lost: ``P(positive) at “.”``.
        baseline: what it is with all units.
        units: (P,) in the order of the rows, the largest change first.
        values: (P,) what it is without each of `units`, in the same order; NaN where that is no number.
        out: units that are taken out already.
        low, high: the range of the changes that the bars have room for; 0 lies within.
    """

    model: str
    cell: str
    part: Part
    name: str
    of: str
    baseline: float
    units: NDArray[np.int64]
    values: NDArray[np.float64]
    out: frozenset[int]
    low: float
    high: float

    @property
    def changes(self) -> NDArray[np.float64]:
        """(P,) what taking each of `units` out adds; NaN between two infinities."""
        with np.errstate(invalid="ignore"):
            return self.values - self.baseline

    @property
    def digits(self) -> int:
        """The decimals of its numbers, two at least: as many as tell the largest changes apart."""
        most = float(np.abs(self.changes[np.isfinite(self.changes)]).max(initial=0.0))
        return next((digits for digits, least in _DIGITS if most >= least), _DIGITS[-1][0])

    def ref(self, row: int) -> UnitRef:
        """Return the unit of a row."""
        return UnitRef(self.model, self.part, int(self.units[row]))


@dataclass(frozen=True, eq=False)
class SweepPlot(TokenAxisPlot):
    """A column of bars a model, a row a unit.

    Attributes:
        columns: in the order of the models.
        marked: the units whose rows are marked.
        first: the row that stands on top; the ones before it are scrolled away.
        finding: rich text, see `gradient_words`.
    """

    columns: tuple[SweepColumn, ...] = ()
    marked: frozenset[UnitRef] = field(default=frozenset())
    first: int = 0
    finding: str = ""

    @property
    def rows(self) -> int:
        """The rows of the longest column."""
        return max((len(column.units) for column in self.columns), default=0)

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(column.cell, column.cell) for column in self.columns)),
            "Model": ", ".join(dict.fromkeys(column.model for column in self.columns)),
            "Sentence": self.tokens.text,
            "Finding": plain(self.finding),
        }
