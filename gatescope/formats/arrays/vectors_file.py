"""Reads the vectors that a network is fed: .npy, one array of an .npz, or a table of numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from gatescope.errors import FormatError, UsageError
from gatescope.formats.arrays.numpy_file import Array, as_numbers, read_vectors
from gatescope.formats.arrays.reference_file import read_reference
from gatescope.formats.detect.suffixes import TABLES, has
from gatescope.formats.files.regular import open_file
from gatescope.formats.files.text import is_number, read_text
from gatescope.words import mark, tr

# Of a table, as text: some ten million numbers.
_MOST_BYTES = 128 << 20
_LEAD = 4
# Names by which an array is taken as the inputs where several would fit.
_INPUTS = ("inputs", "input", "x", "X")


def read(path: Path, width: int, dtype: np.dtype[np.floating]) -> Array:
    """Return the (T, `width`) vectors of the file at `path` in `dtype`.

    A table has a vector a line, its numbers parted by commas, semicolons, tabs or spaces. Its first line may be a head,
    and its first column may number the lines, as pandas writes it: without a name in the head.

    Raises:
        FileError: it cannot be read, or holds something else.
        UsageError: the vectors, or the names above them, are of another width; the sentence has both.
    """
    with open_file(path) as file:
        lead = file.read(_LEAD)
    if lead == b"PK\x03\x04":
        return _of_arrays(path, width, dtype)
    if has(path, (*TABLES, ".txt")):
        return _of_table(path, read_text(path, _MOST_BYTES), width, dtype)
    return read_vectors(path, width, dtype)


def _of_arrays(path: Path, width: int, dtype: np.dtype[np.floating]) -> Array:
    found = read_reference(path)
    # A batch of one sequence is that sequence.
    plain = {name: a.reshape(-1, width) for name, a in found.items() if _is_sequence(a.shape, width)}
    named = [name for name in _INPUTS if name in plain]
    if len(plain) == 1 or named:
        return as_numbers(plain[named[0] if named else next(iter(plain))], dtype)
    if plain:
        raise UsageError(
            tr(
                "{name} holds several arrays that fit, {listed}: call the one inputs",
                name=path.name,
                listed=", ".join(plain),
            )
        )
    listed = ", ".join(f"{name} {array.shape}" for name, array in found.items()) or mark("no arrays of numbers")
    raise UsageError(
        tr(
            "{name} holds {listed:.200}; the model takes vectors of shape (T, {width})",
            name=path.name,
            listed=listed,
            width=width,
        )
    )


def _is_sequence(shape: tuple[int, ...], width: int) -> bool:
    return len(shape) in (2, 3) and shape[-1] == width and (len(shape) == 2 or 1 in shape[:2])


def _of_table(path: Path, text: str, width: int, dtype: np.dtype[np.floating]) -> Array:
    first = text.partition("\n")[0]
    delimiter = next((mark for mark in "\t;," if mark in first), " ")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[Array] = []
    headed = numbered = False
    try:
        for cells in lines:
            if delimiter == " " and cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if lines.line_num == 1 and not all(map(is_number, cells)):
                _check_head(path, cells, width)
                headed, numbered = True, not cells[0].strip() and len(cells) == width + 1
                continue
            rows.append(_row(path, lines.line_num, cells[1:] if numbered else cells, width, dtype))
    except csv.Error as error:
        raise FormatError(
            path, tr("is no table of numbers (line {line}: {error})", line=lines.line_num, error=error)
        ) from error
    if headed and not rows:
        raise FormatError(path, tr("has names of columns in its first line, and no line of numbers below it"))
    return np.stack(rows) if rows else np.empty((0, width), dtype)


def _check_head(path: Path, cells: list[str], width: int) -> None:
    # Any line of a text would be a head otherwise, and the text a table of no vectors.
    if len(cells) not in (width, width + 1):
        raise UsageError(
            tr(
                "{name} has {count} columns in its first line, which is no line of numbers; the model takes "
                "vectors of {width}",
                name=path.name,
                count=len(cells),
                width=width,
            )
        )


def _row(path: Path, line: int, cells: list[str], width: int, dtype: np.dtype[np.floating]) -> Array:
    if len(cells) != width:
        raise UsageError(
            tr(
                "{name} has {count} numbers in line {line}; the model takes vectors of {width}",
                name=path.name,
                count=len(cells),
                line=line,
                width=width,
            )
        )
    try:
        return as_numbers(np.array([float(cell) for cell in cells]), dtype)
    except ValueError:
        wrong = next(cell for cell in cells if not is_number(cell))
        raise FormatError(
            path, tr("has {wrong!r:.40} in line {line}, which is no number", wrong=wrong, line=line)
        ) from None
