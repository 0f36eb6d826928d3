"""A run as ``OUT.npz``: every signal by its key, readable with ``numpy.load`` and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gatescope.export.recorded import Recorded
from gatescope.formats.files.atomic import replacing


def save_npz(recording: Recorded, path: str | Path) -> int:
    """Write the arrays of the recording into the file `path`, whole or not at all, and return how many there are.

    Raises:
        FileError: the file cannot be written.
        UsageError: the text has a word too long for an array of words.
    """
    found = dict(recording)
    with replacing(Path(path)) as file:
        np.savez(file, allow_pickle=False, **found)
    return len(found)
