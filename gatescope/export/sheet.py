"""The size of a picture, on screen or on paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from gatescope.export.resolution import SCREEN_DPI
from gatescope.paint.figure.layout import UNITS
from gatescope.paint.painter import size_on_paper
from gatescope.plots.description import Plot
from gatescope.plots.theme import Theme

MM = 25.4
"""Millimetres of an inch."""


@dataclass(frozen=True)
class Sheet:
    """What a picture is painted on.

    Attributes:
        width, height: in pixels of the layout.
        dpi: how many of them an inch has.
    """

    width: float
    height: float
    dpi: float

    @property
    def mm(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.width / self.dpi * MM, self.height / self.dpi * MM

    def pixels(self, scale: float) -> tuple[int, int]:
        """Return how many pixels it has at ``96·scale`` an inch; of a size on paper only those that lie on it whole."""
        fine = scale * SCREEN_DPI / self.dpi
        whole = round if self.dpi == SCREEN_DPI else floor
        return whole(self.width * fine), whole(self.height * fine)


def sheet_of(plot: Plot, width: int, height: int, theme: Theme) -> Sheet:
    """Return the sheet of a plot: of its own size on paper, or else of `width` × `height` pixels of the layout."""
    paper = size_on_paper(plot, theme)
    if paper is None:
        return Sheet(width, height, SCREEN_DPI)
    return Sheet(paper.width() * UNITS / MM, paper.height() * UNITS / MM, UNITS)
