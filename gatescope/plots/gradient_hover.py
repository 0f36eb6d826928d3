"""The description of one value of a gradient flow, as rich text for the status line."""

from __future__ import annotations

from html import escape

from gatescope.plots.gradient_flow_plot import FactorRow, FlowLine, GradientFlowPlot
from gatescope.plots.gradient_words import power, quoted
from gatescope.plots.numbers import number

# Beyond it a power of ten says more than a row of zeros.
_PLAIN = 3.0
_MEANINGS = {
    "forget_gate": "the share of the cell state before that is kept, mean over the units",
    "update_gate": "the share of the hidden state before that is kept, mean over the units",
}
_SLOPE = "what the nonlinearity lets through of a gradient, its slope, mean over the units"
_SINGULAR = "the most that this step can stretch a gradient on its way back (largest singular value)"


def line_words(plot: GradientFlowPlot, line: FlowLine, token: int) -> str:
    """Return ``LSTM c_t · “but”: 10^−0.1 = 0.74 — ‖∂L/∂c_t‖ of the read-out at “.”``."""
    value = line.at(token)
    plain = f" = {number(10**value)}" if abs(value) < _PLAIN else ""
    norm = f"‖∂<i>L</i>/∂{line.symbol}‖"
    return (
        f"{escape(line.label)} {line.symbol} · {escape(quoted(plot.tokens, token))}: <b>{power(value)}</b>{plain} — "
        f"{norm} of the {escape(plot.target)}"
    )


def factor_sentence(plot: GradientFlowPlot, row: FactorRow, token: int) -> str:
    """Return ``LSTM mean f_t · “but”: 0.17 — the share of the cell state before that is kept, mean over the units``."""
    name = f"mean {row.symbol}" if row.means else row.symbol
    return (
        f"{escape(row.label)} {name} · {escape(quoted(plot.tokens, token))}: <b>{number(row.at(token))}</b> — "
        f"{_MEANINGS.get(row.colours, _SLOPE if row.means else _SINGULAR)}"
    )
