"""The gradients at one token of a gradient flow, and the factors behind them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gatescope.plots.gradient_flow_plot import FactorRow, FlowLine, GradientFlowPlot
from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.numbers import number
from gatescope.plots.values.value import OfNoUnit, TextRow, ValueText
from gatescope.words import mark, tr

# Beyond it a power of ten says more than a row of zeros.
_PLAIN = 3.0
_MEANINGS = {
    "forget_gate": mark("the share of the cell state before that is kept, mean over the units"),
    "update_gate": mark("the share of the hidden state before that is kept, mean over the units"),
}
_SLOPE = mark("what the nonlinearity lets through of a gradient, its slope, mean over the units")
_SINGULAR = mark("the most that this step can stretch a gradient on its way back (largest singular value)")


@dataclass(frozen=True)
class FlowValue(OfNoUnit):
    """All values of a token, one of them in particular.

    Attributes:
        of: the line or the factor that the mouse is at; None for none.
    """

    plot: GradientFlowPlot
    at: int
    of: FlowLine | FactorRow | None = None

    @property
    def number(self) -> float | None:
        """The factor, or log₁₀ of the norm."""
        return None if self.of is None else self.of.at(self.at)

    @property
    def token(self) -> int:
        return self.at

    def text(self) -> ValueText:
        plot, at = self.plot, self.at
        lines = [TextRow(one.hue, f"{escape(one.label)} {one.symbol}", power(one.at(at))) for one in plot.lines]
        factors = [
            TextRow(row.hue, f"{escape(row.label)} {tr('mean ') * row.means}{row.symbol}", number(row.at(at)))
            for row in plot.factors
        ]
        return ValueText(quoted(plot.tokens, at), rows=(*lines, *factors), note=self._meaning())

    def _meaning(self) -> str:
        """Say what the value under the mouse means, or with respect to what the gradients are."""
        if self.of is None or any(self.of is line for line in self.plot.lines):
            value = None if self.of is None else self.of.at(self.at)
            plain = f"{number(10**value)}: " if value is not None and abs(value) < _PLAIN else ""
            return (
                tr("{plain}norm of the gradient of the {target}", plain=plain, target=self.plot.target)
                if plain
                else tr("Of the {target}", target=self.plot.target)
            )
        row = next(row for row in self.plot.factors if row is self.of)
        return f"{row.label}: {tr(_MEANINGS.get(row.colours, _SLOPE if row.means else _SINGULAR))}"
