"""The numbers of one dataset of an HDF5 file, read after its shape was held against its bytes.

Source: HDF5 File Format Specification, version 3.0, IV.A.2.d (datatypes), IV.A.2.i (layouts), IV.A.2.l (filters).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pyfive.btree import BTreeV1RawDataChunks
from pyfive.core import UNDEFINED_ADDRESS
from pyfive.dataobjects import DATATYPE_MSG_TYPE, DataObjects

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile, OverfullFile
from gatescope.formats.files.number_types import bits_of, widened
from gatescope.words import tr

# Size in bytes, bits of the exponent and of the mantissa, bias of the exponent.
_FLOATS = {
    (2, 5, 10, 15): "float16",
    (2, 8, 7, 127): "bfloat16",
    (4, 8, 23, 127): "float32",
    (8, 11, 52, 1023): "float64",
}
_INTEGER, _FLOAT, _OPAQUE, _ENUMERATION = 0, 1, 5, 8
_COMPACT, _CONTIGUOUS, _CHUNKED = 0, 1, 2
_DEFLATE, _SHUFFLE, _CHECKSUM = 1, 2, 3
_MOST_DIMENSIONS = 8
# Weights hardly shrink; data of a hundred times its packed size was made to fill the memory. The rest is for small
# tensors of zeros.
_MOST_RATIO, _RATIO_FROM = 100, 1 << 20


@dataclass(frozen=True)
class Piece:
    """Bytes of the file that hold a part of the tensor.

    Attributes:
        corner: index of the part's first number.
        offset, size: where the bytes lie.
        skipped: bit k is set where filter k was not applied.
    """

    corner: tuple[int, ...]
    offset: int
    size: int
    skipped: int = 0


@dataclass(frozen=True, eq=False)
class Dataset:
    """One tensor and the pieces of the file that hold it.

    Attributes:
        path, name: for the sentence where it goes wrong.
        shape: its product fits the bytes that there are.
        dtype: NumPy's name, or ``"bfloat16"``.
        big_endian: the order of the bytes in the file.
        pieces: one for the whole, or one a chunk.
        chunk: the shape of a piece; at the edges only a part of it belongs to the tensor.
        filters: what the pieces went through when they were written, in this order.
        file: the open file.
    """

    path: Path
    name: str
    shape: tuple[int, ...]
    dtype: str
    big_endian: bool
    pieces: tuple[Piece, ...]
    chunk: tuple[int, ...]
    filters: tuple[int, ...]
    file: IO[bytes] = field(repr=False)

    @property
    def stored(self) -> int:
        """The bytes of the file that it takes."""
        return sum(piece.size for piece in self.pieces)

    def read(self) -> NDArray[np.generic]:
        """Return the numbers as `StoredTensor` wants them: bfloat16 and float16 as float32.

        Raises:
            FormatError: they are damaged.
        """
        try:
            if len(self.pieces) == 1 and self.chunk == self.shape:
                numbers = self._numbers(self.pieces[0])
            else:
                numbers = np.zeros(self.shape, self._stored_type)
                for piece in self.pieces:
                    part = tuple(
                        slice(a, min(a + c, n)) for a, c, n in zip(piece.corner, self.chunk, self.shape, strict=True)
                    )
                    inside = tuple(slice(0, p.stop - p.start) for p in part)
                    numbers[part] = self._numbers(piece)[inside]
        except (zlib.error, ValueError, OSError) as error:
            raise DamagedFile(self.path, tr("holds the tensor {name!r} damaged", name=self.name)) from error
        return widened(numbers, self.dtype)

    @property
    def _stored_type(self) -> np.dtype[Any]:
        return bits_of(self.dtype).newbyteorder(">" if self.big_endian else "<")

    def _numbers(self, piece: Piece) -> NDArray[np.generic]:
        self.file.seek(piece.offset)
        data = self.file.read(piece.size)
        wanted = prod(self.chunk) * self._stored_type.itemsize
        for k in reversed(range(len(self.filters))):
            if not piece.skipped >> k & 1:
                data = _undo(self.filters[k], data, wanted, self._stored_type.itemsize)
        return np.frombuffer(data, self._stored_type, prod(self.chunk)).reshape(self.chunk)


def dataset_of(path: Path, name: str, found: DataObjects, meter: object, file: IO[bytes], size: int) -> Dataset | None:
    """Return the dataset `name` whose object header is `found`, or None where it holds no numbers.

    Args:
        meter: what pyfive reads the index of chunks from.
        file: what the numbers are read from, later.
        size: of the file, in bytes.

    Raises:
        FormatError: its shape does not fit the bytes that there are, or it is stored in a way that is not read.
    """
    kind = _number_type(found)
    shape = found.shape
    if kind is None or shape is None:
        return None
    shape = tuple(int(length) for length in shape)
    dtype, big_endian = kind
    itemsize = bits_of(dtype).itemsize
    wanted = prod(shape) * itemsize
    if len(shape) > _MOST_DIMENSIONS:
        raise FormatError(
            path,
            tr("holds {name!r} with {count} dimensions, which no tensor of a model has", name=name, count=len(shape)),
        )
    _, layout, place = found.get_id_storage_params()
    filters: tuple[int, ...] = ()
    chunk = shape
    if layout == _CHUNKED:
        filters = tuple(entry["filter_id"] for entry in found.filter_pipeline or ())
        chunk = tuple(int(length) for length in found.chunks)
        pieces = _chunks(found, meter)
        _check_chunks(path, name, shape, chunk, pieces, itemsize, filters)
    elif layout == _CONTIGUOUS:
        (offset,) = struct.unpack_from("<Q", found.msg_data, place)
        # Space that was never written has no address; its numbers are 0.
        pieces = () if offset == UNDEFINED_ADDRESS or not wanted else (Piece((0,) * len(shape), offset, wanted),)
    else:
        raise FormatError(
            path, tr("holds {name!r} in its header (compact), which no Keras does: save the model again", name=name)
        )
    for piece in pieces:
        if piece.offset + piece.size > size:
            raise DamagedFile(
                path,
                tr(
                    "holds {name!r} of shape {shape}, {wanted:,} bytes, beyond its end: it is damaged or cut short",
                    name=name,
                    shape=shape,
                    wanted=wanted,
                ),
            )
    if not pieces and wanted > _RATIO_FROM:
        raise DamagedFile(
            path,
            tr(
                "holds {name!r} of shape {shape}, but none of its {wanted:,} bytes",
                name=name,
                shape=shape,
                wanted=wanted,
            ),
        )
    return Dataset(path, name, shape, dtype, big_endian, pieces, chunk, filters, file)


def _number_type(found: DataObjects) -> tuple[str, bool] | None:
    """NumPy's name of the type of number, and whether its bytes are big-endian; None where it is no number.

    pyfive takes every float of two bytes for an IEEE half, so the type is read here.
    """
    data, offset = found.msg_data, found.find_msg_type(DATATYPE_MSG_TYPE)[0]["offset_to_message"]
    head, bits, _, _, size = struct.unpack_from("<BBBBI", data, offset)
    kind, big_endian = head & 0x0F, bool(bits & 1)
    if kind == _FLOAT and not bits & 0x40:
        _, _, _, exponent, _, mantissa, bias = struct.unpack_from("<HHBBBBI", data, offset + 8)
        name = _FLOATS.get((size, exponent, mantissa, bias))
        return None if name is None else (name, big_endian)
    if kind == _INTEGER and size in (1, 2, 4, 8):
        return f"{'int' if bits & 8 else 'uint'}{8 * size}", big_endian
    if kind == _ENUMERATION and size == 1:
        # A truth value, as h5py writes it.
        return "bool", False
    if kind == _OPAQUE and size == 2 and _says_bfloat16(found.get_attributes()):
        return "bfloat16", False
    return None


def _says_bfloat16(attributes: Mapping[str, object]) -> bool:
    """Keras 3 writes such a tensor as two opaque bytes a number, with a word on what they are (saving_lib.py)."""
    return attributes.get("dtype") in (b"bfloat16", "bfloat16")


def _chunks(found: DataObjects, meter: object) -> tuple[Piece, ...]:
    address, dimensions = found._chunk_address, found._chunk_dims
    if address == UNDEFINED_ADDRESS:
        return ()
    leaves = BTreeV1RawDataChunks(meter, address, dimensions).all_nodes[0]
    return tuple(
        Piece(key["chunk_offset"][:-1], offset, key["chunk_size"], key["filter_mask"])
        for leaf in leaves
        for key, offset in zip(leaf["keys"], leaf["addresses"], strict=True)
    )


def _check_chunks(
    path: Path,
    name: str,
    shape: tuple[int, ...],
    chunk: tuple[int, ...],
    pieces: tuple[Piece, ...],
    itemsize: int,
    filters: tuple[int, ...],
) -> None:
    unknown = [number for number in filters if number not in (_DEFLATE, _SHUFFLE, _CHECKSUM)]
    if unknown:
        raise FormatError(
            path,
            tr(
                "holds {name!r} packed by HDF5's filter {unknown}; of those only gzip is read",
                name=name,
                unknown=unknown[0],
            ),
        )
    if len(chunk) != len(shape) or 0 in chunk:
        raise DamagedFile(
            path,
            tr(
                "is damaged: it holds {name!r} of shape {shape} in chunks of {chunk}",
                name=name,
                shape=shape,
                chunk=chunk,
            ),
        )
    for piece in pieces:
        if any(corner >= length for corner, length in zip(piece.corner, shape, strict=True)):
            raise DamagedFile(
                path,
                tr(
                    "is damaged: it holds a chunk of {name!r} at {corner}, beyond {shape}",
                    name=name,
                    corner=piece.corner,
                    shape=shape,
                ),
            )
    packed = sum(piece.size for piece in pieces)
    unpacked = max(prod(shape), prod(chunk) * len(pieces)) * itemsize
    if unpacked > _RATIO_FROM and unpacked > packed * _MOST_RATIO:
        raise OverfullFile(
            path,
            tr(
                "holds {name!r}, {packed:,} bytes that unpack to {unpacked:,}: made to fill the memory, not weights",
                name=name,
                packed=packed,
                unpacked=unpacked,
            ),
        )


def _undo(number: int, data: bytes, wanted: int, itemsize: int) -> bytes:
    """Return `data` as it was before filter `number`; `wanted` is the size in bytes after all filters."""
    if number == _DEFLATE:
        # Four more for a checksum that was there before.
        return zlib.decompressobj().decompress(data, wanted + 4)
    if number == _CHECKSUM:
        return data[:-4]
    whole = len(data) // itemsize * itemsize
    return np.frombuffer(data[:whole], np.uint8).reshape(itemsize, -1).T.tobytes() + data[whole:]
