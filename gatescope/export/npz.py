"""A run as ``OUT.npz``: every signal by its key, readable with ``numpy.load`` and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import UsageError
from gatescope.formats.atomic import replacing
from gatescope.session.snapshot import Run

# NumPy stores an array of words as a rectangle of characters, so one word of a megabyte makes every word as large.
_MOST_CHARACTERS = 1 << 26


def arrays(run: Run) -> dict[str, NDArray[np.generic]]:
    """Return what the file holds, by key.

    ``tokens`` (T,) str, ``ids`` (T,) int64 (−1 where there is none), ``inputs`` (T, I), ``readout.NAME`` (T, C), then
    ``layer{k}.{direction}.SIGNAL`` and ``layer{k}.{direction}.preactivation.GATE``, (T, H) each, in token order.

    Raises:
        UsageError: the text has a word too long for an array of words.
    """
    tokens, trace = run.tokens, run.trace
    words = tokens.words()
    longest = max(map(len, words), default=0)
    if longest * len(words) > _MOST_CHARACTERS:
        raise UsageError(f"a word of {longest:,} characters does not fit into an array; write a .csv file instead")
    found: dict[str, NDArray[np.generic]] = {
        "tokens": np.array(words, dtype=np.str_),
        "ids": np.asarray(tokens.ids if trace.inputs is None else np.full(len(tokens), -1), np.int64),
        "inputs": _inputs(run),
    }
    found |= {f"readout.{name}": values for name, values in run.readouts.items()}
    found |= dict(trace.items())
    return found


def save_npz(run: Run, path: str | Path) -> int:
    """Write the run into the file `path`, whole or not at all, and return how many arrays it holds.

    Raises:
        FileError: the file cannot be written.
        UsageError: the text has a word too long for an array of words.
    """
    found = arrays(run)
    with replacing(Path(path)) as file:
        np.savez(file, allow_pickle=False, **found)
    return len(found)


def _inputs(run: Run) -> NDArray[np.floating]:
    if run.trace.inputs is not None:
        return run.trace.inputs
    assert run.network.embedding is not None, "a run on ids has an embedding"
    return run.network.embedding[run.tokens.ids]
