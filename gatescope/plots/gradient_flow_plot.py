"""The picture of a gradient flow, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import nan
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.part import Part
from gatescope.plots.description import TokenAxisPlot
from gatescope.plots.gradient_words import Step, plain
from gatescope.plots.notation import in_notation
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.whole_axis import union
from gatescope.words import mark

Values = NDArray[np.float64]

TITLE = mark("Gradient flow")
NORMS = "‖∂<i>L</i>/∂<i>h</i><sub><i>t</i></sub>‖ and ‖∂<i>L</i>/∂<i>c</i><sub><i>t</i></sub>‖"
HIDDEN_NORM = "‖∂<i>L</i>/∂<i>h</i><sub><i>t</i></sub>‖"


@dataclass(frozen=True, eq=False)
class FlowLine:
    """A line: log₁₀ of the norm of a gradient at every token.

    Attributes:
        model, cell, part: what the numbers are of.
        state: ``hidden_state`` or ``cell_state``.
        label: ``LSTM``, or the model's name where two have the same cell; with an arrow where there are two directions.
        symbol: rich text, h_t or c_t.
        values: (T,), token order; −∞ where nothing flows, NaN from the first step on that is no finite number.
        dash: as in `Series`.
        reverse: whether the part reads from the end.
        carried: whether it is the state that carries the memory, c of an LSTM: drawn solid.
    """

    model: str
    cell: str
    part: Part
    state: str
    label: str
    symbol: str
    values: Values = field(metadata=OVER_TOKENS)
    dash: int
    reverse: bool
    carried: bool

    @property
    def key(self) -> tuple[str, str]:
        """The key by which the legend switches it off."""
        return self.label, self.state

    @property
    def hue(self) -> str:
        """Key for `Theme.line`."""
        return f"cell:{self.cell}"

    @property
    def first(self) -> int:
        """The token that the part read first, where the gradient ends up."""
        return len(self.values) - 1 if self.reverse else 0

    @property
    def left(self) -> float:
        """log₁₀ of the gradient's norm there."""
        return float(self.values[self.first])

    def at(self, token: int) -> float:
        """Return log₁₀ of the norm at a token; NaN beyond the end of a text that this model cut into fewer tokens."""
        return float(self.values[token]) if 0 <= token < len(self.values) else nan


@dataclass(frozen=True, eq=False)
class FactorRow:
    """A factor that explains a line: a coloured cell with its number at every token.

    Attributes:
        model, cell, part: what the numbers are of.
        label: as in `FlowLine`.
        means: whether a value is a mean over the units; symbol: of what, rich text.
        values: (T,), from 0 to `high`, which the colours span.
        colours: of `colours.table`.
    """

    model: str
    cell: str
    part: Part
    label: str
    means: bool
    symbol: str
    values: Values = field(metadata=OVER_TOKENS)
    high: float
    colours: str

    @property
    def hue(self) -> str:
        return f"cell:{self.cell}"

    def at(self, token: int) -> float:
        """Return the value at a token; NaN beyond the end of a text that this model cut into fewer tokens."""
        return float(self.values[token]) if 0 <= token < len(self.values) else nan


@dataclass(frozen=True, eq=False)
class GradientFlowPlot(TokenAxisPlot):
    """Gradients over the tokens, the factors under them, what is left at the first token, and a sentence.

    Attributes:
        lines: in the order of the models; factors: the model in front first.
        front: the model in front, whose lines lie on top.
        low, high: the range of the lines in decades; ticks: whole powers of ten within.
        target: what was differentiated: ``read-out at “.”``.
        target_token: where that stands.
        place: ``layer 2``; empty where the network has but one layer.
        step: the largest one of the model in front, or None.
        finding: rich text, see `gradient_words`.
        bad: the first token at which the model in front holds no finite number, or None.
    """

    lines: tuple[FlowLine, ...] = ()
    factors: tuple[FactorRow, ...] = ()
    front: str = ""
    low: float = -2.5
    high: float = 0.5
    ticks: tuple[int, ...] = (-2, -1, 0)
    target: str = ""
    target_token: int = 0
    place: str = ""
    step: Step | None = None
    finding: str = ""
    bad: int | None = None

    @property
    def norms(self) -> str:
        """The norms that the lines show, rich text."""
        return in_notation(NORMS if any(line.state == "cell_state" for line in self.lines) else HIDDEN_NORM)

    @property
    def main(self) -> FlowLine | None:
        """The line that `step` and the end of `finding` are about; None where a person switched it off."""
        return next((line for line in self.lines if line.model == self.front and line.carried), None)

    def on_axes_of(self, other: Self) -> Self:
        low, high = union((self.low, self.high), (other.low, other.high))
        ticks = other.ticks if (low, high) == (other.low, other.high) else self.ticks
        return replace(super().on_axes_of(other), low=low, high=high, ticks=ticks)

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(line.cell, line.cell) for line in self.lines)),
            "Model": ", ".join(dict.fromkeys(line.model for line in self.lines)),
            "Sentence": self.tokens.text,
            "Target": self.target,
            "Finding": plain(self.finding),
        }
