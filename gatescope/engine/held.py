"""What a person can change in a run: hold a value, take units out, patch in other values, copy a gate's weights.

Each of these has a switch: what is off stays in the list and does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine.cells import Direction


@dataclass(frozen=True)
class Clamp:
    """Holds a signal of some units at a value during some tokens.

    Attributes:
        signal: a gate, the candidate or a state, such as ``"forget_gate"``. A GRU's update gate is meant as the engine
            has it: 1 keeps the old state.
        value: what it is held at.
        units: which; None for all.
        tokens: which, counted from 0 in the order of the text; None for all.
        layer: counted from 0; None for the last one.
        direction: None for the network's first one, as a trace's short names have it.
        on: whether it acts; one that is switched off does nothing.
    """

    signal: str
    value: float
    units: tuple[int, ...] | None = None
    tokens: range | None = None
    layer: int | None = None
    direction: Direction | None = None
    on: bool = True


@dataclass(frozen=True)
class Ablate:
    """Takes units out: their hidden state is 0 from the start, so that nothing else in the network depends on them.

    Attributes:
        units: which columns of the hidden state.
        layer, direction, on: as in `Clamp`.
    """

    units: tuple[int, ...]
    layer: int | None = None
    direction: Direction | None = None
    on: bool = True


@dataclass(frozen=True)
class HeldValues:
    """A table of numbers that cannot change, and that can be compared and hashed as an array cannot.

    Attributes:
        shape: tokens and units.
        data: the numbers in float64, row by row.
    """

    shape: tuple[int, int]
    data: bytes

    @classmethod
    def of(cls, values: ArrayLike) -> HeldValues:
        """Return the table of `values` (n, w)."""
        table = np.ascontiguousarray(values, dtype=np.float64)
        rows, columns = table.shape
        return cls((rows, columns), table.tobytes())

    @property
    def array(self) -> NDArray[np.float64]:
        """The numbers, (n, w); read-only."""
        return np.frombuffer(self.data).reshape(self.shape)


@dataclass(frozen=True)
class Patch:
    """Puts values of another moment into a signal: those that it had in another sentence, or at other tokens of this.

    The values were copied when the patch was made; what happens to their source later changes nothing.

    Attributes:
        signal, layer, direction, on: as in `Clamp`.
        values: (n, w), a row for each of `tokens` and a column for each of `units`.
        tokens: where they go, in the order of the text.
        units: whose they are; None for all.
        source: for a person, where they are from: ``“not” of “It was not good”``.
    """

    signal: str
    values: HeldValues
    tokens: range
    units: tuple[int, ...] | None = None
    layer: int | None = None
    direction: Direction | None = None
    source: str = ""
    on: bool = True


@dataclass(frozen=True)
class CopiedWeights:
    """Gives a gate the weights of another gate of its layer: W, U and the biases.

    Attributes:
        source, target: gates, by the names of `Cell.gates`.
        layer, direction, on: as in `Clamp`.
    """

    source: str
    target: str
    layer: int | None = None
    direction: Direction | None = None
    on: bool = True


Held = Clamp | Ablate | Patch | CopiedWeights
