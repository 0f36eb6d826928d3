"""How a figure looks: as the window, in print, or on a slide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from gatescope.plots.figure.grey import darkened
from gatescope.plots.theme import LIGHT, Theme

PRINT_CONTRAST = 4.5
"""What every line of a figure in print has against the paper, in grey."""
_LOWEST, _ZERO, _DARKEST = "#FFF1E6", "#929296", 12.0


class Style(StrEnum):
    """What a figure is made for."""

    SCREEN = "screen"
    PRINT = "print"
    SLIDE = "slide"


@dataclass(frozen=True)
class PrintTheme(Theme):
    """A light design whose hues are dark enough to be told from white paper in grey."""

    def hue(self, signal: str) -> str:
        return darkened(super().hue(signal), self.surface, PRINT_CONTRAST)

    def cell_hue(self, cell: str) -> str:
        return darkened(super().cell_hue(cell), self.surface, PRINT_CONTRAST)

    def line(self, hue: str) -> str:
        return darkened(super().line(hue), self.surface, PRINT_CONTRAST)

    @property
    def signed_ends(self) -> tuple[str, str, str]:
        # Two ends of different hues would be one grey: the lowest value is the lightest, the highest the darkest.
        return _LOWEST, _ZERO, darkened(self.positive, self.surface, _DARKEST)


PRINT = PrintTheme(
    **{
        **vars(LIGHT),
        "name": "print",
        "window": "#FFFFFF",
        "raised": "#FFFFFF",
        "border": "#8A8F96",
        "grid": "#D5D8DC",
        "text": "#000000",
        "muted": "#333A42",
        "accent": "#084A9A",
    }
)
"""Black on white paper."""
SLIDE = replace(LIGHT, name="slide", text="#0B1118", muted="#39424D", grid="#D5DAE0")
"""Read from the back of a room."""


@dataclass(frozen=True)
class Look:
    """What a style means for the painters.

    Attributes:
        theme: the colours.
        text_pt: the size of the text where none was chosen, in points.
        thickness: how many times their usual width lines have beside the text.
        dashed: whether every line has a dash of its own.
    """

    theme: Theme
    text_pt: float
    thickness: float = 1.0
    dashed: bool = False


def look_of(style: Style, theme: Theme = LIGHT) -> Look:
    """Return the look of a style; `theme` is the window's: only a figure for the screen follows it, every one has
    its palette."""
    looks = {
        Style.SCREEN: Look(theme, 9.0),
        Style.PRINT: Look(PRINT.coloured(theme.palette), 8.0, 0.85, dashed=True),
        Style.SLIDE: Look(SLIDE.coloured(theme.palette), 18.0, 1.5),
    }
    return looks[style]
