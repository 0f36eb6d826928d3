"""Damage to ONNX models: fields of their messages, and the varints and lengths that these are written in."""

from __future__ import annotations

import random
from typing import Any

from tests.fuzz.damage.plain import EXTREMES, plain

_TEXTS = (
    "", "/etc/passwd", "../../x", "tanh", "Tanh", "Affine", "LSTM", "GRU", "RNN", "If", "Loop", "Scan", "Transpose",
    "Concat", "Slice", "Reshape", "Constant", "forward", "reverse", "bidirectional", "hidden_size", "location", "é模型",
    "x" * 3000,
)  # fmt: skip
_MOST_ITEMS = 64


def damaged_model(rng: random.Random, data: bytes) -> bytes:
    """`data`, an ONNX model, with one to three fields changed."""
    if rng.random() < 0.3:
        return _damaged_wire(rng, data)
    # Of the packages that read such files only protobuf and onnx' own description of its messages are used.
    import onnx
    from google.protobuf.message import DecodeError, EncodeError

    model = onnx.ModelProto()
    try:
        model.ParseFromString(data)
        for _ in range(rng.choice((1, 1, 2, 3))):
            _change(rng, model)
        return bytes(model.SerializeToString())
    except (DecodeError, EncodeError):
        return plain(rng, data)


def _change(rng: random.Random, model: Any) -> None:
    message, field = rng.choice(_places(model))
    value = getattr(message, field.name)
    if not _repeated(value):
        if field.message_type is not None or rng.random() < 0.1:
            message.ClearField(field.name)
        else:
            setattr(message, field.name, _other(rng, field, value, model))
        return
    at = rng.randrange(len(value))
    what = rng.randrange(4)
    if what == 0:
        del value[at]
    elif what == 1:
        extra = value[rng.randrange(len(value))]
        value.extend([extra] * rng.choice((1, 1, 2, 40)))
    elif field.message_type is not None:
        value[at].CopyFrom(value[rng.randrange(len(value))])
    else:
        value[at] = _other(rng, field, value[at], model)


def _other(rng: random.Random, field: Any, now: Any, model: Any) -> Any:
    """Another value for a field: an extreme, or one that stands elsewhere in the model."""
    if field.cpp_type == field.CPPTYPE_STRING:
        texts = [getattr(message, found.name) for message, found in _places(model) if found.cpp_type == field.cpp_type]
        flat = [text for value in texts for text in ([value] if isinstance(value, str | bytes) else value)]
        drawn = rng.choice(flat) if rng.random() < 0.6 else rng.choice(_TEXTS)
        wanted = bytes if field.type == field.TYPE_BYTES else str
        if isinstance(drawn, wanted):
            return drawn
        return drawn.encode() if isinstance(drawn, str) else drawn.decode("utf-8", "replace")
    if field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
        return rng.choice((0.0, -1.0, 1e30, float("nan"), float("inf"), now / 2))
    if field.cpp_type == field.CPPTYPE_ENUM:
        return rng.choice(field.enum_type.values).number
    bits = 31 if field.cpp_type == field.CPPTYPE_INT32 else 63
    extreme = rng.choice(EXTREMES)
    value = rng.choice((now + 1, now - 1, -now, 2 * now, rng.randrange(12), extreme, -extreme))
    lowest = 0 if field.cpp_type in (field.CPPTYPE_UINT32, field.CPPTYPE_UINT64) else -(1 << bits)
    return max(lowest, min(int(value), (1 << bits) - 1))


def _places(model: Any) -> list[tuple[Any, Any]]:
    """Every field that is set, with the message it is in."""
    found, waiting = [], [model]
    for message in waiting:
        for field, value in message.ListFields():
            found.append((message, field))
            if field.message_type is not None:
                waiting.extend(list(value)[:_MOST_ITEMS] if _repeated(value) else [value])
    return found


def _repeated(value: Any) -> bool:
    return hasattr(value, "extend")


def _damaged_wire(rng: random.Random, data: bytes) -> bytes:
    """Another key, another length or an endless varint at a place where one may stand."""
    starts = _varints(data)
    start = rng.choice(starts)
    stop = start + 1
    while stop < len(data) and data[stop - 1] >= 0x80:
        stop += 1
    value = rng.choice(EXTREMES) if rng.random() < 0.5 else rng.randrange(300)
    written = rng.choice((_varint(value), b"\x80" * rng.choice((1, 9, 12)) + b"\x01", b"\xff" * 10))
    return data[:start] + written + data[stop:]


def _varints(data: bytes) -> list[int]:
    """Where keys and lengths of the outermost messages stand, and of those within them."""
    found, waiting = [0], [(0, len(data))]
    for start, end in waiting:
        at = start
        while at < end and len(found) < 500:
            found.append(at)
            key, at = _read(data, at)
            if key & 7 == 2:
                found.append(at)
                length, at = _read(data, at)
                # What begins with a small key may well be a message too.
                if 2 < length <= end - at and data[at] < 0x80:
                    waiting.append((at, at + length))
                at += length
            elif key & 7 == 0:
                _, at = _read(data, at)
            elif key & 7 in (1, 5):
                at += 8 if key & 7 == 1 else 4
            else:
                break
    return [at for at in found if at < len(data)]


def _read(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            break
    return value, at


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))
