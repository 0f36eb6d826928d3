"""The picture of itemised gradients, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.notation import state_letter
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

Values = NDArray[np.float64]

TITLE = mark("Itemised gradients")
Path = Literal["whole", "direct", "rest"]
PATHS: tuple[Path, ...] = ("whole", "direct", "rest")
"""The whole gradient, what comes along the state that carries the memory, and what comes through h and the gates."""


@dataclass(frozen=True, eq=False)
class ItemisedPanel:
    """The map of one model: row t is the read-out after a token, column s the step that it reaches.

    Attributes:
        model, cell, part: whose states are meant.
        name: what heads the map.
        tokens: as this model cuts the text.
        state: rich text, c_t or h_t.
        stretch: the tokens of the rows and of the columns.
        values: (n, n) log₁₀ of the norms on the path that is shown; −∞ where nothing flows, NaN where unknown.
        whole, direct, rest: (n, n) likewise, of every path; no values where the cell has none along its state.
        shares: (n, n) of each row in what reaches a step: signed, 1 in every column.
        low, high: the range of the colours, in decades.
    """

    model: str
    cell: str
    part: Part
    name: str
    tokens: TokenSequence
    state: str
    stretch: range
    values: Values = field(metadata=OVER_TOKENS)
    whole: Values = field(metadata=OVER_TOKENS)
    direct: Values = field(metadata=OVER_TOKENS)
    rest: Values = field(metadata=OVER_TOKENS)
    shares: Values = field(metadata=OVER_TOKENS)
    low: float
    high: float

    @property
    def colours(self) -> str:
        """The name of the colour table."""
        return f"cell:{self.cell}"


@dataclass(frozen=True, eq=False)
class ItemisedPlot(TokenAxisPlot):
    """Maps over one token axis, one below the other.

    Attributes:
        panels: in the order of the models.
        path: which one is shown.
        of: what is read after every token: ``P(positive)``.
        place: ``layer 2``; empty where the networks have but one part.
        front: the model in front.
        finding: rich text, see `gradient_words`.
    """

    panels: tuple[ItemisedPanel, ...] = ()
    path: Path = "whole"
    of: str = ""
    front: str = ""
    finding: str = ""

    @property
    def panels_stretch(self) -> tuple[float, float]:
        """The places on the token axis at both ends of a map: where it shows the text from its beginning, as far as the
        axis has room."""
        shown = self.panels[0].stretch if self.panels else range(len(self.tokens))
        first, last = float(shown.start), float(max(shown.stop, shown.start + 1))
        return (first, max(last, self.stretch[1])) if shown == range(len(self.tokens)) else (first, last)

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(panel.cell, panel.cell) for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.tokens.text,
            "Finding": plain(self.finding),
        }


def path_words(path: Path) -> str:
    """Return what comes on a path, for a person."""
    if path == "rest":
        return tr("through {state_letter} and the gates", state_letter=state_letter())
    return tr("the whole gradient") if path == "whole" else tr("along the state alone")
