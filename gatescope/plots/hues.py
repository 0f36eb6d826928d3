"""The hues of gates, cells and guesses: one table for each design, standard or safe for colour vision deficiency.

The safe ones keep the kinds of the standard ones, an orange forget gate and a blue output gate, and differ in
lightness as well, so that an eye without one kind of cone tells any two of one picture apart:
`tests/plots/test_hues.py` simulates such eyes and measures the distances.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.words import mark

STANDARD, SAFE = "standard", "safe"
PALETTES = {STANDARD: mark("Standard"), SAFE: mark("Safe for colour vision deficiency")}
"""The sets of hues to choose from, with what the window calls them."""


@dataclass(frozen=True)
class Hues:
    """The colours of lines, as ``#RRGGBB``.

    Attributes:
        signals: of gates and states.
        cells: of whole models, by their cell, where several are compared.
        guesses: of the likeliest next tokens, first to fifth.
        negative, positive: the ends of a map of signed values.
        bad: what is not a number, and words about what went wrong.
    """

    signals: Mapping[str, str]
    cells: Mapping[str, str]
    guesses: tuple[str, ...]
    negative: str
    positive: str
    bad: str


def _signals(forget: str, input_: str, candidate: str, output: str, cell: str, hidden: str) -> Mapping[str, str]:
    """Return the hue of every signal: a GRU's reset gate takes the forget gate's and its update gate the input gate's,
    since they play that part."""
    return {
        "forget_gate": forget,
        "input_gate": input_,
        "candidate": candidate,
        "output_gate": output,
        "cell_state": cell,
        "hidden_state": hidden,
        "reset_gate": forget,
        "update_gate": input_,
    }


def _cells(rnn: str, gru: str, lstm: str) -> Mapping[str, str]:
    return {"rnn": rnn, "gru": gru, "lstm": lstm}


# Okabe and Ito's hues, darkened where a thin line on white needs it, lifted until they read on the dark surface; the
# guesses are the muted scheme of Paul Tol (2021), none of it a gate's.
_LIGHT = Hues(
    _signals("#D55E00", "#009E73", "#C98A00", "#0072B2", "#A6437E", "#5B6470"),
    _cells("#8A5A2B", "#7A4FB5", "#0B5FC4"),
    ("#332288", "#44A099", "#CC6677", "#8A8A2E", "#3B93C4"),
    negative="#B2182B",
    positive="#2166AC",
    bad="#B00020",
)
_DARK = Hues(
    _signals("#F0803C", "#2FC498", "#E0A830", "#4BA3E3", "#D477AE", "#C3CAD4"),
    _cells("#D9A066", "#B794F0", "#6BB3FF"),
    ("#8F83F0", "#5FC4BA", "#E08A99", "#BDBD5C", "#6FB9E6"),
    negative="#F4735F",
    positive="#5AA2F2",
    bad="#FF6B6B",
)
_CONTRAST_LIGHT = Hues(
    _signals("#B84E00", "#007A58", "#8A6000", "#0067A3", "#9A3A72", "#4A525C"),
    _cells("#7A4B1E", "#6A3FA6", "#0A53AD"),
    ("#332288", "#20807A", "#B04A5C", "#6E6E1E", "#2474A0"),
    negative="#9B0A20",
    positive="#0A4A94",
    bad="#8F0010",
)
_CONTRAST_DARK = Hues(
    _signals("#FF9650", "#3FDCAC", "#F2C04A", "#6BB8F2", "#E896C4", "#DCE2EA"),
    _cells("#E6B27C", "#C9AEF8", "#8CC8FF"),
    ("#A79DFF", "#74D8CE", "#F0A0AE", "#D2D272", "#8CCBF2"),
    negative="#FF9080",
    positive="#7DB8FF",
    bad="#FF8A8A",
)
# Found by a search for the colours nearest to those above whose least distance is large for all four kinds of eyes.
_SAFE_LIGHT = Hues(
    _signals("#A54B05", "#2DA67E", "#C58911", "#006AAD", "#671055", "#676A71"),
    _cells("#8B5B2C", "#906AF7", "#0D4879"),
    ("#332287", "#29A39C", "#BD586D", "#908E1B", "#6D6ED2"),
    negative="#A34A00",
    positive="#1F5FA8",
    bad="#6C0000",
)
_SAFE_DARK = Hues(
    _signals("#EE4203", "#1F996D", "#F4C039", "#7BBFFF", "#D072A9", "#DFE3ED"),
    _cells("#D89F65", "#7163D9", "#8EC5FF"),
    ("#7467E8", "#6CF2E5", "#D98A95", "#BDBD57", "#6EA8D1"),
    negative="#F0A03C",
    positive="#5AA2F2",
    bad="#F07884",
)
_SAFE_CONTRAST_LIGHT = Hues(
    _signals("#762E03", "#116F54", "#82781F", "#0672EF", "#B0468B", "#2F3B46"),
    _cells("#895A2B", "#805AD6", "#022D5C"),
    ("#332388", "#20847E", "#A73156", "#7A7B0C", "#7666D5"),
    negative="#7E3800",
    positive="#0A4A94",
    bad="#3C000C",
)
_SAFE_CONTRAST_DARK = Hues(
    _signals("#ED8E55", "#49EBB5", "#FFEA21", "#499EDD", "#C5428D", "#CDD6E7"),
    _cells("#DAA065", "#7964E0", "#8FCBFF"),
    ("#806DDD", "#72DACD", "#DA8491", "#BABD58", "#A6ABFA"),
    negative="#FFB45A",
    positive="#7DB8FF",
    bad="#FC6C84",
)
_TABLES = {
    STANDARD: ((_LIGHT, _DARK), (_CONTRAST_LIGHT, _CONTRAST_DARK)),
    SAFE: ((_SAFE_LIGHT, _SAFE_DARK), (_SAFE_CONTRAST_LIGHT, _SAFE_CONTRAST_DARK)),
}

SIGNALS, CELLS = tuple(_LIGHT.signals), tuple(_LIGHT.cells)
"""What has a hue of its own: gates and states, and cells."""


def hues(palette: str, contrast: bool, dark: bool) -> Hues:
    """Return the hues of `palette` (a key of `PALETTES`) for a light or dark surface, in high contrast or not."""
    return _TABLES[palette][contrast][dark]
