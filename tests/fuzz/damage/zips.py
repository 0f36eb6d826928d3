"""Damage to zip archives: in a member, packed again so that its checksum is right, or in the directory about them."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable
from functools import lru_cache

from tests.fuzz.damage.plain import EXTREMES

# Fields behind a signature, as (offset, bytes): flags, method, checksum, sizes, lengths, offsets (APPNOTE.TXT, 4.3).
_FIELDS = {
    b"PK\x03\x04": ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)),
    b"PK\x01\x02": ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (38, 4), (42, 4)),
    b"PK\x05\x06": ((4, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)),
}
_NAMES = ("../escaped", "/etc/passwd", "\x01", "data.pkl", "config.json", "a/" * 200, "é模型", "manifest.json", "x.npy")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def damaged_directory(rng: random.Random, data: bytes) -> bytes:
    """`data` with one or two fields changed of those that tell what lies where."""
    places = _fields(data)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2))):
        at, width = rng.choice(places)
        now = int.from_bytes(out[at : at + width], "little")
        value = rng.choice((now + 1, now - 1, 0, rng.randrange(1 << 8 * width), rng.choice(EXTREMES)))
        out[at : at + width] = (value % (1 << 8 * width)).to_bytes(width, "little")
    return bytes(out)


def damaged_member(rng: random.Random, data: bytes, damaged: Callable[[random.Random, bytes], bytes]) -> bytes:
    """`data` with one member damaged, left out, exchanged, doubled, renamed or packed otherwise.

    Args:
        damaged: damages the content of a member.
    """
    members = list(_members(data))
    at = rng.randrange(len(members))
    name, content = members[at]
    method = rng.choice(_METHODS[:2])
    match rng.randrange(20):
        case 0:
            del members[at]
        case 1:
            members[at] = name, members[rng.randrange(len(members))][1]
        case 2:
            members[at] = rng.choice(_NAMES), content
        case 3:
            members.append((rng.choice((name, *_NAMES)), content))
        case 4:
            method = rng.choice(_METHODS)
        case 5:
            members = [(f"{rng.choice(_NAMES)}/{name}", content) for name, content in members]
        case _:
            members[at] = name, damaged(rng, content or b"\x00")
    return _packed(members, method)


@lru_cache(maxsize=256)
def _fields(data: bytes) -> tuple[tuple[int, int], ...]:
    found = []
    for mark, fields in _FIELDS.items():
        at = data.find(mark)
        while at >= 0:
            found += [(at + offset, width) for offset, width in fields if at + offset + width <= len(data)]
            at = data.find(mark, at + 1)
    return tuple(found)


@lru_cache(maxsize=256)
def _members(data: bytes) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _packed(members: list[tuple[str, bytes]], method: int) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        # A name that stands twice is meant.
        warnings.simplefilter("ignore")
        for name, content in members:
            # Not the time of day: the same seed gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()
