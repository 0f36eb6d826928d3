"""Growing arrays that know which of their rows are still in use."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.read_out_rows import ReadOutRows
from gatescope.engine.record import Array, Record, new_record, write_initial
from gatescope.engine.trace import Trace

_FIRST_CAPACITY = 64
# A long text is given room for what is typed at its end, but not for as much again.
_MOST_ROOM = 16_384
# A book that was pasted and deleted again gives its gigabyte back: room for so many times what is needed is too much.
_WASTEFUL = 16


class Buffers:
    """The records of one run with room to grow, and the network, ids and interventions they were made for.

    A trace borrows rows: later rows may be appended while it lives, its own rows are never written.

    Attributes:
        records: by part; more rows than are in use.
    """

    def __init__(self) -> None:
        self.records: dict[Part, Record] = {}
        self._network: Network | None = None
        self._interventions = NONE
        self._ids = np.empty(0, dtype=np.int64)
        self._length = 0
        self._leases: list[tuple[weakref.ref[_Lease], int]] = []
        self._readouts = ReadOutRows()

    @property
    def nbytes(self) -> int:
        """The bytes that all arrays take, those of the read-outs too."""
        records = sum(array.nbytes for record in self.records.values() for array in record)
        return records + self._ids.nbytes + self._readouts.nbytes

    def wasteful(self, tokens: int) -> bool:
        """Return whether these arrays are far too large for a text of so many tokens."""
        return len(self._ids) > _WASTEFUL * max(tokens, _FIRST_CAPACITY)

    def common(self, network: Network, ids: NDArray[np.int64], interventions: Interventions = NONE) -> int:
        """Return how many leading tokens of `ids` these rows were made for, with the same parameters and
        interventions."""
        mine = self._network
        if (
            mine is None
            or interventions != self._interventions
            or mine.layers is not network.layers
            or mine.embedding is not network.embedding
            or mine.directions != network.directions
            or mine.convention != network.convention
        ):
            return 0
        shorter = min(self._length, len(ids))
        different = self._ids[:shorter] != ids[:shorter]
        return int(different.argmax()) if different.any() else shorter

    def reusable(self, network: Network, ids: NDArray[np.int64], interventions: Interventions = NONE) -> int:
        """Return how many leading tokens of `ids` need no step in any layer.

        With a reverse direction it is all or none: its first step is the last token.
        """
        common = self.common(network, ids, interventions)
        if "reverse" in network.directions and not common == self._length == len(ids):
            return 0
        return common

    def fits(self, network: Network) -> bool:
        """Return whether the arrays have the shapes that `network` needs."""
        return self._network is not None and _layout(network) == _layout(self._network)

    def lent_rows(self) -> int:
        """Return how many leading rows are still in use by a trace."""
        self._leases = [(lease, rows) for lease, rows in self._leases if lease() is not None]
        return max((rows for _, rows in self._leases), default=0)

    def prepare(self, network: Network, ids: NDArray[np.int64], interventions: Interventions = NONE) -> int:
        """Take `ids` over, with room for them, and return the first token whose rows have to be filled."""
        keep = self.common(network, ids, interventions)
        capacity = len(self._ids)
        if len(ids) > capacity or not self.fits(network):
            self._resize(network, len(ids) + min(max(len(ids), _FIRST_CAPACITY), _MOST_ROOM), keep)
        if not keep:
            # The states before the first token are those of this network, less what is ablated in it.
            for part, record in self.records.items():
                write_initial(record, network.parameters(part))
                record.hidden[0, interventions.ablated(network, part)] = 0
        self._network, self._interventions = network, interventions
        # A reverse direction begins at the end, so that no state of another text is one of this.
        self._readouts.keep(0 if "reverse" in network.directions else keep)
        # Rows past `keep` are invalid until `lend` says that they were filled.
        self._length = keep
        self._ids[keep : len(ids)] = ids[keep:]
        return keep

    def copy_rows(
        self, source: Buffers, network: Network, ids: NDArray[np.int64], interventions: Interventions, rows: int
    ) -> None:
        """Take from `source` what it has of the first `rows` tokens of `ids` and these buffers have not.

        To copy a row is many times cheaper than to step it. `source` is only read, so its rows may be lent.
        """
        kept = self.prepare(network, ids, interventions)
        for part, record in self.records.items():
            # The states have one row more, the initial one in front, which `prepare` has written.
            for mine, theirs in zip(_first(record, rows), _first(source.records[part], rows), strict=True):
                first = kept + len(mine) - rows
                mine[first:] = theirs[first:]
        self._readouts.copy_rows(source._readouts, rows, len(self._ids))
        self._length = rows

    def lend(self, network: Network, length: int) -> tuple[Trace, dict[str, Array]]:
        """Return a trace of the first `length` tokens, and by name (T, C) what the read-outs make of it; their rows
        stay as they are while any of these arrays lives."""
        self._length = max(self._length, length)
        lent = self.lent_rows()
        lease = _Lease()
        self._leases.append((weakref.ref(lease), length))
        records = {part: _first(record, length) for part, record in self.records.items()}
        shown = {part: Record(*(_lend(array, lease) for array in record)) for part, record in records.items()}
        ids = _lend(self._ids[:length], lease)
        trace = Trace(network, records, ids=ids, shown=shown, interventions=self._interventions)
        readouts = self._readouts.write(network, trace.hidden, len(self._ids), lent)
        return trace, {name: _lend(array, lease) for name, array in readouts.items()}

    def _resize(self, network: Network, capacity: int, keep: int) -> None:
        ids = np.empty(capacity, dtype=np.int64)
        ids[:keep] = self._ids[:keep]
        records = {}
        for part in network.parts:
            layer = network.parameters(part)
            new = new_record(
                network.cell, network.convention, layer.units, network.dtype, capacity, outputs=layer.outputs
            )
            if keep:
                for target, source in zip(_first(new, keep), _first(self.records[part], keep), strict=True):
                    target[:] = source
            records[part] = new
        self._ids, self.records = ids, records
        # Traces keep the old arrays alive; no row of the new ones is lent yet.
        self._leases.clear()


class _Lease:
    """Lives as long as any view of the arrays that were lent with it."""

    __slots__ = ("__weakref__",)


class _Lent:
    """An array's memory, read-only, as NumPy takes it from a foreign object: every view of it, and every view of a
    view, keeps this object and so its lease alive."""

    def __init__(self, array: NDArray[Any], lease: _Lease) -> None:
        interface = array.__array_interface__
        self.__array_interface__ = {**interface, "data": (interface["data"][0], True)}
        self._kept = array, lease


def _lend(array: NDArray[Any], lease: _Lease) -> NDArray[Any]:
    return np.asarray(_Lent(array, lease))


def _first(record: Record, tokens: int) -> Record:
    return Record(
        pre=record.pre[:tokens],
        gates=record.gates[:tokens],
        cell=record.cell[: tokens + 1],
        hidden=record.hidden[: tokens + 1],
        recurrent=record.recurrent[:tokens],
    )


def _layout(network: Network) -> tuple[object, ...]:
    """Return everything that decides the shapes of the records."""
    units = tuple((row[0].units, row[0].outputs) for row in network.layers)
    return network.cell.name, network.convention, network.directions, units, network.dtype
