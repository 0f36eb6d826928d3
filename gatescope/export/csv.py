"""A run as ``OUT.csv``: one row a (token, layer, direction, unit), a column a signal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.export.recorded import Recorded
from gatescope.formats.files.atomic import replacing


def rows(recording: Recorded) -> Iterator[list[str]]:
    """Yield the header, then the rows: token by token, bottom layer first, unit by unit.

    The columns are the cell's signals; with gradients also ``grad.`` + the states and the logarithm of the norm over
    the units, which stands with each of them; where something was clamped or ablated, also ``baseline.`` + each of
    these. Units that a projection leaves without a hidden state have an empty field there. Numbers have as many digits
    as it takes to read the same number back; tokens, layers and units count from 0.
    """
    run = recording.run
    signals = list(run.network.cell.signals)
    if recording.gradients is not None:
        signals += [f"grad.{state}" for state in run.network.cell.states]
        signals.append("log10_grad_norm.hidden_state")
    sources = [recording] if recording.baseline is None else [recording, recording.baseline]
    prefixes = ["", "baseline."][: len(sources)]
    yield [
        "token",
        "word",
        "layer",
        "direction",
        "unit",
        *(f"{prefix}{name}" for prefix in prefixes for name in signals),
    ]
    for token in range(len(run.tokens)):
        word = run.tokens.word(token)
        for part in run.network.parts:
            units = run.network.parameters(part).units
            columns = [_column(source[f"{part}.{signal}"][token], units) for source in sources for signal in signals]
            for unit, values in enumerate(zip(*columns, strict=True)):
                yield [str(token), word, str(part.layer), part.direction, str(unit), *values]


def _column(values: NDArray[np.floating], units: int) -> list[str]:
    """Return one field a unit, from (H,) values, from fewer, or from the one that they have in common."""
    if not values.ndim:
        return [str(values.astype(np.str_))] * units
    return [*values.astype(np.str_).tolist(), *[""] * (units - len(values))]


def save_csv(recording: Recorded, path: str | Path) -> int:
    """Write the recording into the file `path`, UTF-8, whole or not at all, and return how many rows it has.

    Raises:
        FileError: the file cannot be written.
    """
    count = -1
    with replacing(Path(path)) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        for row in rows(recording):
            writer.writerow(row)
            count += 1
        text.flush()
        # A wrapper that is not detached closes the file, which still has to be synchronised.
        text.detach()
    return count
