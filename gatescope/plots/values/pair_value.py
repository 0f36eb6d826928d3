"""A unit's signal at a word of both texts."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.session.document.document import UnitRef
from gatescope.words import tr


@dataclass(frozen=True)
class PairValue:
    """One cell of the maps of a pair.

    Attributes:
        column: of the aligned words.
        index: the unit.
        side: the map that the mouse is over: 0, 1, or 2 for the difference.
    """

    plot: PairsPlot
    column: int
    index: int
    side: int

    to_hold: float | None = None

    @property
    def signal(self) -> str:
        return self.plot.panels[0].signal

    @property
    def token(self) -> int | None:
        """The token of the first text."""
        found = int(self.plot.columns.first[self.column])
        return None if found < 0 else found

    @property
    def unit(self) -> UnitRef | None:
        panel = self.plot.panels[self.side]
        return UnitRef(panel.model, panel.part, self.index)

    @property
    def number(self) -> float | None:
        return self._at(self.side)

    def _at(self, side: int) -> float | None:
        """Return the value of a map; None where it has none in this column."""
        plot = self.plot
        missing = [int(at[self.column]) < 0 for at in (plot.columns.first, plot.columns.second)]
        if side >= len(plot.panels) or (missing[side] if side < 2 else any(missing)):
            return None
        if self.index >= plot.panels[side].values.shape[1]:
            return None
        return float(plot.panels[side].values[self.column][self.index])

    def text(self) -> ValueText:
        plot = self.plot
        pairs = zip((plot.tokens, plot.other), (plot.columns.first, plot.columns.second), strict=True)
        words = [quoted(tokens, int(at[self.column])) if at[self.column] >= 0 else "–" for tokens, at in pairs]
        head = tr(
            "{fromkeys} · unit {index} · {title}",
            fromkeys=" / ".join(dict.fromkeys(words)),
            index=self.index,
            title=plot.panels[0].title,
        )
        hue = plot.panels[0].signal
        named = zip((*plot.names, "difference"), range(3), strict=True)
        found = [(name, self._at(side)) for name, side in named]
        rows = tuple(TextRow(hue, name, number(value)) for name, value in found if value is not None)
        return ValueText(head, rows=rows)
