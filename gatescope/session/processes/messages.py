"""Objects as bytes for a pipe, and their large arrays as one block of shared memory.

The parent creates and removes every block, so that a worker that is ended in the midst of its work leaves nothing
behind. Where memory for a block is short, the arrays go through the pipe.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]

_LARGE = 1 << 16
"""Bytes. Smaller arrays travel through the pipe, like everything else."""
_ALIGNMENT = 64
_SHARED = Path("/dev/shm")
_SPARE = 1 << 20


@dataclass(frozen=True)
class Packed:
    """An object without its large arrays.

    Attributes:
        data: the pickled rest.
        sizes: bytes of each array.
    """

    data: bytes
    sizes: tuple[int, ...]

    @property
    def block_size(self) -> int:
        """Bytes that the arrays take in a block."""
        return _places(self.sizes)[-1]


def pack(thing: object, *, whole: bool = False) -> tuple[Packed, list[memoryview]]:
    """Return `thing` without its large arrays, and the memory of those, which is not copied yet.

    With `whole` it is packed with all its arrays, and none are returned.
    """
    arrays: list[memoryview] = []

    def keep(buffer: Any) -> bool:
        """Return whether an array is to go with the rest."""
        memory = buffer.raw()
        if whole or memory.nbytes < _LARGE:
            return True
        arrays.append(memory)
        return False

    stream = io.BytesIO()
    ForkingPickler(stream, 5, True, keep).dump(thing)
    return Packed(stream.getvalue(), tuple(memory.nbytes for memory in arrays)), arrays


def unpack(packed: Packed, arrays: Sequence[Bytes]) -> Any:
    """Return the object; its large arrays lie in `arrays`, as `read_block` gives them."""
    return ForkingPickler.loads(packed.data, buffers=arrays)


def new_block(size: int) -> SharedMemory | None:
    """Return a block of so many bytes, or None where there is no room.

    Linux creates a block that is larger than its memory, and ends the process that then writes into it.
    """
    try:
        if _SHARED.is_dir() and shutil.disk_usage(_SHARED).free < size + _SPARE:
            return None
        return SharedMemory(create=True, size=size)
    except OSError:
        return None


def write_block(block: SharedMemory, arrays: Sequence[memoryview]) -> None:
    """Copy the arrays to their places in `block`."""
    for place, memory in zip(_places([m.nbytes for m in arrays]), arrays, strict=False):
        np.copyto(_bytes(block, place, memory.nbytes), np.frombuffer(memory, np.uint8))


def read_block(block: SharedMemory, sizes: Sequence[int]) -> list[Bytes]:
    """Copy the arrays out of `block`, which may then be closed."""
    arrays = [np.empty(size, np.uint8) for size in sizes]
    for place, array in zip(_places(sizes), arrays, strict=False):
        np.copyto(array, _bytes(block, place, array.size))
    return arrays


def _bytes(block: SharedMemory, place: int, size: int) -> Bytes:
    """Return a view of a part of `block`.

    NumPy copies without the interpreter's lock, slices of memory do not: 200 MB made the window wait 130 ms.
    """
    assert block.buf is not None
    return np.frombuffer(block.buf, np.uint8, size, place)


def _places(sizes: Sequence[int]) -> list[int]:
    """Return where each array begins in a block, and where the block ends."""
    places = [0]
    for size in sizes:
        places.append(places[-1] + -(-size // _ALIGNMENT) * _ALIGNMENT)
    return places
