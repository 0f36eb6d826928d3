"""Reads word vectors as text: GloVe's (no first line), word2vec's and fastText's (a first line with both counts).

Such a file is sorted by falling frequency and often larger than memory; its first words are read, up to a bound.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import IO

import numpy as np

from gatescope.errors import FormatError
from gatescope.formats.arrays.numpy_file import Array
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.words.vocabulary_kind import UNKNOWN_NAMES, guess
from gatescope.progress import Report, silent
from gatescope.text import registry
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.words import mark, tr

_MOST_WORDS, _MOST_BYTES = 400_000, 128 << 20
_LONGEST_LINE = 1 << 18
# The number of damaged lines that are listed one by one, and the number beyond which the file is refused.
_TOLD, _MOST_DAMAGED = 3, 100
_REPORTED = 1000


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Words and their vectors.

    Attributes:
        vocabulary: V words; the last, ``<unk>``, is for all others, unless the file has such a row of its own.
        vectors: (V, I), that row zero.
        notes: sentences: how much was read, and which lines were not.
    """

    vocabulary: Vocabulary
    vectors: Array
    notes: tuple[str, ...]


def read(path: Path, width: int, dtype: np.dtype[np.floating], report: Report = silent) -> WordVectors:
    """Return the word vectors in the file at `path`.

    Args:
        width: I, of the vectors that the network takes.

    Raises:
        FileError: it cannot be read.
        FormatError: it holds something else, or vectors of another width.
        Cancelled: `report` said so.
    """
    size = size_of(path)
    # A number and the space before it take two bytes at least.
    capacity = min(_MOST_WORDS, _MOST_BYTES // (width * dtype.itemsize), size // (2 * width) + 1)
    vectors = np.empty((capacity + 1, width), dtype)
    rows: dict[str, int] = {}
    reader = _Lines(path, width)
    notes = []
    # Values beyond the precision become infinities, as in `as_numbers`, which is slower by the row.
    with open_file(path) as file, np.errstate(over="ignore"):
        for word, numbers in reader.read(file):
            if word not in rows:
                if len(rows) == capacity:
                    notes.append(mark("the first {capacity:,} words are read, the file goes on", capacity=capacity))
                    break
                vectors[len(rows)] = numbers
                rows[word] = len(rows)
            if reader.line % _REPORTED == 0:
                report(file.tell() / size)
    if not rows:
        raise FormatError(path, tr("holds no word vectors: a line of them is a word and {width} numbers", width=width))
    if not any(name in rows for name in UNKNOWN_NAMES):
        vectors[len(rows)] = 0
        rows[UNKNOWN] = len(rows)
        notes.append(mark("words that it does not have are read as the zero vector"))
    found = guess(tuple(rows), tokenizer=registry.tokenizer("word"))
    told = (
        mark("{count:,} words with vectors of {width} numbers", count=len(rows), width=width),
        *reader.notes,
        *notes,
        *found.notes,
    )
    return WordVectors(found.vocabulary, vectors[: len(rows)], told)


class _Lines:
    """The lines of one file.

    Attributes:
        line: number of the last one that was read, from 1.
        left_out: of the damaged ones, the first few in words.
    """

    def __init__(self, path: Path, width: int) -> None:
        self.path, self.width = path, width
        self.line, self._damaged = 0, 0
        self.left_out: list[str] = []

    @property
    def notes(self) -> list[str]:
        """The notes about damaged lines."""
        more = self._damaged - len(self.left_out)
        if not self.left_out:
            return []
        told = self.left_out[0]
        for one in self.left_out[1:]:
            told = mark("{one}, {other}", one=told, other=one)
        return [
            mark("left out as damaged: {told}, and {more} more", told=told, more=more)
            if more
            else mark("left out as damaged: {told}", told=told)
        ]

    def read(self, file: IO[bytes]) -> Iterator[tuple[str, list[float]]]:
        """Yield word and numbers of every sound line.

        Raises:
            FormatError: too many lines are damaged, or the vectors are of another width.
        """
        first = True
        while line := file.readline(_LONGEST_LINE):
            self.line += 1
            if len(line) == _LONGEST_LINE:
                raise FormatError(
                    self.path,
                    tr(
                        "is no text of word vectors: line {line} is {count:,} bytes long",
                        line=self.line,
                        count=len(line),
                    ),
                )
            if self.line == 1:
                line = line.removeprefix(BOM_UTF8)
            fields = line.split()
            if not fields or (self.line == 1 and self._is_head(fields)):
                continue
            if first:
                self._check_width(len(fields) - 1, fields)
                first = False
            if len(fields) > self.width + 1:
                # Some words hold spaces: everything before the numbers is the word.
                fields = line.strip().rsplit(None, self.width)
            word, *numbers = fields
            values = _numbers(numbers)
            if values is None or len(values) != self.width:
                self._leave_out(len(fields) - 1)
            else:
                yield word.decode("utf-8", "replace"), values

    def _is_head(self, fields: list[bytes]) -> bool:
        if len(fields) != 2 or not all(field.isdigit() for field in fields):
            return False
        if self.width > 1:
            self._check_width(int(fields[1][:10]), fields)
        return True

    def _check_width(self, found: int, fields: list[bytes]) -> None:
        if found != self.width and _numbers(fields[1:]) is not None and found:
            raise FormatError(
                self.path,
                tr("has vectors of {found} numbers; the model takes vectors of {width}", found=found, width=self.width),
            )

    def _leave_out(self, count: int) -> None:
        self._damaged += 1
        if self._damaged <= _TOLD:
            self.left_out.append(
                mark(
                    "line {line} ({count} of {width} numbers, or one that cannot be read)",
                    line=self.line,
                    count=count,
                    width=self.width,
                )
            )
        if self._damaged > _MOST_DAMAGED:
            raise FormatError(
                self.path,
                tr("is no text of word vectors of {width} numbers: {notes}", width=self.width, notes=self.notes[0]),
            )


def _numbers(fields: list[bytes]) -> list[float] | None:
    try:
        found = list(map(float, fields))
    except ValueError:
        return None
    return found if isfinite(sum(found)) else None
