"""Compares the size of a file's tensors with the size of the file, before any of them is read.

Views of the same numbers, numbers repeated and tight packing make gigabytes of a few kilobytes: each tensor may be fine
while all of them fill the memory, or keep a reader busy for hours.
"""

from __future__ import annotations

from pathlib import Path

from gatescope.formats.core.stored import Tensors
from gatescope.formats.files.damage import OverfullFile
from gatescope.formats.files.regular import size_of
from gatescope.words import tr

# In memory a number takes four bytes or more. Weights hardly shrink when they are packed; those that are shared or
# pruned come to several times their file, and a small file may be generous.
_BYTES, _FREE, _RATIO = 4, 128 << 20, 16


def allowance(size: int) -> int:
    """Return the bytes that what lies in a file of `size` bytes may come to in memory."""
    return _FREE + _RATIO * size


def check_extent(path: Path, tensors: Tensors) -> None:
    """Compare the size of all tensors of the file at `path` that will be read with the size of the file.

    Raises:
        FormatError: they come to far more than a file of that size can honestly hold.
    """
    total = _BYTES * sum(tensor.size for tensor in tensors.values() if tensor.floating)
    if total > allowance(size := size_of(path)):
        raise OverfullFile(
            path,
            tr(
                "holds {count:,} tensors that come to {total:,} bytes in memory, where the file has {size:,}: made "
                "to fill the memory, not weights",
                count=len(tensors),
                total=total,
                size=size,
            ),
        )
