"""Which array is shown first, and the place of a cell in words."""

from __future__ import annotations

from gatescope.engine.network import Network
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.words import in_quotes


def first_choice(network: Network) -> str:
    """Return the array shown first: the last layer's weights from the hidden state to its first gate."""
    cell, part = network.cell, network.parts[-1]
    gate = "forget_gate" if "forget_gate" in cell.gates else cell.gates[0]
    return f"{part}.U.{gate}"


def place_in_words(plot: MatrixPlot, row: int, column: int) -> str:
    """Return the place of a cell in the words of the axes: ``unit 3 ← unit 7``."""
    name = plot.rows[row] if plot.rows else str(row)
    across = f"{plot.column_label} {plot.columns[column] if plot.columns else column}"
    if not plot.row_label:
        return across
    return f"{plot.row_label} {in_quotes(name) if plot.rows else name} ← {across}"
