"""The picture of one sentence from checkpoint to checkpoint, as plain data: a row a checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.words import mark, tr

TITLE = mark("This sentence as training goes on")


@dataclass(frozen=True, eq=False)
class CheckpointRow:
    """One checkpoint.

    Attributes:
        step: mini-batches so far.
        values: (T,) of the read-out after every token; empty while they are computed.
        said: the value at the cursor as written; ``"e 0.31"`` where it is of the likeliest of many.
        gate: the mean of a gate at the cursor, as written; empty for none.
        metric: as written, empty within a pass.
        best: whether its held-out loss is the lowest.
        looked_at: whether the maps show it.
    """

    step: int
    values: NDArray[np.float64]
    said: str = ""
    gate: str = ""
    metric: str = ""
    best: bool = False
    looked_at: bool = False


@dataclass(frozen=True, eq=False)
class CheckpointsPlot(TokenAxisPlot):
    """Rows by rising step.

    Attributes:
        rows: those that are shown.
        total: how many checkpoints there are.
        of: heads the strips: ``P(positive) after every word``.
        at: heads the value at the cursor: ``at “.”``.
        gate: rich text that heads the gate, such as f with its index; gate_hue: its hue.
        metric: heads the metric.
        low, high: the range of the colours; colours: the name of their table.
        model: whose checkpoints they are.
        finding: rich text, see `gradient_words`.
    """

    rows: tuple[CheckpointRow, ...] = ()
    total: int = 0
    of: str = ""
    at: str = ""
    gate: str = ""
    gate_hue: str = ""
    metric: str = ""
    low: float = 0.0
    high: float = 1.0
    colours: str = ""
    model: str = ""
    finding: str = ""

    def facts(self) -> dict[str, str]:
        return {"Title": TITLE, "Model": self.model, "Sentence": self.tokens.text, "Finding": plain(self.finding)}

    def nothing_to_draw(self) -> str:
        return super().nothing_to_draw() or ("" if self.rows else tr("No checkpoint has been kept yet."))


@dataclass(frozen=True)
class RowRef:
    """A row, and the token of its strip that is meant; None beside the strip."""

    row: int
    token: int | None
