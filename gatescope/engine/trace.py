"""Every gate and state of a network that read T tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Cell, Convention, Direction
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.record import Array, Record
from gatescope.errors import UsageError
from gatescope.words import tr


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
        parts: of the network, bottom layer first.
        default_part: the one that a name without its layer means.
        length: T.
        ids: (T,) the token ids, or None where vectors were fed.
        inputs: (T, I) the vectors, or None where ids were fed.
        records: the arrays as the layers wrote them, by part, in processing order; not to be written.
        interventions: what was clamped or ablated while it ran.
    """

    def __init__(
        self,
        network: Network,
        records: Mapping[Part, Record],
        *,
        ids: NDArray[np.int64] | None = None,
        inputs: Array | None = None,
        shown: Mapping[Part, Record] | None = None,
        interventions: Interventions = NONE,
    ) -> None:
        """Wrap `records` of one sequence.

        Args:
            shown: the same arrays, read-only, where the references to them are counted (see `Buffers.lend`).
        """
        self.cell: Cell = network.cell
        self.convention: Convention = network.convention
        self.directions: tuple[Direction, ...] = network.directions
        self.parts = network.parts
        self.length = len(records[self.parts[0]].pre)
        self.ids = ids
        self.inputs = inputs
        self.records = records
        self.interventions = interventions
        self.default_part = network.default_part
        self._shown = shown if shown is not None else {part: _read_only(records[part]) for part in self.parts}
        self._places = _places(self.cell, self.parts)
        self._signals: dict[str, Array] = {}

    def __getstate__(self) -> dict[str, object]:
        """Return the state to pickle for another process: every array once."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_shown", "_places", "_signals")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._shown = {part: _read_only(self.records[part]) for part in self.parts}
        self._places = _places(self.cell, self.parts)
        self._signals = {}

    def __getitem__(self, key: str) -> Array:
        full = key if key in self._places else f"{self.default_part}.{key}"
        place = self._places.get(full)
        if place is None:
            names = ", ".join(self.cell.signals)
            raise UnknownSignalError(
                f"there is no signal {key!r}; the {self.cell.name.upper()} records {names} and preactivation.GATE of "
                f"{', '.join(self.parts)}"
            )
        # A second request gives the same object: views compare identities to see that nothing changed.
        found = self._signals.get(full)
        return self._signals.setdefault(full, place.view(self._shown[place.part])) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def hidden(self) -> Array:
        """(T, F) the last layer's hidden state, forward beside reverse: what read-outs see."""
        layer = self.default_part.layer
        sides = [self[f"{part}.hidden_state"] for part in self.parts if part.layer == layer]
        return sides[0] if len(sides) == 1 else np.concatenate(sides, axis=1)

    def copied(self) -> Trace:
        """Return the same in arrays of its own, which are not written into when a text is edited."""
        found = Trace.__new__(Trace)
        state = self.__getstate__()
        state["records"] = {part: Record(*(array.copy() for array in one)) for part, one in self.records.items()}
        found.__setstate__(state)
        return found

    def first(self, tokens: int) -> Trace:
        """Return the trace of the first `tokens` tokens, as views; of a reverse direction all tokens or none.

        Raises:
            UsageError: a reverse direction read those tokens after others that would be left out.
        """
        if tokens >= self.length:
            return self
        if tokens and "reverse" in self.directions:
            raise UsageError(tr("a reverse direction read the first tokens last: they cannot be cut out"))
        cut = copy(self)
        cut.length = tokens
        cut.ids = None if self.ids is None else self.ids[:tokens]
        cut.inputs = None if self.inputs is None else self.inputs[:tokens]
        cut.records = {part: _cut(record, tokens) for part, record in self.records.items()}
        cut._shown = {part: _cut(record, tokens) for part, record in self._shown.items()}
        cut._signals = {}
        return cut


class _Place(NamedTuple):
    """Where a signal lies: in which array of which part, and in which of so many blocks of columns."""

    part: Part
    array: str
    block: int
    blocks: int

    def view(self, record: Record) -> Array:
        """Return (T, ·) in token order."""
        array: Array = getattr(record, self.array)
        if self.array in ("cell", "hidden"):
            array = array[1:]
        width = array.shape[1] // self.blocks
        columns = array[:, self.block * width : (self.block + 1) * width]
        return columns[::-1] if self.part.reverse else columns


@cache
def _places(cell: Cell, parts: tuple[Part, ...]) -> Mapping[str, _Place]:
    """Return key → place, in the order of the equations. Cached, because every key press makes a trace."""
    places = {}
    states, gates = {"cell_state": "cell", "hidden_state": "hidden"}, cell.gates
    for part in parts:
        for signal in cell.signals:
            if signal in states:
                places[f"{part}.{signal}"] = _Place(part, states[signal], 0, 1)
            else:
                places[f"{part}.{signal}"] = _Place(part, "gates", gates.index(signal), len(gates))
        for index, gate in enumerate(gates):
            places[f"{part}.preactivation.{gate}"] = _Place(part, "pre", index, len(gates))
    return places


def _cut(record: Record, tokens: int) -> Record:
    """Return the rows of the first `tokens` tokens; states have the initial one in front."""
    return Record(
        record.pre[:tokens],
        record.gates[:tokens],
        record.cell[: tokens + 1],
        record.hidden[: tokens + 1],
        record.recurrent[:tokens],
    )


def _read_only(record: Record) -> Record:
    views = Record(*(array.view() for array in record))
    for view in views:
        view.flags.writeable = False
    return views
