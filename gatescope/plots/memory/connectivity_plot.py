"""The picture of a connectivity, as plain data: the sentence, each word with how much it moves the target."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

TITLE = mark("Connectivity")
SIZE, SIGNED = "size", "signed"
SYMBOLS = {
    SIZE: "‖∂<i>L</i>/∂<i>x</i><sub><i>t</i></sub>‖",
    SIGNED: "<i>x</i><sub><i>t</i></sub> · ∂<i>L</i>/∂<i>x</i><sub><i>t</i></sub>",
}
"""What is measured, rich text, by its key."""

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ConnectivityBlock:
    """One model's sentence.

    Attributes:
        model, cell: what the numbers are of.
        label: ``LSTM``, or the model's name where two have the same cell.
        tokens: as this model cuts the text.
        values: (T,) over the largest of their sizes, in [0, 1], or [−1, 1] where they have a sign; NaN where unknown.
        measured: (T,) the same before it was divided: log₁₀ of the norm, or the product.
        target: what depends on them, in words: ``read-out at “.”``.
        target_token: where that stands.
        finding: rich text, without the model's name.
        bad: the first token at which the run is no finite number, or None.
    """

    model: str
    cell: str
    label: str
    tokens: TokenSequence
    values: Values = field(metadata=OVER_TOKENS)
    measured: Values = field(metadata=OVER_TOKENS)
    target: str
    target_token: int
    finding: str
    bad: int | None = None


@dataclass(frozen=True, eq=False)
class ConnectivityPlot(TokenAxisPlot):
    """The sentence of every model with its words shaded and barred.

    Attributes:
        blocks: in the order of the models.
        kind: `SIZE` or `SIGNED`.
        front: the model in front.
        remark: plain text: what failed, and the first step that is no number.
    """

    blocks: tuple[ConnectivityBlock, ...] = ()
    kind: str = SIZE
    front: str = ""
    remark: str = ""

    @property
    def signed(self) -> bool:
        return self.kind == SIGNED

    @property
    def finding(self) -> str:
        """One sentence a model, rich text."""
        if len(self.blocks) == 1:
            said = [self.blocks[0].finding]
        else:
            said = [f'<span class="{one.cell}">{one.label}</span>: {one.finding}' for one in self.blocks]
        return " ".join([*said, self.remark]).strip()

    @property
    def about(self) -> str:
        """What the shades and bars are, plain text before the symbol: ``How much each word moves the read-out at
        “.”``."""
        target = next((one.target for one in self.blocks if one.model == self.front), "")
        how = tr("Which way, and how much,") if self.signed else tr("How much")
        return tr("{how} each word moves the {target},", how=how, target=target)

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES[one.cell] for one in self.blocks)),
            "Model": ", ".join(dict.fromkeys(one.model for one in self.blocks)),
            "Sentence": self.tokens.text,
            "Target": next((one.target for one in self.blocks if one.model == self.front), ""),
            "Finding": plain(self.finding),
        }
