"""Reads plain arrays by name: .npz archives, and JSON objects of nested lists; and the layers of RTNeural's JSON.

The names are to be PyTorch's, Keras' or those of a hand-written model (``W_ih``, ``Wxh``, ``enc_w_hh``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.arrays.from_json import arrays_in, json_in
from gatescope.formats.core.extent import check_extent
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.core.tally import tally
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.npy import LONGEST_HEADER, header_of, numbers_of
from gatescope.formats.files.number_types import widened
from gatescope.formats.files.regular import open_file
from gatescope.formats.files.shared_array import shared_while_alive
from gatescope.formats.state_dict import stacks_of, with_composed_weights
from gatescope.progress import Report, silent


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the stacks and the arrays of a .npz or a .json file.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is damaged, or holds no recurrent layer.
        Cancelled: `report` wants no more.
    """
    with open_file(path) as file:
        zipped = file.read(2) == b"PK"
    if not zipped:
        return _json_file(path, report)
    with Archive(path) as archive:
        tensors = {name.removesuffix(".npy"): _stored(archive, name) for name in archive.names}
        check_extent(path, tensors)
        return _file(path, "arrays (.npz)", tensors, report)


def _json_file(path: Path, report: Report) -> ModelFile:
    from gatescope.formats.keras.rtneural import is_rtneural, read_layers

    data = json_in(path)
    if isinstance(data, dict) and is_rtneural(data):
        tensors, stacks, notes = read_layers(path, data)
        return ModelFile(path, "RTNeural model (.json)", stacks, tally(tensors, stacks, report), notes)
    file = _file(path, "arrays (.json)", arrays_in(path, data), report)
    return replace(file, notes=(*file.notes, *_skipped(data)))


def _skipped(data: object) -> tuple[str, ...]:
    """Return a sentence on what GuitarML's effects add to the read-out (https://github.com/GuitarML, ``skip``)."""
    about = data.get("model_data") if isinstance(data, dict) else None
    skip = about.get("skip") if isinstance(about, dict) else None
    if not isinstance(skip, int) or not skip:
        return ()
    return (
        f"model_data says skip={skip}: the effect plays its input added to the read-out, which is shown without it",
    )


def _file(path: Path, kind: str, tensors: Tensors, report: Report) -> ModelFile:
    tensors, composed = with_composed_weights(path, tensors)
    stacks = _stacks(path, tensors)
    return ModelFile(path, kind, stacks, tally(tensors, stacks, report), composed)


def _stacks(path: Path, tensors: Tensors) -> tuple[Stack, ...]:
    if any("recurrent_kernel" in name for name in tensors):
        from gatescope.formats.keras.names import stacks_of as keras_stacks_of

        if stacks := keras_stacks_of(path, tensors):
            return stacks
    return stacks_of(path, tensors)


def _stored(archive: Archive, member: str) -> StoredTensor:
    """Return the array in `member`; its numbers can be read as long as the archive is open.

    Raises:
        FormatError: it is no .npy file, or of another size than its header says.
    """
    name = member.removesuffix(".npy")
    header = header_of(archive.head(member, LONGEST_HEADER))
    if header is None:
        raise FormatError(archive.path, f"holds {member!r:.80} damaged: it is no .npy file")
    if header.dtype is None:
        # Listed all the same: a file may have a text or an object beside its weights.
        what = {"O": "object", "U": "str", "S": "bytes"}.get(header.kind, "void")
        return StoredTensor(name, header.shape, what, lambda: _refuse(archive.path, name, what))
    if header.size != archive.size(member):
        raise FormatError(
            archive.path,
            f"holds {member!r:.80} with {archive.size(member):,} bytes, "
            f"where the shape {header.shape} of {header.dtype.name} takes {header.size:,}",
        )

    def numbers() -> NDArray[np.generic]:
        values = numbers_of(header, archive.read(member, header.size))
        return widened(values, header.dtype.name)  # type: ignore[union-attr]

    return StoredTensor(name, header.shape, header.dtype.name, shared_while_alive(numbers))


def _refuse(path: Path, name: str, what: str) -> NDArray[np.generic]:
    if what == "object":
        raise FormatError(path, f"holds {name!r:.80} as pickled Python objects, which are never loaded")
    raise FormatError(path, f"holds {name!r:.80} as {what}, not as numbers")
