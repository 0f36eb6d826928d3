"""Rows of numbers from a file: of a table, of lines parted by white space, or of JSON objects with the same names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.lines import Lines, lines_of
from gatescope.formats.corpus.rows import comma_rows, json_objects, tab_rows
from gatescope.formats.detect.suffixes import ROWS_OF_NUMBERS, has
from gatescope.formats.files.text import is_number
from gatescope.words import tr

_FEWEST = 2

Row = tuple[int, list[str]]


def number_rows(path: Path, text_columns: Sequence[str] = ()) -> tuple[list[str], Iterator[Row]]:
    """Return the names of the columns, and an iterator over (line, cells); each cell is a number but for those columns
    whose name is in `text_columns`.

    Without a line of names they are x1, x2, … and, of the last one, y. The iterator raises what this function does.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no such table; the sentence names the line, the column and the way out.
    """
    if not has(path, ROWS_OF_NUMBERS):
        raise FormatError(path, tr("is no table of numbers: give a .csv, .tsv, .txt or .jsonl file, a row a line"))
    rows = _checked(path, text_columns)
    names = next(rows, (0, []))[1]
    if not names:
        raise FormatError(path, tr("has no rows: give a row of numbers a line"))
    return names, rows


def _checked(path: Path, text_columns: Sequence[str]) -> Iterator[Row]:
    """Yield the names as line 0, then the rows that are as long and hold numbers."""
    with lines_of(path) as lines:
        names: list[str] = []
        for line, cells in _cells(path, lines):
            if not names:
                names = _names(cells)
                if len(names) < _FEWEST:
                    raise FormatError(
                        path, tr("has one column: give at least one to read and one to say, the last one")
                    )
                yield 0, names
                if not _all_numbers(cells):
                    continue
            if len(cells) != len(names):
                raise FormatError(
                    path,
                    tr(
                        "line {line} has {count} columns where the first line has {count2}: mend the row",
                        line=line,
                        count=len(cells),
                        count2=len(names),
                    ),
                )
            for name, cell in zip(names, cells, strict=True):
                if name.lower() not in text_columns:
                    _check_number(path, line, name, cell)
            yield line, cells


def _check_number(path: Path, line: int, name: str, cell: str) -> None:
    if not cell.strip():
        raise FormatError(
            path,
            tr(
                "line {line} has no number in the column {name}: fill it in, or leave the row out", line=line, name=name
            ),
        )
    if not is_number(cell):
        raise FormatError(
            path,
            tr(
                "line {line} has {cell!r:.40} in the column {name}, which is no number",
                line=line,
                cell=cell.strip(),
                name=name,
            ),
        )
    if not math.isfinite(float(cell)):
        raise FormatError(
            path,
            tr(
                "line {line} has {cell} in the column {name}: leave the row out",
                line=line,
                cell=cell.strip(),
                name=name,
            ),
        )


def _cells(path: Path, lines: Lines) -> Iterator[Row]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        yield from ((line, cells) for line, cells, _ in comma_rows(path, lines))
    elif suffix == ".tsv":
        yield from ((line, cells) for line, cells, _ in tab_rows(lines))
    elif suffix == ".txt":
        yield from ((line, text.split()) for line, text, _ in lines.numbered() if text.strip())
    else:
        yield from _of_objects(path, lines)


def _of_objects(path: Path, lines: Lines) -> Iterator[Row]:
    names: list[str] = []
    for line, found, _ in json_objects(path, lines):
        if not isinstance(found, dict):
            raise FormatError(
                path, tr("line {line} is no JSON object: give names and numbers, as in {{“x”: 1, “y”: 2}}", line=line)
            )
        if not names:
            names = list(found)
            yield line, names
        if missing := [name for name in names if name not in found]:
            raise FormatError(
                path, tr("line {line} has no {missing!r:.40}, which the first line has", line=line, missing=missing[0])
            )
        if more := [name for name in found if name not in names]:
            raise FormatError(
                path, tr("line {line} has {more!r:.40}, which the first line has not", line=line, more=more[0])
            )
        yield line, ["" if found[name] is None else str(found[name]) for name in names]


def _names(cells: Sequence[str]) -> list[str]:
    if _all_numbers(cells):
        return [f"x{k}" for k in range(1, len(cells))] + ["y"]
    return [cell.strip() or f"x{k}" for k, cell in enumerate(cells, start=1)]


def _all_numbers(cells: Sequence[str]) -> bool:
    return all(is_number(cell) or not cell.strip() for cell in cells)
