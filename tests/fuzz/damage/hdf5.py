"""Damage to HDF5: addresses, counts and types of its structure, and the JSON that Keras keeps in it.

Only what h5py writes by default is known here (HDF5 file format specification, version 0 of the superblock and version
1 of object headers and B-trees).
"""

from __future__ import annotations

import random
import re
import struct
from dataclasses import dataclass
from functools import lru_cache

from tests.fuzz.damage.json_values import damaged_json
from tests.fuzz.damage.plain import EXTREMES

_SIGNATURES = re.compile(b"TREE|HEAP|SNOD|GCOL")
# Fields behind a signature, as (offset, bytes): level, entries and siblings of a B-tree, sizes of a heap, and so on.
_FIELDS = {
    b"TREE": ((4, 1), (5, 1), (6, 2), (8, 8), (16, 8), (24, 8), (32, 8), (40, 8)),
    b"HEAP": ((4, 1), (8, 8), (16, 8), (24, 8)),
    b"SNOD": ((4, 1), (6, 2), (8, 8), (16, 8), (24, 4), (32, 8), (40, 8)),
    b"GCOL": ((4, 1), (8, 8), (16, 2), (18, 2), (24, 8)),
}
_MESSAGE_TYPES = range(0x17)


@dataclass(frozen=True)
class _Map:
    """Where what lies in a file.

    Attributes:
        fields: (place, bytes) of the fields of trees, heaps and tables.
        addresses: places of eight bytes that hold the address of something.
        targets: what they hold.
        messages: (place of its type, bytes of its content) of every message of an object header.
        texts: (start, stop) of every JSON object.
    """

    fields: tuple[tuple[int, int], ...]
    addresses: tuple[int, ...]
    targets: tuple[int, ...]
    messages: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, int], ...]


def damaged_hdf5(rng: random.Random, data: bytes) -> bytes:
    """`data` with one to three fields of its structure changed."""
    found = _map(data)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3))):
        kind = rng.randrange(10)
        if kind < 2 and found.addresses:
            target = rng.choice((*found.targets, 0, len(data) - 1, len(data), 2**64 - 1, 2**63))
            _write(out, rng.choice(found.addresses), 8, target)
        elif kind < 4 and found.fields:
            place, width = rng.choice(found.fields)
            _write(out, place, width, _number(rng, int.from_bytes(out[place : place + width], "little")))
        elif kind < 8 and found.messages:
            _change_message(rng, out, *rng.choice(found.messages))
        elif found.texts:
            start, stop = rng.choice(found.texts)
            written = damaged_json(rng, data[start:stop]).ljust(stop - start)
            out[start:stop] = written[: stop - start]
        else:
            _write(out, rng.randrange(8, min(96, len(out))), 1, rng.randrange(256))
    return bytes(out)


@lru_cache(maxsize=64)
def _map(data: bytes) -> _Map:
    signed = [(found.start(), found[0]) for found in _SIGNATURES.finditer(data)]
    fields = tuple((at + offset, width) for at, mark in signed for offset, width in _FIELDS[mark])
    starts = {at for at, _ in signed} | set(_object_headers(data))
    words = ((at, int.from_bytes(data[at : at + 8], "little")) for at in range(0, len(data) - 8, 8))
    addresses = [(at, word) for at, word in words if word in starts]
    texts = tuple(_texts(data))
    messages = tuple(message for at in _object_headers(data) for message in _messages(data, at))
    return _Map(fields, tuple(at for at, _ in addresses), tuple(word for _, word in addresses), messages, texts)


def _object_headers(data: bytes) -> list[int]:
    """Where something begins that reads as an object header: version 1, a 0, messages, references, bytes, and 0."""
    found = []
    for at in range(8, len(data) - 24, 8):
        version, zero, count, links, size, padding = struct.unpack_from("<BBHIII", data, at)
        if version == 1 and zero == 0 and 0 < count < 64 and 0 < links < 16 and 8 <= size < 1 << 16 and padding == 0:
            found.append(at)
    return found


def _messages(data: bytes, at: int) -> list[tuple[int, int]]:
    _, _, count, _, size, _ = struct.unpack_from("<BBHIII", data, at)
    place, end, found = at + 16, at + 16 + size, []
    while place + 8 <= min(end, len(data)) and len(found) < count:
        _, length = struct.unpack_from("<HH", data, place)
        found.append((place, length))
        place += 8 + length
    return found


def _texts(data: bytes) -> list[tuple[int, int]]:
    """JSON objects of some length: from ``{"`` to where as many brackets are closed as opened."""
    found: list[tuple[int, int]] = []
    for start in (match.start() for match in re.finditer(rb'\{"', data)):
        if found and start < found[-1][1]:
            continue
        depth = 0
        for stop in range(start, len(data)):
            depth += (data[stop] == ord("{")) - (data[stop] == ord("}"))
            if depth == 0:
                found.append((start, stop + 1))
                break
    return found


def _change_message(rng: random.Random, out: bytearray, place: int, length: int) -> None:
    """Another type, another size, or another number in what it says: an axis, a size, an address."""
    match rng.randrange(6):
        case 0:
            _write(out, place, 2, rng.choice(_MESSAGE_TYPES))
        case 1:
            _write(out, place + 2, 2, _number(rng, length))
        case _ if length:
            width = rng.choice((1, 1, 2, 4, 8))
            at = place + 8 + rng.randrange(0, length, width)
            _write(out, at, width, _number(rng, int.from_bytes(out[at : at + width], "little")))
        case _:
            _write(out, place + 4, 1, rng.randrange(256))


def _number(rng: random.Random, now: int) -> int:
    near = rng.choice((now + 1, now - 1, now * 2, now ^ 1 << rng.randrange(8)))
    return rng.choice((near, near, near, near, rng.randrange(256), rng.choice(EXTREMES)))


def _write(out: bytearray, place: int, width: int, value: int) -> None:
    if place + width <= len(out):
        out[place : place + width] = (value % (1 << 8 * width)).to_bytes(width, "little")
