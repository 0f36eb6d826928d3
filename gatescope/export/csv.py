"""A run as ``OUT.csv``: one row a (token, layer, direction, unit), a column a signal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gatescope.formats.atomic import replacing

if TYPE_CHECKING:
    from gatescope.export.recording import Recording


def rows(recording: Recording) -> Iterator[list[str]]:
    """Yield the header, then the rows: token by token, bottom layer first, unit by unit.

    Numbers have as many digits as it takes to read the same number back; tokens, layers and units count from 0.
    """
    run = recording.run
    signals = run.network.cell.signals
    yield ["token", "word", "layer", "direction", "unit", *signals]
    for token in range(len(run.tokens)):
        word = run.tokens.word(token)
        for part in run.network.parts:
            layer, direction = part.removeprefix("layer").split(".")
            columns = [recording[f"{part}.{signal}"][token].astype(np.str_).tolist() for signal in signals]
            for unit, values in enumerate(zip(*columns, strict=True)):
                yield [str(token), word, layer, direction, str(unit), *values]


def save_csv(recording: Recording, path: str | Path) -> int:
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
        # Otherwise the wrapper closes the file that still has to be synchronised.
        text.detach()
    return count
