"""Makes lazy, checked tensors from the records of a pickle."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.number_types import bits_of, widened
from gatescope.formats.pytorch.objects import NumpyArray, Storage, Tensor, TensorView, UnreadableTensor
from gatescope.formats.pytorch.storages import item_size, plain_name
from gatescope.words import mark, tr

ByteOrder = Literal["<", ">"]
_MOST_AXES = 32
# A view may repeat its numbers (stride 0); beyond this it cannot be weights.
_MOST_REPEATED = 1 << 24
_NUMPY_CODES = frozenset(
    ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16")
)  # fmt: skip


def stored_tensor(path: Path, name: str, tensor: Tensor, order: ByteOrder = "<") -> StoredTensor:
    """Return `tensor` under `name`, to be read when its numbers are wanted.

    Args:
        order: byte order of the file's storages.

    Raises:
        FormatError: its shape does not fit the bytes that are there.
    """
    if isinstance(tensor, UnreadableTensor):
        return _unreadable(path, name, tensor.shape, tensor.kind, mark("a {kind} tensor", kind=tensor.kind))
    if isinstance(tensor, NumpyArray):
        return _of_numpy(path, name, tensor)
    dtype = plain_name(tensor.dtype)
    _check_storage(path, name, tensor.storage)
    _check_window(path, name, tensor, dtype)
    if _numpy_dtype(dtype, order) is None:
        return _unreadable(path, name, tensor.shape, dtype, mark("numbers of type {dtype}", dtype=dtype))
    return StoredTensor(name, tensor.shape, dtype, lambda: _read(tensor, dtype, order))


def _unreadable(path: Path, name: str, shape: tuple[int, ...], dtype: str, what: str) -> StoredTensor:
    reason = mark(
        "holds {name} as {what}, which is not read here: save it as a plain float32 tensor (`.float()`)",
        name=name,
        what=what,
    )
    return StoredTensor.unreadable(path, name, shape, dtype, reason)


def _check_storage(path: Path, name: str, storage: Storage) -> None:
    needed = (storage.start + storage.count) * item_size(storage.dtype)
    try:
        there = storage.source.length(storage.key)
    except FormatError as error:
        raise DamagedFile(
            path, tr("is damaged: the numbers of {name} are missing (storage {key:.40})", name=name, key=storage.key)
        ) from error
    if there < needed:
        raise DamagedFile(
            path,
            tr(
                "is damaged: the storage of {name} holds {there:,} bytes, but {needed:,} are declared for it",
                name=name,
                there=there,
                needed=needed,
            ),
        )


def _check_window(path: Path, name: str, view: TensorView, dtype: str) -> None:
    shape, strides, storage = view.shape, view.strides, view.storage
    if len(shape) != len(strides) or len(shape) > _MOST_AXES or view.offset < 0:
        raise DamagedFile(
            path,
            tr(
                "is damaged: {name} has the shape {shape!s:.60} and the strides {strides!s:.60}",
                name=name,
                shape=shape,
                strides=strides,
            ),
        )
    numbers = prod(shape)
    reach = view.offset + sum((length - 1) * stride for length, stride in zip(shape, strides, strict=True)) + 1
    there = storage.count * item_size(storage.dtype) // item_size(dtype)
    if numbers and (reach > there or numbers > max(there, _MOST_REPEATED)):
        raise DamagedFile(
            path,
            tr(
                "is damaged: {name} of shape {shown} reaches beyond its storage of {there:,} numbers",
                name=name,
                shown=_shown(shape),
                there=there,
            ),
        )


def _shown(shape: tuple[int, ...]) -> str:
    return "×".join(f"{length:,}" if length < 1 << 64 else "…" for length in shape) or "()"


def _numpy_dtype(dtype: str, order: ByteOrder) -> np.dtype[np.generic] | None:
    """Return NumPy's type for the bits of `dtype`, or None where NumPy lacks it."""
    if dtype.startswith(("q", "float8", "float4")) or dtype == "untyped":
        return None
    try:
        found = bits_of(dtype)
    except TypeError:
        return None
    return found.newbyteorder(order) if found.kind in "fiubc" else None


def _read(view: TensorView, dtype: str, order: ByteOrder) -> NDArray[np.generic]:
    bits = _numpy_dtype(dtype, order)
    assert bits is not None
    storage = view.storage
    begin = storage.start * item_size(storage.dtype) + view.offset * bits.itemsize
    if not prod(view.shape):
        return widened(np.zeros(view.shape, bits), dtype)
    flat = np.frombuffer(storage.source.read(storage.key), bits, offset=begin, count=_reach(view))
    window = as_strided(flat, view.shape, tuple(stride * bits.itemsize for stride in view.strides), writeable=False)
    # A copy, for the storage may be much larger than what is seen of it.
    return widened(np.array(window), dtype)


def _reach(view: TensorView) -> int:
    """Return the numbers from the first one of the window to its last."""
    return sum((length - 1) * stride for length, stride in zip(view.shape, view.strides, strict=True)) + 1


def _of_numpy(path: Path, name: str, array: NumpyArray) -> StoredTensor:
    """Return an array whose bytes stand in the pickle itself."""
    if array.dtype is None or array.dtype.code not in _NUMPY_CODES:
        what = (
            mark("an array of Python objects")
            if array.dtype is None
            else mark("an array of type {code!r:.20}", code=array.dtype.code)
        )
        return _unreadable(path, name, array.shape, "object", what)
    bits = np.dtype(array.dtype.code).newbyteorder(">" if array.dtype.order == ">" else "<")
    if len(array.shape) > _MOST_AXES or prod(array.shape) * bits.itemsize != len(array.data):
        raise DamagedFile(
            path,
            tr(
                "is damaged: {name} of shape {shown} does not fit its {count:,} bytes",
                name=name,
                shown=_shown(array.shape),
                count=len(array.data),
            ),
        )

    def read() -> NDArray[np.generic]:
        values = np.frombuffer(array.data, bits).reshape(array.shape, order="F" if array.by_column else "C")
        return widened(np.ascontiguousarray(values), bits.name)

    return StoredTensor(name, array.shape, bits.name, read)
