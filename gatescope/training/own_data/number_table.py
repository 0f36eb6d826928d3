"""Numbers from a person's own file: columns that are read, and columns that should be said after every row."""

from __future__ import annotations

import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.training.own_data.number_rows import number_rows
from gatescope.words import tr

TARGETS = ("target", "y")
"""A column of this name, or one that begins with it and an underscore, is a target; else the last one is."""
SERIES = ("series", "sequence")
"""A column of this name parts the rows into series; else all rows are one."""
MOST_NUMBERS = 8_000_000
"""Rows beyond that are not read, so that the memory is bounded: 64 MB."""


@dataclass(frozen=True, eq=False)
class NumberTable:
    """N rows of numbers.

    Attributes:
        inputs, targets: (N, I) and (N, C).
        input_names, target_names: of their columns.
        starts: rows with which a series begins, the first one 0.
        whole: whether the file had no more rows.
    """

    inputs: Array
    targets: Array
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    starts: tuple[int, ...]
    whole: bool


def read_number_table(path: Path, most: int = MOST_NUMBERS) -> NumberTable:
    """Return the numbers of a .csv, .tsv, .txt (parted by white space) or .jsonl file.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no such table, or a cell is no finite number; the sentence names line and column.
    """
    names, rows = number_rows(path, SERIES)
    lower = [name.lower() for name in names]
    series = next((lower.index(name) for name in SERIES if name in lower), None)
    targets = [k for k, name in enumerate(lower) if name in TARGETS or name.startswith(tuple(f"{t}_" for t in TARGETS))]
    targets = targets or [max(k for k in range(len(names)) if k != series)]
    inputs = [k for k in range(len(names)) if k not in (*targets, series)]
    if not inputs:
        raise FormatError(path, tr("has no column to read beside the targets: add one"))
    values, starts, before, whole = array.array("d"), [], None, True
    width = len(inputs) + len(targets)
    for count, (_, cells) in enumerate(rows):
        if len(values) + width > most:
            whole = False
            break
        of = "" if series is None else cells[series].strip()
        if of != before:
            starts.append(count)
            before = of
        values.extend(float(cells[k]) for k in (*inputs, *targets))
    if not values:
        raise FormatError(path, tr("has names of columns and no rows: give a row of numbers a line"))
    table = np.frombuffer(values, np.float64).reshape(-1, width)
    return NumberTable(
        table[:, : len(inputs)],
        table[:, len(inputs) :],
        tuple(names[k] for k in inputs),
        tuple(names[k] for k in targets),
        tuple(starts),
        whole,
    )
