"""The table of units as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import Array, Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import UnitRef
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

Values = NDArray[np.float64]

TITLE = mark("Units")
UNIT, TRACE, MEAN, KEEPING, HALF_LIFE, CORRELATION, POSITION = (
    "unit",
    "trace",
    "mean",
    "right",
    "half_life",
    "correlation",
    "position",
)
"""The columns; those of one number have the key of their values."""


@dataclass(frozen=True)
class Sorting:
    """By which column the rows are sorted; correlations and means by their size."""

    column: str = CORRELATION
    falling: bool = True


@dataclass(frozen=True, eq=False)
class UnitTablePlot(Plot):
    """A row a unit.

    Attributes:
        tokens: that were read; cursor: the one in focus, or None.
        model, cell, part, state: what the rows are of; place: ``layer 2``, empty where there is but one.
        symbol: of the state, rich text.
        values: (T, H) the state at every token, in the range `low` … `high`.
        columns: the keys of those that this model has, in their order.
        numbers: by key, (H,) each; ``left`` is what the keeping gate's bar has at its left.
        keeps: the signal whose standing is shown, for its hue; keeps_symbol: rich text; ends: what its ends are called.
        compared: what ρ is the correlation with: ``the read-out``.
        rows: the units, in the order in which they are shown.
        sorting: as it is.
        selected: units in focus.
        span: the chosen stretch of tokens, or None.
        first: which row is at the top of what is in sight.
        finding: a sentence, rich text.
        over: the name of the corpus that was measured; empty for the sentence.
        bad: the first token at which the run is not finite, or None.
    """

    tokens: TokenSequence
    cursor: int | None = None
    model: str = ""
    cell: str = ""
    part: Part = field(default_factory=lambda: Part.of(0, "forward"))
    state: str = "hidden_state"
    place: str = ""
    symbol: str = ""
    values: Array = field(default_factory=lambda: np.empty((0, 0)))
    low: float = -1.0
    high: float = 1.0
    columns: tuple[str, ...] = ()
    numbers: Mapping[str, Values] = field(default_factory=dict)
    keeps: str = ""
    keeps_symbol: str = ""
    ends: tuple[str, str] = ("shut", "open")
    compared: str = ""
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    sorting: Sorting = field(default_factory=Sorting)
    selected: frozenset[UnitRef] = frozenset()
    span: range | None = None
    first: int = 0
    finding: str = ""
    bad: int | None = None
    over: str = ""

    @property
    def units(self) -> int:
        """How many units there are, shown or not."""
        return int(self.values.shape[1])

    @property
    def widest_share(self) -> float:
        """The largest share of any bar of the keeping gate, which fills its half of the column."""
        found = [self.numbers[key] for key in ("left", KEEPING) if len(self.numbers.get(key, ()))]
        return max((float(one.max(initial=0.0)) for one in found), default=0.0)

    def ref(self, unit: int) -> UnitRef:
        """Return the unit of a row."""
        return UnitRef(self.model, self.part, unit)

    def nothing_to_draw(self) -> str:
        return "" if len(self.tokens) else tr("The text has no tokens, so there is nothing to show.")

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": CELL_NAMES.get(self.cell, self.cell),
            "Model": self.model,
            "Sentence": self.tokens.text,
            "Finding": plain(self.finding),
        }
