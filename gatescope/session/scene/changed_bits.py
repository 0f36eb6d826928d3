"""Arrays as few bytes: those that were changed by what changed in their bits, others whole; never unpacked beyond what
is expected.

The exclusive or of the bits of two arrays is zero wherever they agree, which deflate packs to nearly nothing, and gives
the changed array back bit for bit.
"""

from __future__ import annotations

import math
import zlib
from pathlib import Path

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.words import tr

DTYPES = ("float32", "float64")
_MOST_BYTES = 32 << 20


def packed(array: Array, before: Array | None = None) -> bytes:
    """Return `array` packed; by what changed since `before`, an array of its shape and type, where that is given."""
    bits = _bits(array)
    return zlib.compress((bits if before is None else bits ^ _bits(before)).tobytes(), 9)


def unpacked(path: Path, data: bytes, before: Array) -> Array:
    """Return the array that `packed` packed since `before`.

    Raises:
        FormatError: the bytes, which the file at `path` holds, are of another length, or give what is no finite number.
    """
    bits = np.frombuffer(_inflated(path, data, before.nbytes), np.uint8)
    return _finite(path, (bits ^ _bits(before)).view(before.dtype.newbyteorder("<")), before.shape, before.dtype)


def unpacked_whole(path: Path, data: bytes, dtype: str, shape: tuple[int, ...]) -> Array:
    """Return the array that `packed` packed by itself.

    Raises:
        FormatError: as `unpacked`, or it would be larger than a scene may be.
    """
    if dtype not in DTYPES or math.prod(shape) * np.dtype(dtype).itemsize > _MOST_BYTES:
        raise FormatError(
            path, tr("holds an array of {shape!r:.60} {dtype!r:.20}, which no scene has", shape=shape, dtype=dtype)
        )
    kind = np.dtype(dtype)
    bits = np.frombuffer(_inflated(path, data, math.prod(shape) * kind.itemsize), np.uint8)
    return _finite(path, bits.view(kind.newbyteorder("<")), shape, kind)


def _bits(array: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(-1).view(np.uint8)


def _inflated(path: Path, data: bytes, length: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(data, length + 1)
    except zlib.error as error:
        raise FormatError(path, tr("holds an array that is damaged ({error})", error=error)) from error
    if len(found) != length or not stream.eof:
        raise FormatError(
            path, tr("holds an array that is not of the {length:,} bytes that it should have", length=length)
        )
    return found


def _finite(path: Path, values: Array, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Array:
    if not np.isfinite(values).all():
        raise FormatError(path, tr("holds an array with what is no finite number"))
    return values.reshape(shape).astype(dtype)
