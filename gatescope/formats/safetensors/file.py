"""Reads, and makes the content of, the safetensors files of GateScope's own models: whole, in float32 or float64."""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import BytesIO
from math import prod
from pathlib import Path

import numpy as np
from safetensors import numpy as safetensors

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.formats.files.number_types import bits_of
from gatescope.formats.files.regular import open_file
from gatescope.formats.safetensors.header import read_header
from gatescope.words import tr

_TYPES = ("float32", "float64")


def read_tensors(path: Path) -> dict[str, Array]:
    """Return the arrays of the file by name, as float32 or float64 as they are stored.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no safetensors file, is damaged, has a name twice or a type other than F32 and F64.
    """
    with open_file(path) as file:
        return parse_tensors(path, file.read())


def parse_tensors(path: Path, data: bytes) -> dict[str, Array]:
    """Return the arrays by name out of `data`, the content of a safetensors file that is, or lies in, `path`.

    Raises:
        FormatError: as `read_tensors`.
    """
    found = {}
    for entry in read_header(path, BytesIO(data), len(data)).entries:
        if entry.dtype not in _TYPES:
            raise FormatError(
                path,
                tr(
                    "the tensor {name!r:.80} is stored as {dtype}; a model of GateScope holds F32 or F64",
                    name=entry.name,
                    dtype=entry.dtype,
                ),
            )
        values = np.frombuffer(data, bits_of(entry.dtype), prod(entry.shape), entry.start)
        # A copy: the file may have put it where no processor likes to read it.
        found[entry.name] = values.astype(entry.dtype).reshape(entry.shape)
    return found


def read_about(path: Path) -> dict[str, str]:
    """Return the texts in the header of the file, by name.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no safetensors file, or is damaged.
    """
    with open_file(path) as file:
        return read_header(path, file, os.fstat(file.fileno()).st_size).metadata


def bytes_of_tensors(arrays: Mapping[str, Array], about: Mapping[str, str] | None = None) -> bytes:
    """Return the content of such a file, with `about` as texts by name; the same arguments give the same bytes."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return safetensors.save(contiguous, None if about is None else dict(about))
