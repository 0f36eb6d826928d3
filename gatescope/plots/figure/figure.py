"""A composed figure: several pictures on a grid, one caption, a size on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from numbers import Integral
from string import ascii_lowercase, ascii_uppercase
from typing import Self

from gatescope.errors import UsageError
from gatescope.plots.description import Plot
from gatescope.plots.figure.styles import Style

JOURNAL_WIDTHS = (85.0, 114.0, 174.0)
"""Millimetres: one column of a page, one and a half, and two."""
WIDTH_MM = JOURNAL_WIDTHS[-1]
LETTERS = ("abc", "ABC", "none")
"""How panels are lettered."""
LEGENDS = ("in the view", "shared")
"""Where the names of lines stand: in the view that they explain, or once above all views."""
NARROWEST_MM, WIDEST_MM = 20.0, 2000.0
SMALLEST_PT, LARGEST_PT = 4.0, 96.0
_MOST_PANELS = 26
_LEAST_COLUMN_MM = 70.0


def columns_of(wanted: object, views: int, width_mm: float | None = None) -> int:
    """Return how many of `views` stand side by side where `wanted` are: two by default, where there are as many.

    Args:
        width_mm: of the paper; by default one stands below the other where a half of it is too narrow for names, colour
            bars and equations.

    Raises:
        UsageError: `wanted` is no whole number from 1 upwards.
    """
    if wanted is None:
        return 1 if width_mm is not None and width_mm < 2 * _LEAST_COLUMN_MM else min(2, views)
    if isinstance(wanted, bool) or not isinstance(wanted, Integral) or wanted < 1:
        raise UsageError(f"there are no {wanted!s:.40} columns; a figure has 1 or more")
    return int(wanted)


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture of a figure.

    Attributes:
        plot: the picture.
        title: the words above it.
        name: the view's name, as a script and the command line give it.
    """

    plot: Plot
    title: str
    name: str

    def on_axes_of(self, other: Panel) -> Panel:
        """Return the panel with its plot on the axes of the other one's, where both are of one kind."""
        plot = self.plot
        return replace(self, plot=plot.on_axes_of(other.plot)) if type(plot) is type(other.plot) else self


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure(Plot):
    """Pictures side by side, in the order of reading.

    Attributes:
        panels: the pictures.
        columns: how many stand side by side.
        style: what it is made for.
        width_mm: the width on paper.
        height_mm: the height; None for what the views need.
        text_pt: the size of the text in points.
        letters: of `LETTERS`.
        title: the first words of the caption, in bold; empty for none.
        caption: below the panels; ``**a,**`` is bold; empty for none.
        legend: of `LEGENDS`.

    Raises:
        UsageError: a number or a word is none that a figure can have.
    """

    panels: tuple[Panel, ...]
    columns: int = 1
    style: Style = Style.PRINT
    width_mm: float = WIDTH_MM
    height_mm: float | None = None
    text_pt: float = 8.0
    letters: str = "abc"
    title: str = ""
    legend: str = "in the view"

    def __post_init__(self) -> None:
        if not self.panels:
            raise UsageError("a figure has at least one view: name one")
        if len(self.panels) > _MOST_PANELS:
            raise UsageError(f"a figure has at most {_MOST_PANELS} views, not {len(self.panels)}")
        columns_of(self.columns, len(self.panels))
        for name, value in (("width", self.width_mm), ("height", self.height_mm)):
            if value is not None and not (isfinite(value) and NARROWEST_MM <= value <= WIDEST_MM):
                raise UsageError(f"there is no {name} of {value} mm; a figure has {NARROWEST_MM:g} to {WIDEST_MM:g} mm")
        if not (isfinite(self.text_pt) and SMALLEST_PT <= self.text_pt <= LARGEST_PT):
            raise UsageError(f"there is no text of {self.text_pt} pt; it has {SMALLEST_PT:g} to {LARGEST_PT:g} pt")
        for what, said, known in (("letters", self.letters, LETTERS), ("legend", self.legend, LEGENDS)):
            if said not in known:
                raise UsageError(f"there is no {what} {said!r}; there are {', '.join(map(repr, known))}")

    def letter(self, panel: int) -> str:
        """Return the letter of a panel; empty where there are none, or where one panel stands alone."""
        if self.letters == "none" or len(self.panels) == 1:
            return ""
        return (ascii_lowercase if self.letters == "abc" else ascii_uppercase)[panel]

    def on_axes_of(self, other: Self) -> Self:
        both = zip(self.panels, other.panels, strict=False)
        return replace(self, panels=tuple(panel.on_axes_of(one) for panel, one in both))

    def facts(self) -> dict[str, str]:
        every = [panel.plot.facts() for panel in self.panels]
        found = {"Title": self.title or ", ".join(panel.title for panel in self.panels)}
        for key in ("Cell", "Model", "Sentence"):
            said = dict.fromkeys(facts[key] for facts in every if facts.get(key))
            if said:
                found[key] = "; ".join(said)
        return found
