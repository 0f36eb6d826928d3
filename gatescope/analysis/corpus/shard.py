"""One shard of an index: the states of some lines of a corpus, a unit after the other, and the words they belong to.

A shard is two files. NAME.npy holds the states as (H, N): what a search reads of a unit lies together, and the file is
mapped, not read. NAME.npz holds the rest; it is written last, so that where it is, the shard is whole.
"""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array
from gatescope.errors import FileError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class DamagedError(FileError):
    """A file of an index is not as it was written."""


@dataclass(frozen=True, eq=False)
class Words:
    """The words of L lines with N tokens in all.

    Attributes:
        lines: (L,) the numbers of the lines in the corpus.
        borders: (L + 1,) the tokens of line l are ``borders[l] … borders[l + 1]``.
        ids: (N,) rows of the vocabulary.
        starts, ends: (N,) the first character of each token in its line, and the one behind its last.
        text: UTF-8 of all lines, end to end.
        text_borders: (L + 1,) where the bytes of each line begin and end.
        readout: (N, C) the first read-out of the model after every token; C = 0 where it has none, or a large one.
        moments: (S, M, H) what every signal's units did here; see `moments`. S = 0 where nothing was counted.
        consumed: (2,) the entries of the corpus that were read for this shard, also those without a word; and the
            tokens that were left out, because the model has no row for them.
    """

    lines: NDArray[np.int64]
    borders: NDArray[np.int64]
    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    text: NDArray[np.uint8]
    text_borders: NDArray[np.int64]
    readout: NDArray[np.float32]
    moments: NDArray[np.float64]
    consumed: NDArray[np.int64]

    def line_text(self, line: int) -> str:
        """Return the text of one of the L lines."""
        first, last = self.text_borders[line], self.text_borders[line + 1]
        return self.text[first:last].tobytes().decode("utf-8", "surrogatepass")


def write_shard(folder: Path, number: int, states: Array, words: Words) -> int:
    """Write a shard whose `states` are (H, N), and return its bytes.

    Raises:
        FileError: the disk is full, or the folder cannot be written to.
    """
    kept = {field.name: getattr(words, field.name) for field in fields(words)}
    try:
        return _put(_states_path(folder, number), lambda file: np.save(file, states, allow_pickle=False)) + _put(
            _words_path(folder, number), lambda file: np.savez(file, **kept)
        )
    except OSError as error:
        if error.errno in _FULL:
            reason = "there is no room left on its disk: make room and index again, it goes on where it stopped"
        else:
            reason = f"the index cannot be written here: {error.strerror or error}; index into another folder"
        raise FileError(folder.parent, reason) from error


def read_words(folder: Path, number: int) -> Words | None:
    """Return the words of a whole shard; None where there is no such shard.

    Raises:
        FileError: the file is damaged.
    """
    path = _words_path(folder, number)
    if not path.exists() or not _states_path(folder, number).exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as found:
            return Words(**{field.name: found[field.name] for field in fields(Words)})
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise DamagedError(path, "is damaged: delete the folder of the index, and index again") from error


def read_states(folder: Path, number: int) -> Array:
    """Return the (H, N) states of a shard, read-only and in their file.

    Raises:
        FileError: the file is missing or damaged.
    """
    path = _states_path(folder, number)
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)  # type: ignore[no-any-return]
    except (OSError, ValueError, EOFError) as error:
        raise DamagedError(path, "is damaged or missing: delete the folder of the index, and index again") from error


def _put(path: Path, write: Callable[[IO[bytes]], object]) -> int:
    """Write a file under another name, and give it its own when all of it is on the disk; return its bytes."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            write(file)
            _flush(file)
            size = file.tell()
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return size


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _states_path(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.npy"


def _words_path(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.npz"
