"""The arrays of a .npz archive, each known by its header before a number of it is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.npy import LONGEST_HEADER, header_of, numbers_of
from gatescope.formats.files.number_types import widened
from gatescope.formats.files.shared_array import shared_while_alive
from gatescope.words import mark, tr

_OTHERS = {"O": "object", "U": "str", "S": "bytes"}


def open_npz(path: Path) -> Archive:
    """Open the archive at `path`.

    Raises:
        FileError: it cannot be read.
        FormatError: it is none.
    """
    try:
        return Archive(path)
    except FormatError as error:
        raise FormatError(path, tr("is no .npz file: write the arrays with numpy.savez")) from error


def array_in(archive: Archive, member: str) -> StoredTensor:
    """Return the array in `member`; its numbers can be read as long as the archive is open.

    Raises:
        FormatError: it is no .npy file, or of another size than its header says.
    """
    path, name = archive.path, member.removesuffix(".npy")
    header = header_of(archive.head(member, LONGEST_HEADER))
    if header is None:
        raise FormatError(path, tr("holds {member!r:.80} damaged: write the arrays with numpy.savez", member=member))
    if header.dtype is None:
        # Listed all the same: a file may have a text or an object beside its weights.
        what = _OTHERS.get(header.kind, "void")
        how = (
            mark("pickled Python objects, which are never loaded")
            if what == "object"
            else mark("{what}, not as numbers", what=what)
        )
        return StoredTensor.unreadable(
            path, name, header.shape, what, mark("holds {name!r:.80} as {how}", name=name, how=how)
        )
    if header.size != archive.size(member):
        raise DamagedFile(
            path,
            tr(
                "holds {member!r:.80} with {size:,} bytes, where the shape {shape} of {name} takes {size2:,}",
                member=member,
                size=archive.size(member),
                shape=header.shape,
                name=header.dtype.name,
                size2=header.size,
            ),
        )
    dtype = header.dtype.name

    def numbers() -> NDArray[np.generic]:
        return widened(numbers_of(header, archive.read(member, header.size)), dtype)

    return StoredTensor(name, header.shape, dtype, shared_while_alive(numbers))


def is_real(tensor: StoredTensor) -> bool:
    """Return whether it holds real numbers; truth values are none."""
    return np.dtype(tensor.dtype).kind in "fiu"
