"""The plane of a model's states, as plain data: background, sentence, steps and fixed points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.state_space import StatePlane
from gatescope.analysis.vector_field import VectorField
from gatescope.engine.part import Part
from gatescope.plots.axis_words import axis_word
from gatescope.plots.description import Plot
from gatescope.plots.gradient_words import plain
from gatescope.plots.signals import CELL_NAMES
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

Values = NDArray[np.float64]
Kind = Literal["stable", "saddle", "unstable"]

TITLE = mark("State space")
_EDGE = 0.06
"""Of the range, what is left beyond a fixed point for its sign."""


@dataclass(frozen=True, eq=False)
class StateVector:
    """A place, or a direction, in the state space of one part of a network.

    Attributes:
        hidden: (P,) of the hidden state.
        cell: (H,) of the cell state of an LSTM; None for other cells.
    """

    hidden: Values
    cell: Values | None = None

    def of(self, state: str) -> Values | None:
        """Return the values of ``hidden_state`` or ``cell_state``; None where the cell has no such state."""
        return self.cell if state == "cell_state" else self.hidden


@dataclass(frozen=True, eq=False)
class FixedPointMark:
    """A fixed point to be marked in the planes of its model.

    Attributes:
        model, part: whose state space it lies in.
        at: where.
        kind: whether states nearby come closer, leave along some directions, or leave along all of them.
        directions: the unstable ones, of length 1 in the whole state space; drawn as arrows both ways.
        readout: what the first read-out says there in one number; None where there is none.
        in_focus: whether it is the point in focus.
        label: ``stable, 0.98``.
        number: by which the view names it when it is clicked.
        slow: the direction along which states come back slowest; drawn as arrows to the point from both sides.
    """

    model: str
    part: Part
    at: StateVector
    kind: Kind
    directions: tuple[StateVector, ...] = ()
    readout: float | None = None
    in_focus: bool = False
    label: str = ""
    number: int = 0
    slow: StateVector | None = None


@dataclass(frozen=True, eq=False)
class DrawnMark:
    """A fixed point in the plane.

    Attributes:
        x, y: its place.
        arms: (A, 2) the unstable directions in the plane.
        slow: (S, 2) the slow one, if there is one.
        mark: what it is.
    """

    x: float
    y: float
    arms: Values
    slow: Values
    mark: FixedPointMark


@dataclass(frozen=True)
class ReadOutScale:
    """The colours of what a read-out says.

    Attributes:
        label: ``P(positive)``.
        low, high: the range of the colours.
        colours: the name of their table in `colours.table`.
    """

    label: str
    low: float
    high: float
    colours: str


@dataclass(frozen=True, eq=False)
class PlanePath:
    """States one after the other, joined by a line.

    Attributes:
        name: what a legend calls it.
        points: (T, 2) after every token; NaN where the state is no finite number.
        readouts: (T,) what the first read-out says in one number; NaN where there is none.
        tokens: those of the text; none of a path that repeats one word.
        start: (2,) the state before the first token.
        first: which of the tokens of the text the first point is after: of a long text only a stretch is drawn.
    """

    name: str
    points: Values
    readouts: Values
    tokens: TokenSequence
    start: Values
    first: int = 0

    def place(self, token: int | None) -> int | None:
        """Return which point is after a token of the text; None where none is."""
        if token is None or not self.first <= token < self.first + len(self.points):
            return None
        return token - self.first

    def word(self, place: int) -> str:
        """Return the word that leads to a point; the name of a path that repeats one word."""
        return axis_word(self.tokens, self.first + place) if len(self.tokens) else self.name


@dataclass(frozen=True, eq=False)
class PlanePanel:
    """The plane of one model.

    Attributes:
        model, cell, part, state: what the points are states of.
        label: ``LSTM``, or the model's name where two have the same cell.
        place: ``layer 2``; empty where the network has but one part.
        symbol: of the state, rich text.
        scale: the colours of the read-out; None without one.
        plane: how states become points.
        source: what the plane was fitted on, see `Fit`.
        background: (N, 2) states of the texts it was fitted on.
        background_readouts: (N,) as in `PlanePath`.
        background_words: N, the word that each has just read; background_texts: the sentences, and text_of: (N,) which
            of them each is in.
        path: the sentence; others: further sentences.
        repeated: paths on which the word at the cursor is read again and again: from the state after it, and from
            where a person started one; each has its first state as its start.
        field: where one step on the word at the cursor takes one or two units; None for more.
        marks: fixed points.
        low, high: (2,) the range of both axes.
    """

    model: str
    label: str
    cell: str
    part: Part
    state: str
    place: str
    symbol: str
    scale: ReadOutScale | None
    plane: StatePlane
    source: str
    background: Values
    background_readouts: Values
    background_words: tuple[str, ...]
    background_texts: tuple[str, ...]
    text_of: NDArray[np.int64]
    path: PlanePath
    others: tuple[PlanePath, ...]
    repeated: tuple[PlanePath, ...]
    field: VectorField | None
    low: Values
    high: Values
    marks: tuple[DrawnMark, ...] = ()

    @property
    def heading(self) -> str:
        """The model's name, and which of its parts this is."""
        return f"{self.model} · {self.place}" if self.place else self.model

    def with_marks(self, marks: tuple[FixedPointMark, ...]) -> PlanePanel:
        """Return the panel with those of `marks` that lie in its state space, and a range that holds their signs."""
        drawn = []
        for spot in marks:
            at = spot.at.of(self.state)
            if (spot.model, spot.part) != (self.model, self.part) or at is None or at.shape != self.plane.mean.shape:
                continue
            x, y = self.plane.project(at[None])[0]
            arms = self._turned(spot.directions)
            slow = self._turned(() if spot.slow is None else (spot.slow,))
            drawn.append(DrawnMark(float(x), float(y), arms, slow, spot))
        places = np.array([[one.x, one.y] for one in drawn if np.isfinite([one.x, one.y]).all()]).reshape(-1, 2)
        first, last = places.min(axis=0, initial=np.inf), places.max(axis=0, initial=-np.inf)
        edge = _EDGE * (np.maximum(self.high, last) - np.minimum(self.low, first))
        low, high = np.minimum(self.low, first - edge), np.maximum(self.high, last + edge)
        return replace(self, marks=tuple(drawn), low=low, high=high)

    def _turned(self, directions: tuple[StateVector, ...]) -> Values:
        """Return (A, 2) directions in the plane."""
        known = [found for one in directions if (found := one.of(self.state)) is not None]
        return self.plane.turn(np.array(known)) if known else np.zeros((0, 2))


@dataclass(frozen=True, eq=False)
class StatePlanePlot(Plot):
    """The planes of the shown models side by side, and a sentence.

    Attributes:
        panels: one a model, in the order of the models.
        text: the sentence.
        cursor: the token whose word is ringed, or None.
        finding: rich text.
        span: the chosen stretch of tokens, or None.
    """

    panels: tuple[PlanePanel, ...] = ()
    text: str = ""
    cursor: int | None = None
    finding: str = ""
    span: range | None = None

    def on_axes_of(self, other: Self) -> Self:
        return replace(
            self,
            panels=tuple(
                replace(panel, low=np.minimum(panel.low, one.low), high=np.maximum(panel.high, one.high))
                for panel, one in zip(self.panels, other.panels, strict=False)
            ),
        )

    def nothing_to_draw(self) -> str:
        return "" if self.panels else tr("The text has no tokens, so there is nothing to show.")

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": ", ".join(dict.fromkeys(CELL_NAMES.get(panel.cell, panel.cell) for panel in self.panels)),
            "Model": ", ".join(dict.fromkeys(panel.model for panel in self.panels)),
            "Sentence": self.text,
            "Finding": plain(self.finding),
        }
