"""The .npy format: its header read without Python's parser, its numbers without a pickle.

A header is the text of a Python dictionary (NumPy Enhancement Proposal 1). NumPy lets Python parse it; here three
patterns find the three entries that there may be, so that nothing in the file is ever compiled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 1 << 14
"""Bytes before the numbers that are looked at; NumPy itself reads no longer one."""

_LENGTHS = {b"\x01": 2, b"\x02": 4, b"\x03": 4}
# At most two spaces where some may be: with any number of them a header could make the search as slow as it likes.
_DESCR = re.compile(r"""["']descr["'] {0,2}: {0,2}["']([<>=|]?)([a-zA-Z])(\d{0,9})["']""")
_ORDER = re.compile(r"""["']fortran_order["'] {0,2}: {0,2}(True|False)\b""")
_SHAPE = re.compile(r"""["']shape["'] {0,2}: {0,2}\(((?:\d{1,18}L?, {0,2})*(?:\d{1,18}L?)?)\)""")
_MOST_AXES = 32


@dataclass(frozen=True)
class Header:
    """The content of a header.

    Attributes:
        dtype: of the numbers; None where the file holds no plain numbers but texts, records or Python objects.
        kind: NumPy's letter for that: ``"f"``, ``"O"``.
        start: bytes before the numbers.
    """

    dtype: np.dtype[np.generic] | None
    kind: str
    shape: tuple[int, ...]
    by_column: bool
    start: int

    @property
    def size(self) -> int:
        """Bytes of the whole file; 0 where it holds no plain numbers."""
        return 0 if self.dtype is None else self.start + prod(self.shape) * self.dtype.itemsize


def header_of(lead: bytes) -> Header | None:
    """Return the header that the file beginning with `lead` has, or None where it is damaged or no .npy file."""
    width = _LENGTHS.get(lead[6:7])
    if not lead.startswith(MAGIC) or width is None:
        return None
    start = 8 + width + int.from_bytes(lead[8 : 8 + width], "little")
    if start > min(len(lead), LONGEST_HEADER):
        return None
    text = lead[8 + width : start].decode("latin-1")
    descr, order, shape = _DESCR.search(text), _ORDER.search(text), _SHAPE.search(text)
    if order is None or shape is None:
        return None
    axes = tuple(int(number.rstrip("L ")) for number in shape[1].split(",") if number.strip())
    if len(axes) > _MOST_AXES:
        return None
    kind = descr[2] if descr is not None else "V"
    return Header(_dtype(descr), kind, axes, order[1] == "True", start)


def _dtype(descr: re.Match[str] | None) -> np.dtype[np.generic] | None:
    if descr is None or descr[2] not in "fiub?":
        return None
    try:
        return np.dtype(descr[1] + descr[2] + descr[3])
    except TypeError:
        return None


def numbers_of(header: Header, data: bytes) -> NDArray[np.generic]:
    """Return the array whose file is `data`, of `header.size` bytes; read-only, in the byte order of the file."""
    assert header.dtype is not None
    values = np.frombuffer(data, header.dtype, offset=header.start)
    return values.reshape(header.shape, order="F" if header.by_column else "C")
