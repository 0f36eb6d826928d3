"""Reads the weights of other people's models from safetensors files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FileError, FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.core.tally import tally
from gatescope.formats.files.number_types import bits_of, widened
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.files.shared_array import shared_while_alive
from gatescope.formats.safetensors.header import Entry, Header, read_header
from gatescope.formats.state_dict import stacks_of, with_composed_weights
from gatescope.progress import Report, silent


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the stacks and the tensors of a safetensors file.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is damaged, or holds no recurrent layer.
        Cancelled: `report` wants no more.
    """
    with open_file(path) as file:
        header = read_header(path, file, size_of(path))
    tensors = {entry.name: _stored(path, entry) for entry in header.entries}
    tensors, composed = with_composed_weights(path, tensors)
    stacks = stacks_of(path, tensors)
    return ModelFile(path, "safetensors", stacks, tally(tensors, stacks, report), (*_notes(header), *composed))


def _stored(path: Path, entry: Entry) -> StoredTensor:
    return StoredTensor(entry.name, entry.shape, entry.dtype, shared_while_alive(lambda: _numbers(path, entry)))


def _numbers(path: Path, entry: Entry) -> NDArray[np.generic]:
    """Read one tensor, and nothing else of the file. Not mapped: a file cut short meanwhile would end the process."""
    try:
        bits = bits_of(entry.dtype)
    except TypeError as error:
        raise FormatError(
            path, f"the tensor {entry.name!r:.80} is stored as {entry.dtype}, which is not read"
        ) from error
    count = int(np.prod(entry.shape, dtype=np.int64))
    try:
        with path.open("rb") as file:
            values = np.fromfile(file, bits, count, offset=entry.start)
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    if len(values) != count:
        raise FormatError(path, "was changed while it was read")
    return widened(values, entry.dtype).reshape(entry.shape)


def _notes(header: Header) -> tuple[str, ...]:
    """Return the metadata of the file's writer, without the one that it came from PyTorch."""
    return tuple(f"{key}: {value}"[:200] for key, value in header.metadata.items() if key != "format")
