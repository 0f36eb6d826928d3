"""The kinds of picture, as frozen plain data, which screen and file draw alike.

A new kind is a subclass of `Plot` and one line in `paint.registry`: nothing else asks which kind a plot is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.as_opened import Change
from gatescope.plots.colours import OUTSIDE
from gatescope.plots.held import Held
from gatescope.plots.line_of import LineOf
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import OPENED
from gatescope.plots.whole_axis import longer, union
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

Array = NDArray[np.floating]

_PADDING = 0.06
AS_OPENED = mark("as opened")
"""What a legend calls the lines of the run as opened."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Plot(ABC):
    """The base of every kind of picture.

    Attributes:
        caption: one line below that says what it shows once it has left the window; empty for none.
    """

    caption: str = ""

    @abstractmethod
    def facts(self) -> dict[str, str]:
        """Return what a file states of its picture: "Title", and as far as known "Cell", "Model" and "Sentence"."""

    def nothing_to_draw(self) -> str:
        """Return one sentence that stands in place of the picture; empty where there is something to draw."""
        return ""

    def on_axes_of(self, other: Self) -> Self:
        """Return the picture on axes that hold `other`, another moment of a moving picture; by default as it is."""
        return self


@dataclass(frozen=True, eq=False)
class TokenAxisPlot(Plot):
    """A picture over the tokens of a text.

    Attributes:
        tokens: the words below the axis.
        cursor: the token that is marked, or None.
        importance: (T,) how much each word matters where not all have room; None where all are alike.
        whole: the tokens that the axis has room for while the text is being typed; None for those that there are.
    """

    tokens: TokenSequence
    cursor: int | None = field(default=None, kw_only=True)
    importance: Array | None = field(default=None, kw_only=True, metadata=OVER_TOKENS)
    whole: TokenSequence | None = field(default=None, kw_only=True)

    @property
    def stretch(self) -> tuple[float, float]:
        """The places on the token axis at both ends."""
        return 0.0, float(len(longer(self.tokens, self.whole)) or 1)

    def on_axes_of(self, other: Self) -> Self:
        whole = longer(self.tokens, self.whole, other.tokens, other.whole)
        return replace(self, whole=whole, importance=(self if whole is self.tokens else other).importance)

    def nothing_to_draw(self) -> str:
        return "" if len(self.tokens) else tr("The text has no tokens, so there is nothing to show.")


@dataclass(frozen=True, eq=False)
class HeatmapPanel:
    """One signal: units × tokens.

    Attributes:
        model, cell, part, signal: what it shows.
        place: ``layer 2, reverse``; empty where the network has but one part.
        difference: whether the values are what changed since the model was opened.
        strip: whether it is the low strip of what changed under the map of the same signal.
        title: ``forget gate``; symbol: rich text such as ``<i>f</i><sub>t</sub>``.
        values: (T, H), in unit order as recorded.
        order: (H,) the unit drawn in each row, top row first.
        low, high: the range the colours span; signed panels are symmetric about 0.
        outside: whether values lie beyond that range, which are marked.
        colours: name of the 256-entry table in `colours.table`: a signal's name, or ``"signed"``.
        clamped: values that are no outcome of the equations, but held at a value.
    """

    model: str
    cell: str
    part: Part
    signal: str
    title: str
    symbol: str
    values: Array | Change = field(metadata=OVER_TOKENS)
    order: NDArray[np.int64]
    low: float
    high: float
    colours: str
    place: str = ""
    difference: bool = False
    strip: bool = False
    outside: bool = False
    clamped: tuple[Held, ...] = ()

    @property
    def table(self) -> str:
        """The name of the table with what lies beyond the range."""
        return self.colours + OUTSIDE if self.outside else self.colours

    @property
    def heading(self) -> str:
        """The model's name, and which of its parts this is."""
        return f"{self.model} · {self.place}" if self.place else self.model

    def on_axes_of(self, other: HeatmapPanel) -> HeatmapPanel:
        """Return the panel with the rows of `other`, in a range that holds both."""
        low, high = union((self.low, self.high), (other.low, other.high))
        wider = other if low < self.low else self
        return replace(self, low=low, high=high, order=other.order, colours=wider.colours)


@dataclass(frozen=True, eq=False)
class HeatmapPlot(TokenAxisPlot):
    """Stacked maps over one token axis; in Compare the panels of several models follow each other."""

    panels: tuple[HeatmapPanel, ...]

    @property
    def difference(self) -> bool:
        """Whether the maps show what changed since the models were opened."""
        return any(panel.difference and not panel.strip for panel in self.panels)

    def on_axes_of(self, other: Self) -> Self:
        return replace(super().on_axes_of(other), panels=tuple(map(HeatmapPanel.on_axes_of, self.panels, other.panels)))

    def facts(self) -> dict[str, str]:
        return {
            "Title": tr("What changed in gates and states") if self.difference else tr("Gates and states"),
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(panel.cell, panel.cell) for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.tokens.text,
        }


