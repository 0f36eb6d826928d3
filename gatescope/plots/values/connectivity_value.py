"""How much one word moves the target."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.memory.connectivity_plot import SYMBOLS, ConnectivityBlock, ConnectivityPlot
from gatescope.plots.numbers import number
from gatescope.plots.values.value import OfNoUnit, TextRow, ValueText
from gatescope.words import tr


@dataclass(frozen=True)
class ConnectivityValue(OfNoUnit):
    """One word of one block."""

    plot: ConnectivityPlot
    block: ConnectivityBlock
    at: int

    @property
    def number(self) -> float | None:
        """The value over the largest of their sizes."""
        return float(self.block.values[self.at])

    @property
    def token(self) -> int:
        return self.at

    def text(self) -> ValueText:
        block, measured = self.block, float(self.block.measured[self.at])
        hue = "readout" if len(self.plot.blocks) == 1 else f"cell:{block.cell}"
        written = number(measured) if self.plot.signed else power(measured)
        model = f"{block.label}: " if len(self.plot.blocks) > 1 else ""
        note = tr(
            "{model}of the {target}; the word that moves it most has {signed}1",
            model=model,
            target=block.target,
            signed="±" * self.plot.signed,
        )
        if block.bad is not None and self.at >= block.bad:
            note = tr(
                "{model}the run is not a number from {quoted} on", model=model, quoted=quoted(block.tokens, block.bad)
            )
        elif not self.plot.signed and measured == float("-inf"):
            note = tr("{model}the {target} does not depend on this word", model=model, target=block.target)
        rows = (TextRow(hue, SYMBOLS[self.plot.kind], written),)
        return ValueText(quoted(block.tokens, self.at), number(float(block.values[self.at])), rows=rows, note=note)
