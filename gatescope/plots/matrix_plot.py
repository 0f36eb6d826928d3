"""The picture of a parameter array, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.description import Array, Plot
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class MatrixPlot(Plot):
    """A parameter array as a map. A bias is one row.

    Attributes:
        key: the array's key in its network.
        title, symbol: plain and rich text.
        values: (rows, columns).
        low, high: symmetric colour range.
        row_label, column_label: what the axes count ("unit", "input", ...).
        place: ``layer 2, reverse``; empty where the network has but one part, or the array belongs to none.
        rows, columns: a label for each, or () for plain numbers.
        trained: (rows, columns) as trained; cells that differ are framed. None where nothing was edited.
    """

    model: str
    key: str
    title: str
    symbol: str
    values: Array
    low: float
    high: float
    row_label: str
    column_label: str
    place: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    trained: Array | None = None

    def facts(self) -> dict[str, str]:
        return {"Title": self.title, "Model": self.model, "Parameter": self.key}

    def nothing_to_draw(self) -> str:
        return "" if self.values.size else tr("The array has no numbers, so there is nothing to show.")
