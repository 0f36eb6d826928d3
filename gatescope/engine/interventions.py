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

from gatescope.engine.held import Ablate, Clamp, CopiedWeights, Held, HeldValues, Patch
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.record import Clamps, Record, no_clamps
from gatescope.errors import UsageError
from gatescope.words import mark, tr

__all__ = ["NONE", "Ablate", "Clamp", "CopiedWeights", "Held", "Interventions", "Patch"]


@dataclass(frozen=True)
class Interventions:
    """Several at once; where two hold the same value, the later one counts.

    Copied weights act on the network before it runs: see `engine.copied_weights`.

    Attributes:
        items: what is done, in this order; what is switched off does nothing.
    """

    items: tuple[Held, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def nbytes(self) -> int:
        """The bytes of the values that are patched in."""
        return sum(item.values.array.nbytes for item in self.items if isinstance(item, Patch))

    def check(self, network: Network, tokens: int) -> None:
        """Raise for what does not exist.

        Raises:
            UsageError: a signal, unit, token, layer or direction that a run over `tokens` tokens does not have.
        """
        for item in self.items:
            if item.on:
                _check(item, network, tokens)

    def acting(self, network: Network) -> Interventions:
        """Return those that are switched on and fit `network`, whatever the number of its tokens."""
        items = tuple(item for item in self.items if item.on and fits(item, network))
        return self if items == self.items else Interventions(items)

    def within(self, tokens: int) -> Interventions:
        """Return what of them acts on the first `tokens` tokens: a text may be shorter now than when a token was held.

        A clamp of no token at all stays, for `check` to refuse.
        """
        items: list[Held] = []
        for item in self.items:
            if isinstance(item, Clamp | Patch) and item.tokens and item.tokens[-1] >= tokens:
                inside = item.tokens[: bisect_left(item.tokens, tokens)]
                if inside and isinstance(item, Patch):
                    items.append(replace(item, tokens=inside, values=HeldValues.of(item.values.array[: len(inside)])))
                elif inside:
                    items.append(replace(item, tokens=inside))
            else:
                items.append(item)
        return self if tuple(items) == self.items else Interventions(tuple(items))

    def clamps(self, network: Network, part: Part, record: Record, first: int, stop: int) -> Clamps | None:
        """Return what is held in `part` while it steps the rows `first` … `stop` of one sequence of `stop` tokens.

        None where nothing is held.
        """
        mine = self._of(network, part)
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
            inside = (rows >= 0) & (rows < stop - first)
            rows = rows[inside]
            if item.signal in network.cell.states:
                target = clamps.cell if item.signal == "cell_state" else clamps.hidden
            else:
                H = record.pre.shape[1] // len(network.cell.gates)
                column = network.cell.gates.index(item.signal) * H
                target = clamps.gates[:, column : column + H]
            value = item.value if isinstance(item, Clamp) else item.values.array[inside]
            target[rows if isinstance(units, slice) else np.ix_(rows, np.array(units))] = value
        return clamps

    def held_at(self, network: Network, part: Part, signal: str, unit: int, token: int) -> float | None:
        """Return the value that a signal of one unit of `part` is held at, token by token as the text has them; None
        where it is free. A unit that is taken out has the hidden state 0."""
        found: float | None = None
        for item in self._of(network, part):
            if item.units is not None and unit not in item.units:
                continue
            if isinstance(item, Ablate):
                found = 0.0 if signal == "hidden_state" else found
            elif item.signal == signal and (item.tokens is None or token in item.tokens):
                found = item.value if isinstance(item, Clamp) else _patched(item, unit, token)
        return found

    def ablated(self, network: Network, part: Part) -> NDArray[np.int64]:
        """Return the units of `part` that start from 0, whatever the initial state is."""
        mine = [item for item in self._of(network, part) if isinstance(item, Ablate)]
        return np.array([unit for item in mine for unit in item.units], dtype=np.int64)

    def _of(self, network: Network, part: Part) -> list[Clamp | Ablate | Patch]:
        """Return what is switched on and acts on values of `part`."""
        return [
            item
            for item in self.items
            if item.on and not isinstance(item, CopiedWeights) and network.part(item.layer, item.direction) == part
        ]


NONE = Interventions()


def fits(item: Held, network: Network) -> bool:
    """Return whether `network` has the signal, the layer and every unit of `item`; any token will do."""
    tokens = item.tokens.stop if isinstance(item, Clamp | Patch) and item.tokens is not None else 0
    try:
        _check(item, network, tokens)
    except UsageError:
        return False
    return True


def _check(item: Held, network: Network, tokens: int) -> None:
    part, cell = network.part(item.layer, item.direction), network.cell
    if isinstance(item, CopiedWeights):
        lost = [gate for gate in (item.source, item.target) if gate not in cell.gates]
        if lost or item.source == item.target:
            raise UsageError(
                tr(
                    "there are no weights of {lost!r}; the {name} has those of {listed}",
                    lost=lost[0],
                    name=cell.name.upper(),
                    listed=", ".join(cell.gates),
                )
                if lost
                else tr("the weights of {source} are copied onto themselves", source=item.source)
            )
        return
    signal = "hidden_state" if isinstance(item, Ablate) else item.signal
    if signal not in cell.signals:
        raise UsageError(
            tr(
                "there is no signal {signal!r} to hold; the {name} has {listed}",
                signal=signal,
                name=cell.name.upper(),
                listed=", ".join(cell.signals),
            )
        )
    layer = network.parameters(part)
    width = layer.outputs if signal == "hidden_state" else layer.units
    if item.units is not None:
        _check_within(
            item.units,
            width,
            mark("{part}.{signal} has the units 0 … {last}", part=part, signal=signal, last=width - 1),
        )
    if isinstance(item, Clamp) and not math.isfinite(item.value):
        raise UsageError(
            tr("{signal} can be held at a finite number only, not at {value}", signal=signal, value=item.value)
        )
    if isinstance(item, Patch):
        wanted = len(item.tokens), width if item.units is None else len(item.units)
        if item.values.shape != wanted:
            raise UsageError(
                tr(
                    "{signal} takes {wanted} × {wanted2} values there, not {shape}",
                    signal=signal,
                    wanted=wanted[0],
                    wanted2=wanted[1],
                    shape=item.values.shape,
                )
            )
        if not np.isfinite(item.values.array).all():
            raise UsageError(tr("{signal} can be patched with finite numbers only", signal=signal))
    if not isinstance(item, Ablate) and item.tokens is not None:
        if not tokens:
            raise UsageError(tr("{signal} cannot be held there: the text is empty", signal=signal))
        sentence = mark(
            "{signal} cannot be held there: the text has the tokens 0 … {last}", signal=signal, last=tokens - 1
        )
        _check_within(item.tokens, tokens, sentence)


def _patched(item: Patch, unit: int, token: int) -> float:
    column = unit if item.units is None else item.units.index(unit)
    return float(item.values.array[item.tokens.index(token), column])


def _check_within(numbers: Sequence[int], count: int, sentence: str) -> None:
    bad = [number for number in numbers if not 0 <= number < count]
    if bad or not numbers:
        raise UsageError(
            tr("{sentence}, not {listed}", sentence=sentence, listed=", ".join(map(str, bad[:5])) or tr("none at all"))
        )
