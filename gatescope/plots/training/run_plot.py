"""The picture of training runs, as plain data: panels below each other over one axis of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.ticks import Ticks
from gatescope.words import mark, tr

TITLE = mark("Training run")
INK = "ink"
"""The hue of what is drawn in the colour of the text."""
Look = Literal["line", "faint", "dashed", "bars"]


@dataclass(frozen=True, eq=False)
class StepLine:
    """One line over the steps.

    Attributes:
        label: in the legend; empty for one that goes with the line above it.
        hue: a key for `Theme.line`, or `INK`.
        steps, values: (N,) its points; where a value is not finite the line is broken.
        look: how it is drawn; ``"faint"`` in a lighter tint.
        value: as written beside the label, at the step that is looked at.
    """

    label: str
    hue: str
    steps: NDArray[np.int64]
    values: NDArray[np.float64]
    look: Look = "line"
    value: str = ""


@dataclass(frozen=True, eq=False)
class StepPanel:
    """One quantity, or several of one kind.

    Attributes:
        key: by which a person shows and hides it.
        title: over the legend.
        lines: in the order of the legend, the later ones on top.
        low, high: the range; of logarithms where `logarithmic`.
        ticks: on that range.
        logarithmic: whether the axis is one of powers of ten.
        limit: a value that is marked by a dashed line; limit_words: what it says.
        mark: a step and a value that are marked by a ring; mark_words: what it says.
        weight: its part of the height, against the other panels.
    """

    key: str
    title: str
    lines: tuple[StepLine, ...]
    low: float
    high: float
    ticks: Ticks
    logarithmic: bool = False
    limit: float | None = None
    limit_words: str = ""
    mark: tuple[int, float] | None = None
    mark_words: str = ""
    weight: float = 1.0

    def place(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where values lie in the panel, 0 at its bottom and 1 at its top; NaN for what is not finite."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            shown = np.log10(np.maximum(values, 1e-300)) if self.logarithmic else values
            placed = (shown - self.low) / (self.high - self.low)
        return np.where(np.isfinite(values), np.clip(placed, -0.05, 1.05), np.nan)


@dataclass(frozen=True, eq=False)
class TrainingRunPlot(Plot):
    """Panels over the steps, with the ruler of checkpoints below them.

    Attributes:
        panels: from the top; a picture that is too low leaves out the last ones first.
        stop: the step at the right end of the axis, at least 1; the left end is step 0.
        at: the step that is looked at; None for none.
        reached: the last step that was made.
        best: the step with the lowest held-out loss, or None.
        checkpoints: steps whose networks are kept.
        passes: where passes end, each with its name.
        names: of the runs, the one in front first.
        about: what they train.
        heading: where the person looks and where the run is, plain text.
        finding: rich text, see `gradient_words`; empty for none.
        diverged: the step at which the run in front stopped being a number, or None.
    """

    panels: tuple[StepPanel, ...] = ()
    stop: int = 1
    at: int | None = None
    reached: int = 0
    best: int | None = None
    checkpoints: tuple[int, ...] = ()
    passes: tuple[tuple[int, str], ...] = ()
    names: tuple[str, ...] = ()
    about: str = ""
    heading: str = ""
    finding: str = ""
    diverged: int | None = None

    def facts(self) -> dict[str, str]:
        told = {"Title": TITLE, "Model": ", ".join(self.names), "Task": self.about, "Finding": plain(self.finding)}
        return {name: words for name, words in told.items() if words}

    def nothing_to_draw(self) -> str:
        return "" if self.panels else tr("No step has been made yet, so there is nothing to show.")

    def nearest_checkpoint(self, step: float) -> int | None:
        """Return the step of the kept network that is nearest to a place on the axis; None where none is kept."""
        return min(self.checkpoints, key=lambda kept: abs(kept - step), default=None)

    def beside(self, by: int) -> int | None:
        """Return the checkpoint `by` places after the one that is looked at, or before it; None where none is kept."""
        if not self.checkpoints:
            return None
        now = self.nearest_checkpoint(self.reached if self.at is None else self.at)
        place = self.checkpoints.index(now) if now is not None else 0
        return self.checkpoints[min(max(place + by, 0), len(self.checkpoints) - 1)]
