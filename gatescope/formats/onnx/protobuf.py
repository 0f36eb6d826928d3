"""The bytes of an ONNX file as protobuf messages, once it is sure that they will not grow without bound.

A message of two bytes takes a hundred in memory, so that a small file can ask for gigabytes. The wire format is
therefore walked before anything is built: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.regular import open_file, size_of
from gatescope.progress import Report, silent
from gatescope.words import mark, tr

# A protobuf message cannot be longer; larger models keep their weights in files of their own.
_LONGEST = (1 << 31) - 1
_MOST_FIELDS = 1_000_000
# What one field may come to beside its bytes, and what all of them may.
_MESSAGE, _MOST_GROWTH = 128, 128 << 20
_DEEPEST = 60
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_NO_ONNX = mark(
    'is an ONNX model; reading one takes the onnx package, which is not installed: pip install "gatescope[onnx]"'
)

_Fields = dict[int, "_Fields | None"]
"""The fields of a message type that grow: those that hold messages, with their fields, and those that may hold packed
varints (None), each byte of which may become eight."""


def load(path: Path, report: Report = silent) -> Any:
    """Return the ``onnx.ModelProto`` in the file at `path`; weights in files beside it are not looked at.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no ONNX model, is damaged, or the onnx package is not installed.
    """
    size = size_of(path)
    if size == 0:
        raise FormatError(path, tr("is empty (0 bytes); perhaps a download that did not finish"))
    if size > _LONGEST:
        raise FormatError(
            path, tr("is longer than 2 GB, which no ONNX file can be: large ones keep their weights beside it")
        )
    try:
        import onnx
        from google.protobuf.message import DecodeError
    except ImportError as error:
        raise FormatError(path, tr(_NO_ONNX)) from error
    with open_file(path) as file:
        data = file.read()
    report(0.1)
    check_growth(path, data, onnx.ModelProto.DESCRIPTOR)
    report(0.2)
    model = onnx.ModelProto()
    try:
        model.ParseFromString(data)
    except DecodeError as error:
        raise DamagedFile(path, tr(_DAMAGED)) from error
    report(0.3)
    if not model.HasField("graph") or not model.opset_import:
        raise FormatError(path, tr("is no ONNX model: it has no graph of operators in it"))
    return model


_DAMAGED = mark("is no ONNX model, or a damaged one, probably cut short")


def text(path: Path, value: object) -> str:
    """Return a name of the file.

    Raises:
        FormatError: it is not UTF-8, in which case protobuf gives bytes.
    """
    if not isinstance(value, str):
        raise DamagedFile(path, tr("is damaged: it has a name that is not UTF-8 ({value!r:.60})", value=value))
    return value


def check_growth(path: Path, data: bytes, descriptor: Any) -> None:
    """Walk `data`, a message of the type `descriptor`, without building anything.

    Raises:
        FormatError: it is cut short or malformed, or would take far more memory than the file has bytes.
    """
    at, end, grown = 0, len(data), _growing(descriptor, {})
    # What is left of the messages around the one that is walked: where each goes on and ends, and its fields.
    around: list[tuple[int, int, _Fields]] = []
    fields = growth = 0
    while True:
        if at == end:
            if not around:
                return
            at, end, grown = around.pop()
            continue
        fields += 1
        key, at = _varint(path, data, at, end)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            _, at = _varint(path, data, at, end)
        elif wire == _BYTES:
            length, at = _varint(path, data, at, end)
            if length > end - at:
                raise DamagedFile(path, tr(_DAMAGED))
            inner = grown.get(number)
            if number in grown:
                growth += _MESSAGE if inner is not None else 8 * length
            if inner:
                around.append((at + length, end, grown))
                end, grown = at + length, inner
            else:
                at += length
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise DamagedFile(path, tr(_DAMAGED))
        if at > end or number == 0:
            raise DamagedFile(path, tr(_DAMAGED))
        if len(around) > _DEEPEST:
            raise DamagedFile(path, tr("is damaged: its parts are nested deeper than those of any model"))
        if fields > _MOST_FIELDS or growth > _MOST_GROWTH:
            raise FormatError(path, tr("holds more parts than any model: it would take hundreds of megabytes to read"))


def _varint(path: Path, data: bytes, at: int, end: int) -> tuple[int, int]:
    """Return the number at `at`, seven bits a byte, and where it ends."""
    if at < end and data[at] < 0x80:
        return data[at], at + 1
    value = shift = 0
    while at < end and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise DamagedFile(path, tr(_DAMAGED))


def _growing(descriptor: Any, known: dict[str, _Fields]) -> _Fields:
    if descriptor.full_name in known:
        return known[descriptor.full_name]
    grown: _Fields = {}
    known[descriptor.full_name] = grown
    for field in descriptor.fields:
        if field.message_type is not None:
            grown[field.number] = _growing(field.message_type, known)
        elif field.cpp_type in (field.CPPTYPE_INT32, field.CPPTYPE_INT64, field.CPPTYPE_UINT64):
            grown[field.number] = None
    return grown