@dataclass(frozen=True)
class Lane:
    """A part of the height of a line plot in which a unit has a range of its own.

    Attributes:
        bottom, top: its ends on the axis of the plot.
        low, high: the values there.
    """

    bottom: float
    top: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Series:
    """One line: (T,) values, its colour as ``#RRGGBB`` comes from `hue` through the theme.

    Attributes:
        label, symbol: plain and rich text; hue: key for `Theme.hue`, or ``cell:lstm`` for `Theme.cell_hue`.
        dash: 0 solid, 1 dashed, 2 dotted, …, as in `paint.marks.DASHES`: which of several units or models it is of.
        opened: (T,) the same in the run as opened, drawn in grey beneath the line; None where nothing differs.
        group: the name of the line in a legend that names several lines at once, by their signal; empty for its label.
        lane: where it is drawn; None for the axis of the plot.
        of: what the line shows, by which a value of it is found again.
        apart: whether the run is one of what would be if: what it was is then dashed, and what lies between is tinted.
    """

    label: str
    symbol: str
    hue: str
    values: Array = field(metadata=OVER_TOKENS)
    dash: int = 0
    opened: Array | None = field(default=None, metadata=OVER_TOKENS)
    group: str = ""
    lane: Lane | None = None
    of: LineOf | None = None
    apart: bool = False

    @property
    def name(self) -> str:
        """What a legend calls it, and by which it is shown and hidden."""
        return self.group or self.label

    @property
    def ghost(self) -> Series | None:
        """The line beneath this one, with the dash of its own; dashed where it is set apart."""
        if self.opened is None:
            return None
        dash = self.dash or int(self.apart)
        return Series(tr(AS_OPENED), "", OPENED, self.opened, dash, lane=self.lane, apart=self.apart)

    def place(self, values: Array) -> Array:
        """Return where values of this line lie on the axis of the plot."""
        lane = self.lane
        if lane is None:
            return values
        with np.errstate(over="ignore", invalid="ignore"):
            placed: Array = lane.bottom + (values - lane.low) * ((lane.top - lane.bottom) / (lane.high - lane.low))
        return placed

    def place_at(self, token: int | None) -> float | None:
        """Return where its value at a token lies on the axis of the plot; None where there is none."""
        value = self.at(token)
        return None if value is None else float(self.place(np.float64(value)))  # type: ignore[arg-type]

    def at(self, token: int | None) -> float | None:
        """Return the value at a token; None where there is no token, or the line, of another model, has fewer."""
        return float(self.values[token]) if token is not None and token < len(self.values) else None


@dataclass(frozen=True, eq=False)
class LinePlot(TokenAxisPlot):
    """Lines over the token axis: traces of units, or a read-out after every token.

    Attributes:
        series: the lines that are drawn.
        low, high: the range of the axis.
        y_ticks: values with their names.
        hidden: lines that only a legend names, so that they can be shown again, each with its place among all.
        clamped: tokens at which a line has a value that is held.
    """

    series: tuple[Series, ...]
    low: float
    high: float
    title: str
    y_label: str = ""
    y_ticks: tuple[tuple[float, str], ...] = ()
    hidden: tuple[tuple[int, Series], ...] = ()
    clamped: tuple[range, ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """The values at the lower and the upper edge: a little beyond the range, for lines at its ends."""
        padding = (self.high - self.low) * _PADDING
        return self.low - padding, self.high + padding

    @property
    def ghosts(self) -> tuple[Series, ...]:
        """The lines of the run as opened, which lie beneath all others."""
        return tuple(ghost for one in self.series if (ghost := one.ghost) is not None)

    @property
    def lanes(self) -> bool:
        """Whether units have ranges of their own."""
        return any(one.lane is not None for one in self.series)

    @property
    def rows(self) -> tuple[tuple[Series, bool], ...]:
        """The lines that a clickable legend names, and whether they are drawn; of those with one name the first."""
        every = [(one, True) for one in self.series]
        for place, one in self.hidden:
            every.insert(place, (one, False))
        rows = {one.name: (one, drawn) for one, drawn in reversed(every)}
        opened = [(one, True) for one in self.named if one.hue == OPENED]
        return (*reversed(rows.values()), *opened)

    def without(self, names: Collection[str]) -> LinePlot:
        """Return the plot with the lines of these names hidden; with all of them where nothing would be left."""
        kept = tuple(one for one in self.series if one.name not in names)
        if not kept or len(kept) == len(self.series):
            return self
        hidden = tuple((place, one) for place, one in enumerate(self.series) if one.name in names)
        return replace(self, series=kept, hidden=hidden)

    @property
    def named(self) -> tuple[Series, ...]:
        """The lines that a legend names: of the ghosts one stands for all."""
        return (*self.series, *(replace(ghost, dash=int(ghost.apart)) for ghost in self.ghosts[:1]))

    def facts(self) -> dict[str, str]:
        return {"Title": self.title, "Sentence": self.tokens.text}

    def on_axes_of(self, other: Self) -> Self:
        low, high = union((self.low, self.high), (other.low, other.high))
        wider = other if (low, high) == (other.low, other.high) else self
        return replace(super().on_axes_of(other), low=low, high=high, y_ticks=wider.y_ticks)
