"""What a word holds of a state after a token."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.memory.counted import percent
from gatescope.plots.memory.ledger import group_words
from gatescope.plots.memory.ledger_plot import LedgerPanel, LedgerPlot
from gatescope.plots.numbers import number
from gatescope.plots.signals import title
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.session.document.document import UnitRef
from gatescope.words import tr, trn


@dataclass(frozen=True)
class LedgerValue:
    """One band in one column.

    Attributes:
        panel: of `plot`.
        column: the group after which the state is taken.
        band: the group whose share it is; None for the initial state, or where the state is no number.
    """

    plot: LedgerPlot
    panel: LedgerPanel
    column: int
    band: int | None

    signal = ""
    to_hold: float | None = None

    @property
    def number(self) -> float | None:
        """The share, 0 to 1."""
        panel = self.panel
        return float(panel.initial[self.column] if self.band is None else panel.shares[self.column, self.band])

    @property
    def token(self) -> int:
        """The last token that the state has read."""
        edges, reverse = self.panel.edges, self.panel.part.reverse
        return int(edges[self.column]) if reverse else int(edges[self.column + 1]) - 1

    @property
    def unit(self) -> UnitRef | None:
        panel = self.panel
        return None if panel.unit is None else UnitRef(panel.model, panel.part, panel.unit)

    def text(self) -> ValueText:
        panel, tokens = self.panel, self.panel.tokens
        after = group_words(panel, tokens, self.column)
        of = title(panel.state)
        of += "" if panel.unit is None else tr(" of unit {unit}", unit=panel.unit)
        model = f"{panel.label}: " if len(self.plot.panels) > 1 else ""
        note = tr("{model}of the {of} after {after}", model=model, of=of, after=after)
        share = self.number
        if share != share:
            return ValueText(
                tr("after {after}", after=after), "NaN", note=tr("{model}the {of} is not a number", model=model, of=of)
            )
        if self.band is None:
            return ValueText(tr("the initial state holds {percent}", percent=percent(share or 0.0)), note=note)
        amount = float(panel.amounts[self.column, self.band])
        left, whole = number(amount), number(float(panel.totals[self.column]))
        added = "" if panel.unit is not None else tr(", all units added")
        rows = (
            TextRow(panel.state, tr("what is left of it{added}", added=added), left),
            TextRow(panel.state, f"{panel.symbol}{added}", whole),
        )
        several = panel.edges[self.band + 1] - panel.edges[self.band] > 1
        head = trn(
            "{words} holds {percent}",
            "{words} hold {percent}",
            2 if several else 1,
            words=group_words(panel, tokens, self.band),
            percent=percent(share or 0.0),
        )
        return ValueText(head, rows=rows, note=note)
