"""Reads a reference: a .npz of plain numbers under any names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.npy import LONGEST_HEADER, header_of, numbers_of

Arrays = dict[str, NDArray[np.generic]]

# Some hundred tokens prove a convention, so a larger file is no reference.
_MOST = 96 << 20

_NONE = "is no .npz file of arrays: write inputs and hidden states with numpy.savez"


def read_reference(path: Path) -> Arrays:
    """Return the arrays of numbers in the file by name; texts and Python objects are left out unread.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no .npz file, is damaged or larger than 96 MB once unpacked.
    """
    found: Arrays = {}
    with _archive(path) as archive:
        members = [name for name in archive.names if name.endswith(".npy")]
        if not members:
            raise FormatError(path, _NONE)
        total = sum(archive.size(name) for name in members)
        if total > _MOST:
            raise FormatError(
                path, f"holds {total / 1e6:,.0f} MB of arrays, and a reference of a few hundred tokens is enough"
            )
        for name in members:
            header = header_of(archive.head(name, LONGEST_HEADER))
            if header is None or (header.dtype is not None and header.size != archive.size(name)):
                raise FormatError(path, f"holds {name!r:.80} damaged: write the arrays with numpy.savez")
            if header.dtype is not None and header.dtype.kind in "fiu":
                found[name.removesuffix(".npy")] = numbers_of(header, archive.read(name, header.size))
    return found


def _archive(path: Path) -> Archive:
    try:
        return Archive(path)
    except FormatError as error:
        raise FormatError(path, _NONE) from error
