"""The designs, light and dark, each in high contrast as well: one hue per gate, one accent, and the greys between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gatescope.errors import UsageError
from gatescope.plots.hues import PALETTES, STANDARD, Hues, hues
from gatescope.words import mark

# The bundled families (resources/fonts): one for the interface, one for the symbols of equations.
UI_FAMILY = "Inter"
MATH_FAMILY = "STIX"

OPENED = "opened"
"""The hue of what a run was as opened: the grey ghost beneath a line."""


LEAST_PRESENTED = 15
"""Pixels below which no text is readable from the back of a room."""
PRESENTED = 1.4
"""How much larger text is for an audience."""


@dataclass(frozen=True)
class Theme:
    """Colours of one design, as ``#RRGGBB``, and the size of text on screen; files have sizes of their own.

    Attributes:
        dark: whether the surface is dark.
        contrast: whether text has 7:1 to its ground, and lines and borders have 4.5:1 (WCAG 2.2, 1.4.6 and 1.4.3).
        palette: which hues the lines have, a key of `hues.PALETTES`.
        zoom: of text, 1 for the usual size.
        presenting: whether an audience looks on: larger text still, and thick lines.
    """

    name: str
    window: str
    surface: str
    raised: str
    border: str
    grid: str
    text: str
    muted: str
    accent: str
    on_accent: str
    ghost: str
    warning: str
    dark: bool = False
    contrast: bool = False
    palette: str = STANDARD
    zoom: float = 1.0
    presenting: bool = False

    @property
    def text_scale(self) -> float:
        """How much larger text is than usual."""
        return self.zoom * PRESENTED if self.presenting else self.zoom

    @property
    def weight(self) -> float:
        """How much thicker hairlines and marks are than usual."""
        return 2.0 if self.presenting else 1.0

    @property
    def line_width(self) -> float:
        """Logical pixels of a line over tokens on screen."""
        return 4.0 if self.presenting else 2.2 if self.contrast else 1.6

    @property
    def text_contrast(self) -> float:
        """The least contrast of text to the colour of data behind it (WCAG 2.2, 1.4.3 and 1.4.6)."""
        return 7.0 if self.contrast else 4.5

    @property
    def strength_to_come(self) -> float:
        """How much of its colour has what is still to come, 0 to 1: in high contrast enough to be read."""
        return 0.8 if self.contrast else 0.42

    @property
    def pressed(self) -> str:
        """The ground of text on a button that is held down, or in a chosen row."""
        return self.raised if self.contrast else self.border

    def pixels(self, size: float) -> int:
        """Return the pixels of text that usually has `size` of them."""
        return max(round(size * self.text_scale), LEAST_PRESENTED if self.presenting else 1)

    @property
    def negative(self) -> str:
        """The low end of a map of signed values, and negative numbers in words."""
        return self.hues.negative

    @property
    def positive(self) -> str:
        """The high end of a map of signed values, and positive numbers in words."""
        return self.hues.positive

    @property
    def bad(self) -> str:
        """What is not a number, and words about what went wrong."""
        return self.hues.bad

    @property
    def signed_ends(self) -> tuple[str, str, str]:
        """The colours of the lowest value, of zero and of the highest one in a map of signed values."""
        return self.negative, self.surface, self.positive

    @property
    def hues(self) -> Hues:
        """The colours of lines in this design."""
        return hues(self.palette, self.contrast, self.dark)

    def hue(self, signal: str) -> str:
        """Return the line colour of a signal in this design; the accent for a read-out."""
        return self.hues.signals.get(signal, self.accent)

    def cell_hue(self, cell: str) -> str:
        """Return the line colour of a whole model where several are compared, by its cell."""
        return self.hues.cells.get(cell, self.accent)

    def line(self, hue: str) -> str:
        """Return the colour behind `Series.hue`: a signal's name, ``"readout"``, ``"cell:lstm"``, ``"guess:0"`` for the
        likeliest of several tokens, or `OPENED`."""
        if hue == OPENED:
            return self.ghost
        kind, _, rest = hue.partition(":")
        if kind == "guess":
            return self.hues.guesses[int(rest)]
        return self.cell_hue(rest) if kind == "cell" else self.hue(hue)

    def coloured(self, palette: str) -> Theme:
        """Return this design with the hues of `palette`, a key of `hues.PALETTES`."""
        return replace(self, palette=palette)


LIGHT = Theme(
    name="light",
    window="#F3F4F6",
    surface="#FFFFFF",
    raised="#F7F8FA",
    border="#DFE3E8",
    grid="#E7EAEE",
    text="#16202B",
    muted="#5D6773",
    accent="#0B5FC4",
    on_accent="#FFFFFF",
    ghost="#8C949F",
    warning="#8A5A00",
)
DARK = Theme(
    name="dark",
    window="#15171B",
    surface="#1B1E24",
    raised="#22262D",
    border="#2E333B",
    grid="#2A2F37",
    text="#ECEFF3",
    muted="#9AA4B1",
    accent="#62AEFF",
    on_accent="#0B1420",
    ghost="#727C89",
    warning="#E8B04B",
    dark=True,
)
CONTRAST_LIGHT = Theme(
    name="contrast-light",
    window="#FFFFFF",
    surface="#FFFFFF",
    raised="#E6E8EB",
    border="#5A6068",
    grid="#C4C9D0",
    text="#000000",
    muted="#33393F",
    accent="#00449E",
    on_accent="#FFFFFF",
    ghost="#666D76",
    warning="#613F00",
    contrast=True,
)
CONTRAST_DARK = Theme(
    name="contrast-dark",
    window="#000000",
    surface="#000000",
    raised="#1E2126",
    border="#9AA1AB",
    grid="#454B53",
    text="#FFFFFF",
    muted="#D3D8DF",
    accent="#8CC8FF",
    on_accent="#000000",
    ghost="#8E96A0",
    warning="#FFC857",
    dark=True,
    contrast=True,
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)}
TITLES = {
    LIGHT.name: mark("Light"),
    DARK.name: mark("Dark"),
    CONTRAST_LIGHT.name: mark("High contrast, light"),
    CONTRAST_DARK.name: mark("High contrast, dark"),
}
"""What the window calls the designs."""


def theme_named(name: str, palette: str = STANDARD) -> Theme:
    """Return the design `name` with the hues of `palette`.

    Raises:
        UsageError: there is no such design or palette.
    """
    if name not in THEMES:
        raise UsageError(f"there is no theme {name!r}; there are {', '.join(THEMES)}")
    if palette not in PALETTES:
        raise UsageError(f"there is no palette {palette!r}; there are {', '.join(PALETTES)}")
    return THEMES[name].coloured(palette)
