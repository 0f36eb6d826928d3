"""The picture of four conditions, as plain data: a unit's trace in each, its mean and its spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

TITLE = mark("Conditions")

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ConditionPanel:
    """One condition.

    Attributes:
        name: ``singular, with an attractor``; empty where it has none.
        texts: its sentences.
        tokens: of the longest of them, for the words below.
        values: (S, T) the unit in every sentence, by the place of the word; NaN behind the end of a shorter one.
        there: (S, T) whether the sentence has a word there.
    """

    name: str
    texts: tuple[str, ...]
    tokens: TokenSequence
    values: Values
    there: NDArray[np.bool_]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(S,) the number of words of every sentence."""
        found: NDArray[np.int64] = self.there.sum(axis=1)
        return found

    @property
    def bad(self) -> NDArray[np.bool_]:
        """(T,) whether a sentence has no finite number at a word that it has."""
        return np.asarray((self.there & ~np.isfinite(self.values)).any(axis=0))

    @property
    def mean(self) -> Values:
        """(T,) over the sentences that have a word there; NaN where one of them is no finite number."""
        counts = self.there.sum(axis=0)
        found: Values = np.where(self.there & ~self.bad, self.values, 0.0).sum(axis=0) / np.maximum(counts, 1)
        found[self.bad | (counts == 0)] = np.nan
        return found

    @property
    def spread(self) -> Values:
        """(T,) the standard deviation over those sentences; 0 for a single one."""
        counts, mean = self.there.sum(axis=0), self.mean
        squares = np.where(self.there & ~self.bad, (self.values - mean) ** 2, 0.0).sum(axis=0)
        found: Values = np.sqrt(squares / np.maximum(counts, 1))
        found[np.isnan(mean)] = np.nan
        return found

    @property
    def ends(self) -> Values:
        """The value after the last word of every sentence that has any."""
        rows = np.flatnonzero(self.lengths)
        found: Values = self.values[rows, self.lengths[rows] - 1]
        return found


@dataclass(frozen=True, eq=False)
class ConditionsPlot(Plot):
    """Two by two conditions, row by row, on one scale.

    Attributes:
        panels: four, or none where nothing was run.
        model, cell: what ran.
        signal: its title; symbol: rich text; hue: its key of `Theme.line`.
        unit: which one.
        low, high: the range of all panels.
        place: ``layer 2``; empty where the network has but one part.
        finding: rich text.
        remark: plain text.
    """

    panels: tuple[ConditionPanel, ...] = ()
    model: str = ""
    cell: str = ""
    signal: str = ""
    symbol: str = ""
    hue: str = ""
    unit: int = 0
    low: float = -1.0
    high: float = 1.0
    place: str = ""
    finding: str = ""
    remark: str = ""

    @property
    def longest(self) -> int:
        """The number of words of the longest sentence."""
        return max((len(panel.tokens) for panel in self.panels), default=0)

    @property
    def about(self) -> str:
        """What the lines are: ``unit 31 · hidden state``."""
        return " · ".join(part for part in (self.place, tr("unit {unit}", unit=self.unit), self.signal) if part)

    @property
    def said(self) -> str:
        return f"{self.finding} {self.remark}".strip()

    def nothing_to_draw(self) -> str:
        return "" if self.panels else tr("There is no sentence in any condition.")

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": CELL_NAMES.get(self.cell, self.cell),
            "Model": self.model,
            "Sentence": " | ".join(text for panel in self.panels for text in panel.texts),
            "Finding": plain(self.said),
        }
