"""The states of a whole corpus in a file, to be searched and correlated without being loaded whole."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import Tape, run_packed
from gatescope.engine.part import Part
from gatescope.engine.record import states_after, turned
from gatescope.engine.run import checked_ids
from gatescope.errors import FileError, ModelError, UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr

# Tokens that are stepped at a time, with their whole record in memory.
_BATCH = 8_192


def write_states(
    network: Network,
    ids: ArrayLike,
    offsets: ArrayLike,
    path: str | Path,
    *,
    executor: Executor | None = None,
    report: Report = silent,
) -> Array:
    """Run every sequence of a corpus and keep the last layer's hidden states in a .npy file.

    Args:
        network: with an embedding.
        ids: (N,) the tokens of all sequences, end to end.
        offsets: (S + 1,) sequence s is ``ids[offsets[s]:offsets[s + 1]]``; each starts from zero states.
        path: the file to write; it is complete, or gone, when this returns.
        executor: steps the cells; the fastest one that is ready by default.
        report: called between batches.

    Returns:
        (N, F) read-only, in the file.

    Raises:
        UsageError: an id that the network does not know.
        ModelError: the offsets are not those of N tokens.
        FileError: the file cannot be written.
        Cancelled: `report` raised it.
    """
    rows, borders, path = checked_ids(network, ids), np.asarray(offsets, dtype=np.int64), Path(path)
    if borders.ndim != 1 or len(borders) < 2 or borders[0] or borders[-1] != len(rows) or (np.diff(borders) < 0).any():
        raise ModelError(tr("the offsets must rise from 0 to the {count} tokens of the corpus", count=len(rows)))
    part = path.with_name(path.name + ".part")
    try:
        _fill(network, rows, borders, part, executor, report)
        part.replace(path)
        return np.load(path, mmap_mode="r")  # type: ignore[no-any-return]
    except OSError as error:
        way_out = (
            tr("make room, or name a file in another folder")
            if error.errno == errno.ENOSPC
            else tr("name a file in another folder")
        )
        raise FileError(
            path, tr("cannot be written: {error}; {way_out}", error=error.strerror or error, way_out=way_out)
        ) from error
    finally:
        # A disk that is read-only refuses to remove even what is not there.
        with suppress(OSError):
            part.unlink(missing_ok=True)


def signal_of(tape: Tape, part: Part, signal: str) -> Array:
    """Return (N, H) a signal of one part at all tokens of a run of several sequences, in the order of the text.

    Raises:
        UsageError: the cell has no such signal.
    """
    record, cell = tape.records[part], tape.network.cell
    if signal == "hidden_state":
        rows = record.hidden[states_after(tape.offsets)]
    elif signal == "cell_state" and cell.name == "lstm":
        rows = record.cell[states_after(tape.offsets)]
    elif signal in cell.signals:
        units = record.gates.shape[1] // len(cell.gates)
        at = cell.gates.index(signal)
        rows = record.gates[:, at * units : (at + 1) * units]
    else:
        raise UsageError(
            tr(
                "there is no signal {signal!r}; the {name} has {listed}",
                signal=signal,
                name=cell.name.upper(),
                listed=", ".join(cell.signals),
            )
        )
    return rows[turned(tape.offsets)] if part.reverse else rows


def _fill(
    network: Network,
    ids: NDArray[np.int64],
    borders: NDArray[np.int64],
    path: Path,
    executor: Executor | None,
    report: Report,
) -> None:
    assert network.embedding is not None
    shape = len(ids), network.outputs * len(network.directions)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": np.lib.format.dtype_to_descr(network.dtype), "fortran_order": False, "shape": shape}
        )
        first = 0
        while first < len(borders) - 1:
            report(first / (len(borders) - 1))
            # As many whole sequences as a batch holds, and at least one.
            last = max(first + 1, int(np.searchsorted(borders, borders[first] + _BATCH, side="right")) - 1)
            tokens = network.embedding[ids[borders[first] : borders[last]]]
            tape = run_packed(network, tokens, borders[first : last + 1] - borders[first], executor)
            file.write(np.ascontiguousarray(tape.hidden).data)
            first = last
