"""The header of a safetensors file: which tensors there are and where, checked before anything is allocated.

Format: eight bytes with the length of a JSON object, that object (name → type, shape, place in the data), the data
(https://huggingface.co/docs/safetensors). As there, the tensors must cover the data without overlaps and holes; unlike
the library, which silently takes the last of two, this reader refuses a name that stands twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO, Any

from gatescope.errors import FormatError
from gatescope.formats.files.bounded_json import count_values, each_once
from gatescope.formats.files.damage import DamagedFile
from gatescope.words import tr

TYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16",
    "I64": "int64", "I32": "int32", "I16": "int16", "I8": "int8",
    "U64": "uint64", "U32": "uint32", "U16": "uint16", "U8": "uint8", "BOOL": "bool",
    "C64": "complex64", "F8_E4M3": "float8_e4m3", "F8_E5M2": "float8_e5m2", "F8_E8M0": "float8_e8m0",
}  # fmt: skip
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "U64": 8, "U32": 4, "U16": 2, "C64": 8}

LONGEST = 100_000_000
"""Bytes of a header; the library itself takes no longer one."""

# Each costs about a hundred bytes once it is a Python object; a tensor has seven.
_MOST_VALUES = 500_000
_MOST_AXES = 32
# No file is so long, and no axis.
_BEYOND = 1 << 63


@dataclass(frozen=True)
class Entry:
    """Where one tensor lies.

    Attributes:
        dtype: as `StoredTensor` has it.
        start: the byte of the file where it begins.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    start: int


@dataclass(frozen=True)
class Header:
    """The content of a header: its tensors in its order, and the metadata of its writer."""

    entries: tuple[Entry, ...]
    metadata: dict[str, str]


def read_header(path: Path, file: IO[bytes], size: int) -> Header:
    """Read and check the header of the `size` bytes in `file`, which stands at its start.

    Raises:
        FormatError: it is no safetensors header, or says what cannot be; the sentence names the tensor.
    """
    lead = file.read(8)
    length = int.from_bytes(lead, "little")
    if len(lead) < 8 or not 0 < length <= min(size - 8, LONGEST):
        raise DamagedFile(
            path,
            tr(
                "is no safetensors file, or is cut short ({size:,} bytes, a header of {length:,})",
                size=size,
                length=length,
            ),
        )
    text = file.read(length)
    if count_values(text) > _MOST_VALUES:
        raise FormatError(
            path, tr("has a header of more than {values:,} values, which no model needs", values=_MOST_VALUES)
        )
    found = _parse(path, text)
    metadata = found.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise DamagedFile(path, tr("is damaged: the metadata in its header are not texts by name"))
    placed = [_entry(path, name, entry) for name, entry in found.items()]
    _check_cover(path, [(begin, end, entry.name) for entry, begin, end in placed], size - 8 - length)
    return Header(
        tuple(Entry(entry.name, entry.dtype, entry.shape, 8 + length + begin) for entry, begin, _ in placed), metadata
    )


def _parse(path: Path, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=each_once(path, "its header"))
    except (ValueError, RecursionError) as error:
        raise DamagedFile(path, tr("is no safetensors file: its header is not JSON")) from error
    if not isinstance(found, dict):
        raise DamagedFile(path, tr("is no safetensors file: its header is no JSON object"))
    return found


def _entry(path: Path, name: str, entry: object) -> tuple[Entry, int, int]:
    """Return the entry with where its data begin and end, counted from the header's end."""
    fields = entry if isinstance(entry, dict) else {}
    kind = fields.get("dtype")
    if not isinstance(kind, str) or kind not in TYPES:
        raise FormatError(
            path,
            tr(
                "the tensor {name!r:.80} is stored as {kind!r:.20}; known are {listed}",
                name=name,
                kind=kind,
                listed=", ".join(TYPES),
            ),
        )
    shape, offsets = _whole(fields.get("shape")), _whole(fields.get("data_offsets"))
    if shape is None or len(shape) > _MOST_AXES:
        raise DamagedFile(
            path,
            tr("is damaged: the tensor {name!r:.80} has the shape {found!r:.60}", name=name, found=fields.get("shape")),
        )
    if offsets is None or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise DamagedFile(
            path,
            tr(
                "is damaged: the tensor {name!r:.80} lies at {found!r:.60}", name=name, found=fields.get("data_offsets")
            ),
        )
    begin, end = offsets
    needed = prod(shape) * _BYTES.get(kind, 1)
    if end - begin != needed:
        takes = tr("{needed:,} bytes", needed=needed) if needed < _BEYOND else tr("more bytes than a disk has")
        raise DamagedFile(
            path,
            tr(
                "is damaged: the tensor {name!r:.80} of the shape {shape!r:.60} takes {takes} as {kind}, but has "
                "{end:,}",
                name=name,
                shape=shape,
                takes=takes,
                kind=kind,
                end=end - begin,
            ),
        )
    return Entry(name, TYPES[kind], shape, begin), begin, end


def _whole(values: object) -> tuple[int, ...] | None:
    """Return `values` if it is a list of whole numbers within the bounds of a file."""
    if isinstance(values, list) and all(type(value) is int and 0 <= value < _BEYOND for value in values):
        return tuple(values)
    return None


def _check_cover(path: Path, places: list[tuple[int, int, str]], length: int) -> None:
    reached = 0
    for begin, end, name in sorted(places):
        if begin != reached:
            what = (
                tr("is damaged: the tensor {name!r:.80} overlaps another one", name=name)
                if begin < reached
                else tr(
                    "is damaged: the tensor {name!r:.80} leaves {unused:,} bytes before it unused",
                    name=name,
                    unused=begin - reached,
                )
            )
            raise DamagedFile(path, what)
        reached = end
    if reached > length:
        raise DamagedFile(
            path,
            tr(
                "is cut short: its header speaks of {reached:,} bytes of data, and {length:,} are there",
                reached=reached,
                length=length,
            ),
        )
    if reached < length:
        raise DamagedFile(
            path, tr("is damaged: {length:,} bytes at its end belong to no tensor", length=length - reached)
        )
