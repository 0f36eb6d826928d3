"""The kinds of picture there are. All frozen, all plain data; screen and file draw the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.text.tokens import TokenSequence

Array = NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class HeatmapPanel:
    """One signal: units × tokens.

    Attributes:
        model, cell, part, signal: what it shows.
        place: ``layer 2, reverse``; empty where the network has but one part.
        title: ``forget gate``; symbol: rich text such as ``<i>f</i><sub>t</sub>``.
        values: (T, H), in unit order as recorded.
        order: (H,) the unit drawn in each row, top row first.
        low, high: the range the colours span; signed panels are symmetric about 0.
        colours: name of the 256-entry table in `colours.table`: a signal's name, or ``"signed"``.
    """

    model: str
    cell: str
    part: str
    signal: str
    title: str
    symbol: str
    values: Array
    order: NDArray[np.int64]
    low: float
    high: float
    colours: str
    place: str = ""

    @property
    def heading(self) -> str:
        """The model's name, and which of its parts this is."""
        return f"{self.model} · {self.place}" if self.place else self.model


@dataclass(frozen=True, eq=False)
class HeatmapPlot:
    """Stacked maps over one token axis, whose words come from `tokens`; in Compare the panels of several models follow
    each other."""

    tokens: TokenSequence
    panels: tuple[HeatmapPanel, ...]
    cursor: int | None = None
    caption: str = ""


@dataclass(frozen=True, eq=False)
class Series:
    """One line: (T,) values, its colour as ``#RRGGBB`` comes from `hue` through the theme.

    Attributes:
        label, symbol: plain and rich text.
        hue: key for `Theme.hue`, or ``cell:lstm`` for `Theme.cell_hue`.
        dash: 0 solid, 1 dashed, 2 dotted, 3 dash-dotted: which of several units or models it belongs to.
    """

    label: str
    symbol: str
    hue: str
    values: Array
    dash: int = 0


@dataclass(frozen=True, eq=False)
class LinePlot:
    """Lines over the token axis: traces of units, or a read-out after every token."""

    tokens: TokenSequence
    series: tuple[Series, ...]
    low: float
    high: float
    title: str
    y_label: str = ""
    y_ticks: tuple[tuple[float, str], ...] = ()
    cursor: int | None = None
    caption: str = ""


@dataclass(frozen=True, eq=False)
class MatrixPlot:
    """A parameter array as a map. A bias is one row.

    Attributes:
        key: the array's key in its network.
        title, symbol: plain and rich text.
        values: (rows, columns).
        low, high: symmetric colour range.
        row_label, column_label: what the axes count ("unit", "input", ...).
        place: ``layer 2, reverse``; empty where the network has but one part, or the array belongs to none.
        rows, columns: a label for each, or () for plain numbers.
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
    caption: str = ""


Plot = HeatmapPlot | LinePlot | MatrixPlot
