"""The kinds of picture, as frozen plain data, which screen and file draw alike.

A new kind is a subclass of `Plot` and one line in `paint.registry`: nothing else asks which kind a plot is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.as_opened import Change
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import OPENED
from gatescope.text.tokens import TokenSequence

Array = NDArray[np.floating]

_PADDING = 0.06


@dataclass(frozen=True, eq=False, kw_only=True)
class Plot(ABC):
    """The base of every kind of picture.

    Attributes:
        caption: one line below the picture that says what it shows once it has left the window; empty for none.
    """

    caption: str = ""

    @abstractmethod
    def facts(self) -> dict[str, str]:
        """Return what a file states about its picture: "Title", and "Cell", "Model", "Sentence" as far as they are
        known."""

    def nothing_to_draw(self) -> str:
        """Return one sentence that stands in place of the picture; empty where there is something to draw."""
        return ""


@dataclass(frozen=True, eq=False)
class TokenAxisPlot(Plot):
    """A picture over the tokens of a text.

    Attributes:
        tokens: the words below the axis.
        cursor: the token that is marked, or None.
        importance: (T,) how much each word matters where not all have room; None where all are alike.
    """

    tokens: TokenSequence
    cursor: int | None = field(default=None, kw_only=True)
    importance: Array | None = field(default=None, kw_only=True)

    def nothing_to_draw(self) -> str:
        return "" if len(self.tokens) else "The text has no tokens, so there is nothing to show."


@dataclass(frozen=True, eq=False)
class HeatmapPanel:
    """One signal: units × tokens.

    Attributes:
        model, cell, part, signal: what it shows.
        place: ``layer 2, reverse``; empty where the network has but one part.
        difference: whether the values are what changed since the model was opened.
        title: ``forget gate``; symbol: rich text such as ``<i>f</i><sub>t</sub>``.
        values: (T, H), in unit order as recorded.
        order: (H,) the unit drawn in each row, top row first.
        low, high: the range the colours span; signed panels are symmetric about 0.
        colours: name of the 256-entry table in `colours.table`: a signal's name, or ``"signed"``.
    """

    model: str
    cell: str
    part: Part
    signal: str
    title: str
    symbol: str
    values: Array | Change
    order: NDArray[np.int64]
    low: float
    high: float
    colours: str
    place: str = ""
    difference: bool = False

    @property
    def heading(self) -> str:
        """The model's name, and which of its parts this is."""
        return f"{self.model} · {self.place}" if self.place else self.model


@dataclass(frozen=True, eq=False)
class HeatmapPlot(TokenAxisPlot):
    """Stacked maps over one token axis; in Compare the panels of several models follow each other."""

    panels: tuple[HeatmapPanel, ...]

    @property
    def difference(self) -> bool:
        """Whether the maps show what changed since the models were opened."""
        return any(panel.difference for panel in self.panels)

    def facts(self) -> dict[str, str]:
        return {
            "Title": "What changed in gates and states" if self.difference else "Gates and states",
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(panel.cell, panel.cell) for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.tokens.text,
        }


@dataclass(frozen=True, eq=False)
class Series:
    """One line: (T,) values, its colour as ``#RRGGBB`` comes from `hue` through the theme.

    Attributes:
        label, symbol: plain and rich text.
        hue: key for `Theme.hue`, or ``cell:lstm`` for `Theme.cell_hue`.
        dash: 0 solid, 1 dashed, 2 dotted, 3 dash-dotted: which of several units or models it belongs to.
        opened: (T,) the same in the run as opened, drawn in grey beneath the line; None where nothing differs.
    """

    label: str
    symbol: str
    hue: str
    values: Array
    dash: int = 0
    opened: Array | None = None

    @property
    def ghost(self) -> Series | None:
        """The line beneath this one, with the dash of its own."""
        return None if self.opened is None else Series("as opened", "", OPENED, self.opened, self.dash)

    def at(self, token: int | None) -> float | None:
        """Return the value at a token; None where there is no token, or the line, of another model, has fewer."""
        return float(self.values[token]) if token is not None and token < len(self.values) else None


@dataclass(frozen=True, eq=False)
class LinePlot(TokenAxisPlot):
    """Lines over the token axis: traces of units, or a read-out after every token."""

    series: tuple[Series, ...]
    low: float
    high: float
    title: str
    y_label: str = ""
    y_ticks: tuple[tuple[float, str], ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """The values at the lower and the upper edge: a little beyond the range, so that a line at its very end is
        whole."""
        padding = (self.high - self.low) * _PADDING
        return self.low - padding, self.high + padding

    @property
    def ghosts(self) -> tuple[Series, ...]:
        """The lines of the run as opened, which lie beneath all others."""
        return tuple(ghost for one in self.series if (ghost := one.ghost) is not None)

    @property
    def named(self) -> tuple[Series, ...]:
        """The lines that a legend names: of the ghosts one stands for all."""
        return (*self.series, *(replace(ghost, dash=0) for ghost in self.ghosts[:1]))

    def facts(self) -> dict[str, str]:
        return {"Title": self.title, "Sentence": self.tokens.text}


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

    def facts(self) -> dict[str, str]:
        return {"Title": self.title, "Model": self.model, "Parameter": self.key}

    def nothing_to_draw(self) -> str:
        return "" if self.values.size else "The array has no numbers, so there is nothing to show."
