"""The texts of a corpus, one after the other: read in one pass, however large the file is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.lines import Lines, lines_of
from gatescope.formats.corpus.rows import comma_rows, json_objects, tab_rows
from gatescope.formats.detect.suffixes import LINES_OF_JSON
from gatescope.words import tr

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
    suffix = path.suffix.lower()
    with lines_of(path) as lines:
        if suffix == ".csv":
            yield from _columns(path, comma_rows(path, lines))
        elif suffix == ".tsv":
            yield from _columns(path, tab_rows(lines))
        elif suffix in LINES_OF_JSON:
            yield from _objects(path, lines)
        else:
            for number, line, read in lines.numbered():
                yield Entry(number, line, read)


def _columns(path: Path, rows: Iterable[tuple[int, Sequence[str], int]]) -> Iterator[Entry]:
    """Return the cells of the column of texts; a first row that names it is no text."""
    column: int | None = None
    for number, cells, read in rows:
        if column is None:
            names = [cell.strip().lower() for cell in cells]
            named = next((name for name in COLUMNS if name in names), None)
            column = 0 if named is None else names.index(named)
            if named is not None:
                continue
        if len(cells) <= column:
            raise FormatError(
                path,
                tr(
                    "line {number} has {count} columns; the text stands in column {column}",
                    number=number,
                    count=len(cells),
                    column=column + 1,
                ),
            )
        yield Entry(number, cells[column], read)


def _objects(path: Path, lines: Lines) -> Iterator[Entry]:
    """Return the text of every JSON object, or every JSON string, of which each has a line."""
    for number, found, read in json_objects(path, lines):
        text = found
        if isinstance(found, dict):
            text = next((found[name] for name in COLUMNS if name in found), None)
        if not isinstance(text, str):
            raise FormatError(
                path, tr("line {number} has no text: give every object a string called “text”", number=number)
            )
        yield Entry(number, text, read)
