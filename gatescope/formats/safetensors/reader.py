"""Reads the weights of other people's models from safetensors files."""

from __future__ import annotations

from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.files.number_types import bits_of, widened
from gatescope.formats.files.parts import all_parts, joined, note_of
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.files.shared_array import shared_while_alive
from gatescope.formats.keras.named_arrays import model_file
from gatescope.formats.safetensors.header import Entry, Header, read_header
from gatescope.progress import Report, silent
from gatescope.words import mark, tr


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the stacks and the tensors of a safetensors file, and of the others where it is a part of a model.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is damaged, or holds no recurrent layer.
        Cancelled: `report` wants no more.
    """
    headers = {part: _header(part) for part in all_parts(path)}
    stored = {part: {one.name: _stored(part, one) for one in header.entries} for part, header in headers.items()}
    parts, tensors = joined(path, stored)
    notes = dict.fromkeys(note for part in parts for note in _notes(headers[part]))
    return model_file(path, "safetensors", tensors, report, (*note_of(parts), *notes))


def _header(path: Path) -> Header:
    with open_file(path) as file:
        return read_header(path, file, size_of(path))


def _stored(path: Path, entry: Entry) -> StoredTensor:
    try:
        bits = bits_of(entry.dtype)
    except TypeError:
        reason = mark(
            "the tensor {name!r:.80} is stored as {dtype}, which is not read", name=entry.name, dtype=entry.dtype
        )
        return StoredTensor.unreadable(path, entry.name, entry.shape, entry.dtype, reason)
    read = shared_while_alive(lambda: _numbers(path, entry, bits))
    return StoredTensor(entry.name, entry.shape, entry.dtype, read)


def _numbers(path: Path, entry: Entry, bits: np.dtype[np.generic]) -> NDArray[np.generic]:
    """Read one tensor, and nothing else of the file. Not mapped: a file cut short meanwhile would end the process."""
    count = prod(entry.shape)
    with open_file(path) as file:
        values = np.fromfile(file, bits, count, offset=entry.start)
    if len(values) != count:
        raise FormatError(path, tr("was changed while it was read"))
    return widened(values, entry.dtype).reshape(entry.shape)


def _notes(header: Header) -> tuple[str, ...]:
    """Return the metadata of the file's writer, without the one that it came from PyTorch."""
    return tuple(f"{key}: {value}"[:200] for key, value in header.metadata.items() if key != "format")
