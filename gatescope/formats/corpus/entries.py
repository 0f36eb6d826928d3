"""The texts of a corpus, one after the other: read in one pass, however large the file is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gatescope.errors import FormatError
from gatescope.formats.corpus.encoding import encoding_of
from gatescope.formats.files.regular import open_file

LONGEST_LINE = 1_000_000
"""Characters. A file without line ends is refused before it fills the memory."""
COLUMNS = ("text", "sentence", "review", "content", "comment", "body", "document")
"""The names of the column with the text, in a table's first line or in JSON objects; without one, the first column."""


@dataclass(frozen=True)
class Entry:
    """One text of a corpus.

    Attributes:
        line: of the file on which it begins, counted from 1.
        text: as it stands there, without its line end; it may be empty.
        read: bytes of the file that were read so far, a little more than the text needed.
    """

    line: int
    text: str
    read: int


def entries(path: Path) -> Iterator[Entry]:
    """Return the texts of the file at `path`: a line each; of a .csv or .tsv its column of texts, of a .jsonl the text
    of every object.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is empty, no text, or not what its suffix says; the sentence names the line.
    """
    encoding, mark = encoding_of(path)
    with open_file(path) as file:
        file.seek(mark)
        suffix = path.suffix.lower()
        # Tables keep the line ends within quoted texts.
        text = io.TextIOWrapper(file, encoding, newline="" if suffix == ".csv" else None)
        lines = _Lines(path, text, file, encoding)
        try:
            if suffix == ".csv":
                yield from _rows(path, lines)
            elif suffix == ".tsv":
                yield from _columns(path, (((line, cells.split("\t")), read) for line, cells, read in lines.numbered()))
            elif suffix in (".jsonl", ".ndjson"):
                yield from _objects(path, lines)
            else:
                for number, line, read in lines.numbered():
                    yield Entry(number, line, read)
        finally:
            text.detach()


class _Lines:
    """The lines of a text file with their numbers; never more than `LONGEST_LINE` characters at once."""

    def __init__(self, path: Path, text: io.TextIOWrapper, file: IO[bytes], encoding: str) -> None:
        self._path, self._text, self._file, self._encoding = path, text, file, encoding
        self.number = 0

    @property
    def read(self) -> int:
        """Bytes that were read so far."""
        return self._file.tell()

    def __iter__(self) -> Iterator[str]:
        """Return every line with its end."""
        while True:
            try:
                line = self._text.readline(LONGEST_LINE + 1)
            except UnicodeDecodeError as error:
                name = self._encoding[:6].upper()
                raise FormatError(
                    self._path, f"is not {name} text soon after line {self.number}: save it as UTF-8"
                ) from error
            if not line:
                return
            self.number += 1
            if len(line) > LONGEST_LINE:
                raise FormatError(
                    self._path, f"line {self.number} has more than {LONGEST_LINE:,} characters: break it into lines"
                )
            yield line

    def numbered(self) -> Iterator[tuple[int, str, int]]:
        """Return the number of every line, the line without its end, and the bytes that were read."""
        for line in self:
            yield self.number, line.rstrip("\r\n"), self.read


def _rows(path: Path, lines: _Lines) -> Iterator[Entry]:
    """Return the texts of a table with commas, or with semicolons where its first line has no comma."""
    parts = iter(lines)
    first = next(parts, "")
    delimiter = ";" if ";" in first and "," not in first else ","

    def again() -> Iterator[str]:
        yield first
        yield from parts

    reader = csv.reader(again(), delimiter=delimiter, strict=True)

    def rows() -> Iterator[tuple[tuple[int, Sequence[str]], int]]:
        begins = 1
        try:
            for cells in reader:
                if cells:
                    yield (begins, cells), lines.read
                begins = lines.number + 1
        except csv.Error as error:
            raise FormatError(path, f"line {begins} is no CSV: {error}") from error

    yield from _columns(path, rows())


def _columns(path: Path, rows: Iterator[tuple[tuple[int, Sequence[str]], int]]) -> Iterator[Entry]:
    """Return the cells of the column of texts; a first row that names it is no text."""
    column: int | None = None
    for (number, cells), read in rows:
        if column is None:
            names = [cell.strip().lower() for cell in cells]
            named = next((name for name in COLUMNS if name in names), None)
            column = 0 if named is None else names.index(named)
            if named is not None:
                continue
        if len(cells) <= column:
            raise FormatError(path, f"line {number} has {len(cells)} columns; the text stands in column {column + 1}")
        yield Entry(number, cells[column], read)


def _objects(path: Path, lines: _Lines) -> Iterator[Entry]:
    """Return the text of every JSON object, or every JSON string, of which each has a line."""
    for number, line, read in lines.numbered():
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(path, f"line {number} is no JSON: put one object on each line") from error
        if isinstance(found, dict):
            found = next((found[name] for name in COLUMNS if name in found), None)
        if not isinstance(found, str):
            raise FormatError(path, f"line {number} has no text: give every object a string called “text”")
        yield Entry(number, found, read)
