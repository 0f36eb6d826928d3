"""What every intervention does at the token cursor, as plain data: a row each, from the number before to that after."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

TITLE = mark("What if")


@dataclass(frozen=True)
class EffectRow:
    """One intervention alone, or all that are switched on.

    Attributes:
        name: ``forget gate = 1.00``; scope: where it acts.
        hue: the signal whose hue it has; empty for all together.
        on: whether it is switched on.
        value: what the number is with it; NaN where it does not fit its model.
        note: why it does not fit; empty where it does.
    """

    name: str
    scope: str
    hue: str
    on: bool
    value: float
    note: str = ""


@dataclass(frozen=True, eq=False)
class EffectsPlot(Plot):
    """Rows over one axis of the number that moves.

    Attributes:
        rows: all together first, then one each in the order of the cards; none where nothing is held.
        quantity: ``P(positive) at “.”``.
        baseline: the number with nothing held.
        low, high: the ends of the axis.
        finding: one plain sentence.
        model, cell, tokens: what it is of.
    """

    rows: tuple[EffectRow, ...]
    quantity: str = ""
    baseline: float = 0.0
    low: float = 0.0
    high: float = 1.0
    finding: str = ""
    model: str = ""
    cell: str = ""
    tokens: TokenSequence | None = None

    def facts(self) -> dict[str, str]:
        sentence = "" if self.tokens is None else self.tokens.text
        return {
            "Title": TITLE,
            "Cell": self.cell,
            "Model": self.model,
            "Sentence": sentence,
            "Finding": plain(self.finding),
        }

    def nothing_to_draw(self) -> str:
        return "" if self.rows else tr("Nothing is held, so there is nothing to show.")
