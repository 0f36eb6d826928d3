"""The read-outs of a text that is being edited: rows are computed when they are first needed, and kept."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Network, ReadOut
from gatescope.engine.read_out import write_read_out
from gatescope.engine.record import Array


class ReadOutRows:
    """One array a read-out, (capacity, C), which grows with the records that it belongs to.

    A call that writes names the rows that are still read by others; those are never written.
    """

    def __init__(self) -> None:
        self._readouts: dict[str, ReadOut] = {}
        self._arrays: dict[str, Array] = {}
        self._filled: dict[str, int] = {}

    @property
    def nbytes(self) -> int:
        """The bytes that the arrays take."""
        return sum(array.nbytes for array in self._arrays.values())

    def keep(self, rows: int) -> None:
        """Keep the first `rows` rows; the hidden states of all others have changed."""
        self._filled = {name: min(filled, rows) for name, filled in self._filled.items()}

    def clear(self) -> None:
        """Drop all arrays; snapshots that still read them keep them alive."""
        self._readouts, self._arrays, self._filled = {}, {}, {}

    def write(self, network: Network, hidden: Array, capacity: int, lent: int) -> dict[str, Array]:
        """Return by name (T, C) what the read-outs of `network` make of `hidden` (T, F); only rows that are not there
        yet are worked out.

        Args:
            capacity: the rows that there is to be room for, T or more.
            lent: how many leading rows snapshots may still read.
        """
        wanted = {readout.name: readout for readout in network.readouts}
        for name in self._readouts.keys() - wanted.keys():
            del self._readouts[name], self._arrays[name], self._filled[name]
        for name, readout in wanted.items():
            dtype = np.result_type(hidden, readout.weight)
            self._bind(readout, dtype, capacity, lent)
            array = self._arrays[name]
            if self._filled[name] < len(hidden):
                write_read_out(readout, hidden, array[: len(hidden)], self._filled[name])
                self._filled[name] = len(hidden)
        return {name: self._arrays[name][: len(hidden)] for name in wanted}

    def copy_rows(self, source: ReadOutRows, rows: int, capacity: int) -> None:
        """Copy those of the first `rows` rows that only `source` has; none of them may be lent."""
        for name, readout in source._readouts.items():
            theirs = source._arrays[name]
            self._bind(readout, theirs.dtype, capacity, 0)
            mine, filled = self._filled[name], min(rows, source._filled[name])
            if mine < filled:
                self._arrays[name][mine:filled] = theirs[mine:filled]
                self._filled[name] = filled

    def _bind(self, readout: ReadOut, dtype: np.dtype[np.floating], capacity: int, lent: int) -> None:
        """Allocate an array for `readout`, or keep the one with its rows."""
        name, columns = readout.name, len(readout.weight)
        known, array = self._readouts.get(name), self._arrays.get(name)
        kept = self._filled[name] if known is not None and _alike(known, readout) else 0
        if array is None or array.shape[1] != columns or array.dtype != dtype:
            array, kept = np.empty((capacity, columns), dtype), 0
        elif len(array) < capacity or kept < lent:
            grown = np.empty((max(capacity, len(array)), columns), dtype)
            grown[:kept] = array[:kept]
            array = grown
        self._readouts[name], self._arrays[name], self._filled[name] = readout, array, kept


def _alike(a: ReadOut, b: ReadOut) -> bool:
    return a.kind == b.kind and a.weight is b.weight and a.bias is b.bias
