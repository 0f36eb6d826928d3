"""Reads a reference: a .npz of plain numbers under any names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.arrays.npz import array_in, is_real, open_npz
from gatescope.words import tr

Arrays = dict[str, NDArray[np.generic]]

# Some hundred tokens prove a convention, so a larger file is no reference.
_MOST = 96 << 20


def read_reference(path: Path) -> Arrays:
    """Return the arrays of numbers in the file by name; texts and Python objects are left out unread.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no .npz file, is damaged or larger than 96 MB once unpacked.
    """
    with open_npz(path) as archive:
        members = [name for name in archive.names if name.endswith(".npy")]
        if not members:
            raise FormatError(path, tr("is no .npz file: write the arrays with numpy.savez"))
        total = sum(archive.size(name) for name in members)
        if total > _MOST:
            raise FormatError(
                path,
                tr(
                    "holds {total:,.0f} MB of arrays, and a reference of a few hundred tokens is enough",
                    total=total / 1000000.0,
                ),
            )
        arrays = [array_in(archive, name) for name in members]
        return {array.name: array.read() for array in arrays if is_real(array)}
