"""The rows of a table with commas, semicolons or tabs, and the objects of a file with one on each line, in one pass."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.lines import Lines
from gatescope.words import tr


def comma_rows(path: Path, lines: Lines) -> Iterator[tuple[int, list[str], int]]:
    """Yield the line on which a row begins, its cells, and the bytes that were read; empty rows are left out.

    The cells are parted by commas, or by semicolons where the first line has no comma.

    Raises:
        FormatError: a row is no CSV, or a cell is so long that a quote seems to be left open.
    """
    parts = iter(lines)
    first = next(parts, "")
    delimiter = ";" if ";" in first and "," not in first else ","

    def again() -> Iterator[str]:
        yield first
        yield from parts

    reader = csv.reader(again(), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells, lines.read
            begins = lines.number + 1
    except csv.Error as error:
        if "field limit" in str(error):
            most = csv.field_size_limit()
            said = tr(
                "line {begins} has a cell of more than {most:,} characters: close its quote, or cut it",
                begins=begins,
                most=most,
            )
            raise FormatError(path, said) from error
        raise FormatError(path, tr("line {begins} is no CSV: {error}", begins=begins, error=error)) from error


def tab_rows(lines: Lines) -> Iterator[tuple[int, list[str], int]]:
    """Yield the same of a table with tabs, in which quotes mean themselves; empty lines are left out."""
    for line, text, read in lines.numbered():
        if text:
            yield line, text.split("\t"), read


def json_objects(path: Path, lines: Lines) -> Iterator[tuple[int, Mapping[str, object] | object, int]]:
    """Yield the line of every value, the value, and the bytes that were read.

    Raises:
        FormatError: a line is no JSON.
    """
    for number, line, read in lines.numbered():
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(
                path, tr("line {number} is no JSON: put one object on each line", number=number)
            ) from error
        yield number, found, read
