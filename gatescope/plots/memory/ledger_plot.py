"""The picture of a memory ledger, as plain data: bands of words over the tokens, a panel a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr, trn

TITLE = mark("Memory ledger")
NOTE = mark("The direct path only: later gates depend on earlier words, too.")

Values = NDArray[np.float64]
Shares = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LedgerPanel:
    """One model's bands: band g, of a word or a group of words, over the columns of the groups.

    Attributes:
        model, cell, part: what the numbers are of.
        label: ``LSTM``, or the model's name where two have the same cell; with an arrow where there are two directions.
        tokens: as this model cuts the text.
        state: ``cell_state`` or ``hidden_state``, also the key of the hue.
        symbol: rich text, c_t or h_t.
        unit: the one that it is of; None for all together.
        edges: (G + 1,) group g is the tokens from ``edges[g]`` up to ``edges[g + 1]``.
        shares: (G, G) after group r (row) the share of group g (column), token order; NaN where nothing is known.
        initial: (G,) the share of the initial state.
        amounts: (G, G) what the shares are of, Σ over the units, with its sign.
        totals: (G,) the state itself, Σ over the units.
        bad: the first token after which the state is no finite number, or None.
    """

    model: str
    cell: str
    part: Part
    label: str
    tokens: TokenSequence
    state: str
    symbol: str
    unit: int | None
    edges: NDArray[np.int64]
    shares: Shares = field(metadata=OVER_TOKENS)
    initial: Shares = field(metadata=OVER_TOKENS)
    amounts: Values = field(metadata=OVER_TOKENS)
    totals: Values = field(metadata=OVER_TOKENS)
    bad: int | None = None

    @property
    def groups(self) -> int:
        return len(self.edges) - 1

    @property
    def grouped(self) -> bool:
        """Whether a band is of several words."""
        return int(self.edges[-1]) > self.groups

    def group_of(self, token: int) -> int:
        """Return the group that holds a token; −1 where the text has no such token."""
        if not 0 <= token < self.edges[-1]:
            return -1
        return int(np.searchsorted(self.edges, token, side="right")) - 1

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """(G,) the groups as they were read, the first at the bottom."""
        read = np.arange(self.groups)
        return read[::-1] if self.part.reverse else read

    @cached_property
    def tops(self) -> Values:
        """(G, G + 1) by column the upper ends of the bands from the bottom: of the initial state, then in `order`."""
        rows = np.concatenate([self.initial[:, None], self.shares[:, self.order]], axis=1)
        return np.cumsum(rows, axis=1, dtype=np.float64)

    def ends(self, column: int, band: int) -> tuple[float, float]:
        """Return the lower and the upper end of a band in a column, 0 to 1."""
        place = int(self.order[band]) if self.part.reverse else band
        return float(self.tops[column, place]), float(self.tops[column, place + 1])

    def band_at(self, column: int, height: float) -> int | None:
        """Return the band at a height of a column, 0 to 1; None for the initial state, or where nothing is known."""
        tops = self.tops[column]
        if not np.isfinite(tops[-1]) or tops[-1] <= 0:
            return None
        place = int(np.searchsorted(tops, min(max(height, 0.0), float(tops[-1])), side="left"))
        return None if place == 0 or place > self.groups else int(self.order[place - 1])


@dataclass(frozen=True, eq=False)
class LedgerPlot(TokenAxisPlot):
    """What every word holds after every token, and a sentence.

    Attributes:
        panels: in the order of the models; none of an RNN.
        front: the model in front.
        place: ``layer 2``; empty where the network has but one layer.
        finding: rich text; of the cursor's token, or of the last one.
        remark: plain text: of models that have no ledger, and of words that were taken in groups.
    """

    panels: tuple[LedgerPanel, ...] = ()
    front: str = ""
    place: str = ""
    finding: str = ""
    remark: str = ""

    @property
    def foot(self) -> str:
        """The plain lines below the finding."""
        return f"{tr(NOTE)} {self.remark}".strip()

    @property
    def about(self) -> tuple[str, str, str]:
        """What the bands are: plain text, the symbols as rich text, and plain text again."""
        states = tuple(dict.fromkeys(panel.symbol for panel in self.panels))
        unit = next((panel.unit for panel in self.panels if panel.unit is not None), None)
        if unit is not None:
            behind = trn(
                "of unit {unit} is made of, after each token",
                "of unit {unit} are made of, after each token",
                len(states),
                unit=unit,
            )
        else:
            behind = trn("is made of, after each token", "are made of, after each token", len(states))
        return tr("Whose words"), tr(" and ").join(states), behind

    def nothing_to_draw(self) -> str:
        return super().nothing_to_draw() or (
            "" if self.panels else tr("There is no ledger to draw. {remark}", remark=self.remark).strip()
        )

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES[panel.cell] for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.tokens.text,
            "Finding": plain(f"{self.finding} {self.foot}".strip()),
        }
