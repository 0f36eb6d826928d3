"""What happened inside a network while it read T tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Cell, Convention, Direction
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.record import Array, Record
from gatescope.errors import UsageError


class UnknownSignalError(UsageError, KeyError):
    """A trace has no signal of that name."""

    __str__ = Exception.__str__


class Trace(Mapping[str, Array]):
    """Every signal of every layer, as read-only (T, H) arrays in token order (a reverse direction is turned round).

    The hidden state of an LSTM with a projection is (T, P).

    The keys are ``layer{k}.{direction}.SIGNAL`` and ``layer{k}.{direction}.preactivation.GATE``. A name without its
    layer (``trace["forget_gate"]``) means the last layer, forward.

    Attributes:
        cell, convention: of all layers.
        parts: ``layer{k}.{direction}``, bottom layer first.
        length: T.
        ids: (T,) the token ids, or None where vectors were fed.
        inputs: (T, I) the vectors, or None where ids were fed.
        records: the arrays as the layers wrote them, by part, in processing order; not to be written.
        interventions: what was held while it ran.
    """

    def __init__(
        self,
        network: Network,
        records: Mapping[str, Record],
        *,
        ids: NDArray[np.int64] | None = None,
        inputs: Array | None = None,
        shown: Mapping[str, Record] | None = None,
        interventions: Interventions = NONE,
    ) -> None:
        """Wrap `records` of one sequence; `shown` are the same arrays read-only, where who holds them is counted."""
        self.cell: Cell = network.cell
        self.convention: Convention = network.convention
        self.directions: tuple[Direction, ...] = network.directions
        self.parts = network.parts
        self.length = len(records[self.parts[0]].pre)
        self.ids = ids
        self.inputs = inputs
        self.records = records
        self.interventions = interventions
        self._default = f"layer{len(network.layers) - 1}.{network.directions[0]}"
        self._signals: dict[str, Array] = {}
        for part in self.parts:
            self._add(part, shown[part] if shown is not None else _read_only(records[part]))

    def __getitem__(self, key: str) -> Array:
        signals = self._signals
        found = signals.get(key)
        if found is None:
            found = signals.get(f"{self._default}.{key}")
        if found is None:
            names = ", ".join(self.cell.signals)
            raise UnknownSignalError(
                f"there is no signal {key!r}; the {self.cell.name.upper()} records {names} and preactivation.GATE of "
                f"{', '.join(self.parts)}"
            )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._signals)

    def __len__(self) -> int:
        return len(self._signals)

    @property
    def hidden(self) -> Array:
        """(T, F) the last layer's hidden state, forward beside reverse: what read-outs see."""
        layer = self._default.partition(".")[0]
        sides = [self._signals[f"{layer}.{direction}.hidden_state"] for direction in self.directions]
        return sides[0] if len(sides) == 1 else np.concatenate(sides, axis=1)

    def _add(self, part: str, record: Record) -> None:
        units = record.pre.shape[1] // len(self.cell.gates)
        turn = slice(None, None, -1 if part.endswith("reverse") else 1)
        states = {"cell_state": record.cell[1:][turn], "hidden_state": record.hidden[1:][turn]}
        for signal in self.cell.signals:
            if signal in states:
                self._signals[f"{part}.{signal}"] = states[signal]
            else:
                column = self.cell.gates.index(signal) * units
                self._signals[f"{part}.{signal}"] = record.gates[turn, column : column + units]
        for index, gate in enumerate(self.cell.gates):
            columns = slice(index * units, (index + 1) * units)
            self._signals[f"{part}.preactivation.{gate}"] = record.pre[turn, columns]


def _read_only(record: Record) -> Record:
    views = Record(*(array.view() for array in record))
    for view in views:
        view.flags.writeable = False
    return views
