"""What if: a gate or a state that is held at a value while the rest of the network goes on as its equations say.

A held gate replaces what its nonlinearity gave, so that everything after it sees the held value; a held state replaces
c_t or h_t themselves. Nothing flows back through a held value: its gradient is what the loss would gain from it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Direction
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.record import Clamps, Record, no_clamps
from gatescope.errors import UsageError


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
    """

    signal: str
    value: float
    units: tuple[int, ...] | None = None
    tokens: range | None = None
    layer: int | None = None
    direction: Direction | None = None


@dataclass(frozen=True)
class Ablate:
    """Takes units out: their hidden state is 0 from the start, so that nothing else in the network depends on them.

    Attributes:
        units: which columns of the hidden state.
        layer, direction: as in `Clamp`.
    """

    units: tuple[int, ...]
    layer: int | None = None
    direction: Direction | None = None


@dataclass(frozen=True)
class Interventions:
    """Several at once; where two hold the same value, the later one counts.

    Attributes:
        items: what is done, in this order.
    """

    items: tuple[Clamp | Ablate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def check(self, network: Network, tokens: int) -> None:
        """Raise for what does not exist.

        Raises:
            UsageError: a signal, unit, token, layer or direction that a run over `tokens` tokens does not have.
        """
        for item in self.items:
            part = network.part(item.layer, item.direction)
            signal = item.signal if isinstance(item, Clamp) else "hidden_state"
            if signal not in network.cell.signals:
                raise UsageError(
                    f"there is no signal {signal!r} to hold; the {network.cell.name.upper()} has "
                    f"{', '.join(network.cell.signals)}"
                )
            layer = network.parameters(part)
            width = layer.outputs if signal == "hidden_state" else layer.units
            if item.units is not None:
                _check_within(item.units, width, f"{part}.{signal} has the units 0 … {width - 1}")
            if isinstance(item, Clamp):
                if not math.isfinite(item.value):
                    raise UsageError(f"{signal} can be held at a finite number only, not at {item.value}")
                if item.tokens is not None:
                    has = f"has the tokens 0 … {tokens - 1}" if tokens else "is empty"
                    _check_within(item.tokens, tokens, f"{signal} cannot be held there: the text {has}")

    def within(self, tokens: int) -> Interventions:
        """Return what of them acts on the first `tokens` tokens: a text may be shorter now than when a token was held.

        A clamp of no token at all stays, for `check` to refuse.
        """
        items: list[Clamp | Ablate] = []
        for item in self.items:
            if isinstance(item, Clamp) and item.tokens and item.tokens[-1] >= tokens:
                inside = item.tokens[: bisect_left(item.tokens, tokens)]
                if inside:
                    items.append(replace(item, tokens=inside))
            else:
                items.append(item)
        return self if tuple(items) == self.items else Interventions(tuple(items))

    def clamps(self, network: Network, part: Part, record: Record, first: int, stop: int) -> Clamps | None:
        """Return what is held in `part` while it steps the rows `first` … `stop` of one sequence of `stop` tokens.

        None where nothing is held.
        """
        mine = [item for item in self.items if network.part(item.layer, item.direction) == part]
        if not mine:
            return None
        clamps = no_clamps(record, first, stop)
        for item in mine:
            units = slice(None) if item.units is None else list(item.units)
            if isinstance(item, Ablate):
                clamps.hidden[:, units] = 0
                continue
            steps = np.arange(stop) if item.tokens is None else np.array(item.tokens)
            rows = (stop - 1 - steps if part.reverse else steps) - first
            # Tokens past the end are held in a longer run, of which this is the beginning.
            rows = rows[(rows >= 0) & (rows < stop - first)]
            if item.signal in network.cell.states:
                target = clamps.cell if item.signal == "cell_state" else clamps.hidden
            else:
                H = record.pre.shape[1] // len(network.cell.gates)
                column = network.cell.gates.index(item.signal) * H
                target = clamps.gates[:, column : column + H]
            target[rows if isinstance(units, slice) else np.ix_(rows, np.array(units))] = item.value
        return clamps

    def held_at(self, network: Network, part: Part, signal: str, unit: int, token: int) -> float | None:
        """Return the value that a signal of one unit of `part` is held at, token by token as the text has them; None
        where it is free. A unit that is taken out has the hidden state 0."""
        found: float | None = None
        for item in self.items:
            if network.part(item.layer, item.direction) != part or (item.units is not None and unit not in item.units):
                continue
            if isinstance(item, Ablate):
                found = 0.0 if signal == "hidden_state" else found
            elif item.signal == signal and (item.tokens is None or token in item.tokens):
                found = item.value
        return found

    def ablated(self, network: Network, part: Part) -> NDArray[np.int64]:
        """Return the units of `part` that start from 0, whatever the initial state is."""
        mine = [
            item for item in self.items if isinstance(item, Ablate) and network.part(item.layer, item.direction) == part
        ]
        return np.array([unit for item in mine for unit in item.units], dtype=np.int64)


NONE = Interventions()


def _check_within(numbers: Sequence[int], count: int, sentence: str) -> None:
    bad = [number for number in numbers if not 0 <= number < count]
    if bad or not numbers:
        raise UsageError(f"{sentence}, not {', '.join(map(str, bad[:5])) or 'none at all'}")
