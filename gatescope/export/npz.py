"""A run as ``OUT.npz``: every signal by its key, readable with ``numpy.load`` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.files.atomic import replacing


def save_npz(arrays: Mapping[str, NDArray[Any]], path: str | Path) -> int:
    """Write the arrays of a recording into the file `path`, whole or not at all, and return how many there are.

    Raises:
        FileError: the file cannot be written.
        UsageError: the text has a word too long for an array of words.
    """
    found = dict(arrays)
    with replacing(Path(path)) as file:
        np.savez(file, allow_pickle=False, **found)
    return len(found)
