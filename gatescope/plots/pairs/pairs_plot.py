"""The picture of a pair, as plain data: two runs over one axis of aligned words, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.pairs.alignment import Alignment
from gatescope.plots.description import HeatmapPanel, TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

TITLE = mark("Pairs")

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PairLines:
    """The first read-out of both, by column; NaN where a text has no word.

    Attributes:
        title: ``P(positive)``, or the read-out's name.
        first, second: (N,).
        low, high: the range.
    """

    title: str
    first: Values
    second: Values
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class PairsPlot(TokenAxisPlot):
    """Two runs, word by word.

    Attributes:
        tokens: of the first text, as it is read; cursor: a token of it.
        other: the tokens of the second text.
        columns: N of them; which tokens belong together.
        panels: the maps of the first and of the second run, over the N columns, then what the first is more than the
            second; without the last one where their units are not the same ones. A text without a word in a column has
            zeros there.
        names: what the two are called.
        lines: the read-outs; None where there are none.
        finding: rich text.
        remark: plain text, of what is left out and why.
    """

    other: TokenSequence
    columns: Alignment
    panels: tuple[HeatmapPanel, ...] = ()
    names: tuple[str, str] = ("first", "second")
    lines: PairLines | None = None
    finding: str = ""
    remark: str = field(default="", kw_only=True)

    @property
    def difference(self) -> HeatmapPanel | None:
        """The map of what differs."""
        return self.panels[2] if len(self.panels) > 2 else None

    @property
    def said(self) -> str:
        """The sentence and the remark, rich text."""
        return f"{self.finding} {self.remark}".strip()

    def column_of(self, token: int | None) -> int:
        """Return the column in which a token of the first text stands; −1 for none."""
        if token is None:
            return -1
        found = np.flatnonzero(self.columns.first == token)
        return int(found[0]) if len(found) else -1

    def columns_of(self, span: range | None) -> range | None:
        """Return the columns from the first to the last token of a stretch of the first text; None for none."""
        if span is None:
            return None
        found = np.flatnonzero((self.columns.first >= span.start) & (self.columns.first < span.stop))
        return range(int(found[0]), int(found[-1]) + 1) if len(found) else None

    def gaps(self, side: int) -> NDArray[np.int64]:
        """Return the columns in which a text, the first (0) or the second (1), has no word."""
        return np.flatnonzero((self.columns.second if side else self.columns.first) < 0)

    def nothing_to_draw(self) -> str:
        return "" if self.panels else super().nothing_to_draw() or tr("There is no second sentence to compare with.")

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES[panel.cell] for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.tokens.text,
            "Other sentence": self.other.text,
            "Finding": plain(self.said),
        }
