"""Reads and writes safetensors with NumPy: one header checked before any array is made.

The library trusts its caller with two things that this module does not: a key that stands twice in the header wins
silently, and a type that NumPy lacks (BF16, F8) ends in a bare KeyError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as safetensors

from gatescope.engine.network import Array
from gatescope.errors import FileError, FormatError
from gatescope.formats.atomic import write_atomically

_TYPES = ("F32", "F64")


def read_tensors(path: Path) -> dict[str, Array]:
    """Return the arrays of the file by name, as float32 or float64 as they are stored.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no safetensors file, is damaged, has a name twice or a type other than F32 and F64.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    return parse_tensors(path, data)


def parse_tensors(path: Path, data: bytes) -> dict[str, Array]:
    """Return the arrays by name out of `data`, the content of a safetensors file that is, or lies in, `path`.

    Raises:
        FormatError: as `read_tensors`.
    """
    for name, entry in _header(path, data).items():
        kind = entry.get("dtype") if isinstance(entry, dict) else None
        if name != "__metadata__" and kind not in _TYPES:
            raise FormatError(path, f"the tensor {name!r} is stored as {kind}; a model of GateScope holds F32 or F64")
    try:
        return safetensors.load(data)
    except (SafetensorError, ValueError) as error:
        raise FormatError(path, f"is damaged: {error}") from error


def write_tensors(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays; the same arrays always give the same bytes.

    Raises:
        FileError: the file cannot be written.
    """
    write_atomically(path, safetensors.save({name: np.ascontiguousarray(array) for name, array in arrays.items()}))


def _header(path: Path, data: bytes) -> dict[str, Any]:
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise FormatError(path, f"is no safetensors file, or is cut short ({len(data)} bytes)")
    try:
        header = json.loads(data[8 : 8 + length], object_pairs_hook=_without_duplicates)
    except _DuplicateKeyError as error:
        raise FormatError(path, f"has the name {error.args[0]!r} twice in its header") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(path, "is no safetensors file: its header is not JSON") from error
    if not isinstance(header, dict):
        raise FormatError(path, "is no safetensors file: its header is no JSON object")
    return header


class _DuplicateKeyError(Exception):
    """Two entries of one name; the name is its argument."""


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKeyError(key)
        found[key] = value
    return found
