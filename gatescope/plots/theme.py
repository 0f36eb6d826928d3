"""The two designs, light and dark: one hue per gate, one accent, and the greys between."""

from __future__ import annotations

from dataclasses import dataclass

# The bundled families (resources/fonts): one for the interface, one for the symbols of equations.
UI_FAMILY = "Inter"
MATH_FAMILY = "STIX"

# Okabe and Ito's colour-blind-safe hues, darkened where a thin line on white needs it. A GRU's reset gate takes the
# forget gate's hue and its update gate the input gate's: they play that part.
SIGNAL_HUES = {
    "forget_gate": "#D55E00",
    "input_gate": "#009E73",
    "candidate": "#C98A00",
    "output_gate": "#0072B2",
    "cell_state": "#A6437E",
    "hidden_state": "#5B6470",
    "reset_gate": "#D55E00",
    "update_gate": "#009E73",
}
# Thin lines and dots in the dark design: the same hues, lifted until they read on the dark surface.
SIGNAL_HUES_DARK = SIGNAL_HUES | {
    "forget_gate": "#F0803C",
    "reset_gate": "#F0803C",
    "input_gate": "#2FC498",
    "update_gate": "#2FC498",
    "candidate": "#E0A830",
    "output_gate": "#4BA3E3",
    "cell_state": "#D477AE",
    "hidden_state": "#C3CAD4",
}
CELL_HUES = {"rnn": "#8A5A2B", "gru": "#7A4FB5", "lstm": "#0B5FC4"}
CELL_HUES_DARK = {"rnn": "#D9A066", "gru": "#B794F0", "lstm": "#6BB3FF"}

OPENED = "opened"
"""The hue of what a run was as opened: the grey ghost beneath a line."""


LEAST_PRESENTED = 15
"""Pixels below which no text is readable from the back of a room."""
PRESENTED = 1.4
"""How much larger text is for an audience."""

# Of the likeliest next tokens, first to fifth: the muted scheme of Paul Tol (2021), none of it a gate's.
GUESS_HUES = ("#332288", "#44A099", "#CC6677", "#8A8A2E", "#3B93C4")
GUESS_HUES_DARK = ("#8F83F0", "#5FC4BA", "#E08A99", "#BDBD5C", "#6FB9E6")


@dataclass(frozen=True)
class Theme:
    """Colours of one design, as ``#RRGGBB``, and the size of text on screen; files have sizes of their own.

    Attributes:
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
    negative: str
    positive: str
    bad: str
    ghost: str
    warning: str
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
        return 4.0 if self.presenting else 1.6

    def pixels(self, size: float) -> int:
        """Return the pixels of text that usually has `size` of them."""
        return max(round(size * self.text_scale), LEAST_PRESENTED if self.presenting else 1)

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def hue(self, signal: str) -> str:
        """Return the line colour of a signal in this design; the accent for a read-out."""
        return (SIGNAL_HUES_DARK if self.dark else SIGNAL_HUES).get(signal, self.accent)

    def cell_hue(self, cell: str) -> str:
        """Return the line colour of a whole model where several are compared, by its cell."""
        return (CELL_HUES_DARK if self.dark else CELL_HUES).get(cell, self.accent)

    def line(self, hue: str) -> str:
        """Return the colour behind `Series.hue`: a signal's name, ``"readout"``, ``"cell:lstm"``, ``"guess:0"`` for the
        likeliest of several tokens, or `OPENED`."""
        if hue == OPENED:
            return self.ghost
        kind, _, rest = hue.partition(":")
        if kind == "guess":
            return (GUESS_HUES_DARK if self.dark else GUESS_HUES)[int(rest)]
        return self.cell_hue(rest) if kind == "cell" else self.hue(hue)


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
    negative="#B2182B",
    positive="#2166AC",
    bad="#B00020",
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
    negative="#F4735F",
    positive="#5AA2F2",
    bad="#FF6B6B",
    ghost="#727C89",
    warning="#E8B04B",
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}
