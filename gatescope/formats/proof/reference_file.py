"""Reads a reference: a .npz of plain numbers, whatever they are called."""

from __future__ import annotations

from io import BytesIO
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.archive import Archive

Arrays = dict[str, NDArray[np.generic]]

# Some hundred tokens prove a convention; what is larger was meant for something else.
_MOST = 96 << 20
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def read_reference(path: Path) -> Arrays:
    """Return the arrays of numbers in the file by name; texts and Python objects are left out unread.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no .npz file, is damaged or larger than 96 MB once unpacked.
    """
    found: Arrays = {}
    with Archive(path) as archive:
        members = [name for name in archive.names if name.endswith(".npy")]
        if not members:
            raise FormatError(path, "is no .npz file of arrays: write inputs and hidden states with numpy.savez")
        total = sum(archive.size(name) for name in members)
        if total > _MOST:
            raise FormatError(
                path, f"holds {total / 1e6:,.0f} MB of arrays; a reference of a few hundred tokens is enough to prove"
            )
        for name in members:
            array = _array(path, name.removesuffix(".npy"), archive.read(name, _MOST))
            if array is not None:
                found[name.removesuffix(".npy")] = array
    return found


def _array(path: Path, key: str, data: bytes) -> NDArray[np.generic] | None:
    """The array in the bytes of one .npy member; None where it holds something else than numbers."""
    file = BytesIO(data)
    try:
        read_header = _HEADERS[np.lib.format.read_magic(file)]
        shape, by_column, dtype = read_header(file)
    except Exception as error:
        # NumPy's reader of headers lets out whatever it trips over, such as a TokenError of Python's tokenizer.
        raise FormatError(path, f"holds {key} damaged: write the arrays with numpy.savez") from error
    if dtype.hasobject or dtype.kind not in "fiu":
        return None
    left = len(data) - file.tell()
    if prod(shape) * dtype.itemsize != left or min(shape, default=0) < 0:
        raise FormatError(path, f"holds {key} with {left:,} bytes, which its shape {shape} of {dtype} does not fit")
    return np.frombuffer(data, dtype, offset=file.tell()).reshape(shape, order="F" if by_column else "C")
