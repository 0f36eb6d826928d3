"""A TensorProto as a `StoredTensor`: in the file itself or in one beside it, its length checked before it is read.

The types and where their numbers lie: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, ``TensorProto``.
"""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FileError, FormatError
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.number_types import bits_of, widened
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.onnx.protobuf import text
from gatescope.words import mark, tr

# DataType → name, and the field that holds the numbers where they are not raw bytes.
_TYPES = {
    1: ("float32", "float_data"), 2: ("uint8", "int32_data"), 3: ("int8", "int32_data"), 4: ("uint16", "int32_data"),
    5: ("int16", "int32_data"), 6: ("int32", "int32_data"), 7: ("int64", "int64_data"), 9: ("bool", "int32_data"),
    10: ("float16", "int32_data"), 11: ("float64", "double_data"), 12: ("uint32", "uint64_data"),
    13: ("uint64", "uint64_data"), 16: ("bfloat16", "int32_data"),
}  # fmt: skip
_EXTERNAL = 1
_MOST_AXES = 32


def stored(path: Path, tensor: Any, name: str) -> StoredTensor:
    """Return `tensor` of the file at `path` under the name `name`.

    Raises:
        FormatError: its bytes are fewer or more than its shape asks for, or lie in a file that is missing or outside
            the model's folder.
    """
    shape = tuple(int(length) for length in tensor.dims)
    if len(shape) > _MOST_AXES or any(length < 0 for length in shape):
        raise DamagedFile(
            path, tr("is damaged: the tensor {name!r} has the shape {shape!r:.80}", name=name, shape=shape)
        )
    known = _TYPES.get(tensor.data_type)
    if known is None:
        other = _type_name(tensor)
        reason = mark("stores the tensor {name!r} as {other}, which is not read", name=name, other=other)
        return StoredTensor.unreadable(path, name, shape, other, reason)
    dtype, field = known
    count = prod(shape)
    wanted = count * bits_of(dtype).itemsize
    if tensor.data_location == _EXTERNAL:
        place, offset = _external(path, tensor, name, wanted)
        return StoredTensor(name, shape, dtype, lambda: _numbers(_read(place, offset, wanted), dtype, shape))
    if tensor.HasField("raw_data"):
        _check_length(path, name, shape, wanted, len(tensor.raw_data), "bytes")
        return StoredTensor(name, shape, dtype, lambda: _numbers(tensor.raw_data, dtype, shape))
    values = getattr(tensor, field)
    _check_length(path, name, shape, count, len(values), "numbers")
    return StoredTensor(name, shape, dtype, lambda: _typed(path, name, values, dtype, shape))


def _type_name(tensor: Any) -> str:
    try:
        return str(tensor.DataType.Name(tensor.data_type)).lower()
    except ValueError:
        return f"type {tensor.data_type}"


def _check_length(path: Path, name: str, shape: tuple[int, ...], wanted: int, found: int, unit: str) -> None:
    if found != wanted:
        raise DamagedFile(
            path,
            tr(
                "is damaged: the tensor {name!r} of shape {shape} takes {wanted} {unit}, but there are {found}",
                name=name,
                shape=shape,
                wanted=wanted,
                unit=unit,
                found=found,
            ),
        )


def _numbers(data: bytes, dtype: str, shape: tuple[int, ...]) -> NDArray[np.generic]:
    return widened(np.frombuffer(data, bits_of(dtype)), dtype).reshape(shape)


def _typed(path: Path, name: str, values: Any, dtype: str, shape: tuple[int, ...]) -> NDArray[np.generic]:
    """Return the numbers that stand one by one; of 16-bit floats it is their bits that do."""
    bits = np.dtype("uint16" if dtype in ("float16", "bfloat16") else dtype)
    try:
        flat = np.fromiter(values, bits, len(values))
    except (OverflowError, ValueError) as error:
        raise DamagedFile(
            path, tr("is damaged: a number of the tensor {name!r} is too large for {dtype}", name=name, dtype=dtype)
        ) from error
    return widened(flat.view(np.float16) if dtype == "float16" else flat, dtype).reshape(shape)


def _external(path: Path, tensor: Any, name: str, wanted: int) -> tuple[Path, int]:
    """Return the file that holds `tensor`, and from which byte on.

    Raises:
        FormatError: it is not beside the model, or too short.
    """
    entries = {text(path, entry.key): text(path, entry.value) for entry in tensor.external_data}
    location = entries.get("location", "")
    try:
        offset, length = int(entries.get("offset", 0)), int(entries.get("length", wanted))
        folder = path.resolve().parent
        place = (folder / location).resolve()
        inside = bool(location) and place.is_relative_to(folder)
    except (ValueError, OSError, RuntimeError) as error:
        raise DamagedFile(path, tr("is damaged: it does not say where the tensor {name!r} lies", name=name)) from error
    if not inside:
        raise FormatError(
            path,
            tr(
                "says that the tensor {name!r} lies in {location!r:.80}, outside its folder; that is not opened",
                name=name,
                location=location,
            ),
        )
    try:
        size = size_of(place)
    except FileError as error:
        raise FormatError(
            path,
            tr(
                "keeps the tensor {name!r} in {location!r:.80} beside it, but there: {reason}",
                name=name,
                location=location,
                reason=error.reason,
            ),
        ) from error
    if length != wanted or offset < 0 or offset + wanted > size:
        raise DamagedFile(
            path,
            tr(
                "keeps {wanted} bytes of the tensor {name!r} in {location!r:.80} from byte {offset} on, but that has "
                "{length} there",
                wanted=wanted,
                name=name,
                location=location,
                offset=offset,
                length=min(length, max(size - offset, 0)),
            ),
        )
    return place, offset


def _read(place: Path, offset: int, length: int) -> bytes:
    with open_file(place) as file:
        file.seek(offset)
        data = file.read(length)
    if len(data) != length:
        raise FormatError(place, tr("became shorter while it was read"))
    return data
