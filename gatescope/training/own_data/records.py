"""Records of a file: of every row or object, the values of the columns that are wanted, by what they are wanted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.lines import Lines, lines_of
from gatescope.formats.corpus.rows import comma_rows, json_objects, tab_rows
from gatescope.formats.detect.suffixes import RECORDS
from gatescope.words import tr


@dataclass(frozen=True)
class Record:
    """One row or object.

    Attributes:
        line: of the file on which it begins, from 1.
        values: as they are written, by what they are wanted for.
    """

    line: int
    values: Mapping[str, str]


def records(path: Path, wanted: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    """Return the records of a .csv, .tsv or .jsonl file, one after the other, however large it is.

    The first line of a table may name its columns; without that, they are wanted in the order in which they stand.

    Args:
        wanted: what for, such as ``"label"`` → the names that its column may have, in small letters.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no such table, lacks a column, or has a row of another length; the sentence names the line.
    """
    suffix = path.suffix.lower()
    if suffix not in RECORDS:
        columns = tr(" and ").join(wanted)
        raise FormatError(
            path, tr("has no columns: give a .csv, .tsv or .jsonl file with the columns {columns}", columns=columns)
        )
    with lines_of(path) as lines:
        if suffix == ".csv":
            yield from _of_rows(path, comma_rows(path, lines), wanted)
        elif suffix == ".tsv":
            yield from _of_rows(path, tab_rows(lines), wanted)
        else:
            yield from _of_objects(path, lines, wanted)


def _of_rows(
    path: Path, rows: Iterable[tuple[int, list[str], int]], wanted: Mapping[str, Sequence[str]]
) -> Iterator[Record]:
    columns: dict[str, int] = {}
    width = 0
    for line, cells, _ in rows:
        if not columns:
            width = len(cells)
            found = _named(path, [cell.strip().lower() for cell in cells], wanted)
            columns = found or {role: column for column, role in enumerate(wanted)}
            if len(columns) > width:
                raise FormatError(
                    path, tr("line {line} has one column: {way_out}", line=line, way_out=_way_out(wanted))
                )
            if found:
                continue
        if len(cells) != width:
            raise FormatError(
                path,
                tr(
                    "line {line} has {count} columns where the first line has {width}: put quotes around a text with "
                    "the mark that parts the columns, or mend the row",
                    line=line,
                    count=len(cells),
                    width=width,
                ),
            )
        yield Record(line, {role: cells[column] for role, column in columns.items()})


def _named(path: Path, names: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the column of each role as a first row names it; nothing where it names none.

    Raises:
        FormatError: it names some and not all.
    """
    found = {
        role: names.index(name)
        for role, allowed in wanted.items()
        if (name := next((name for name in allowed if name in names), None)) is not None
    }
    if found and len(found) < len(wanted):
        missing = next(role for role in wanted if role not in found)
        listed = ", ".join(name or "“”" for name in names)
        raise FormatError(
            path,
            tr(
                "names the columns {listed:.120}, and none of them is a {missing}: {way_out}",
                listed=listed,
                missing=missing,
                way_out=_way_out(wanted),
            ),
        )
    return found


def _of_objects(path: Path, lines: Lines, wanted: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    for line, found, _ in json_objects(path, lines):
        if not isinstance(found, dict):
            raise FormatError(path, tr("line {line} is no JSON object: {way_out}", line=line, way_out=_way_out(wanted)))
        fields = {str(name).strip().lower(): value for name, value in found.items()}
        values: dict[str, str] = {}
        for role, allowed in wanted.items():
            name = next((name for name in allowed if name in fields), None)
            if name is None or not isinstance(fields[name], str | int | float):
                raise FormatError(
                    path, tr("line {line} has no {role}: {way_out}", line=line, role=role, way_out=_way_out(wanted))
                )
            value = fields[name]
            values[role] = str(value).lower() if isinstance(value, bool) else str(value)
        yield Record(line, values)


def _way_out(wanted: Mapping[str, Sequence[str]]) -> str:
    return tr(" and ").join(
        tr("call the column of the {role} “{name}”", role=role, name=allowed[0]) for role, allowed in wanted.items()
    )
