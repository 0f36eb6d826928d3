"""Damage to bytes of any kind: what bad disks, bad downloads and bad programs do to a file."""

from __future__ import annotations

import random
from collections.abc import Callable

Mutator = Callable[[random.Random, bytes], bytes]

EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63 - 1, 2**63, 2**64 - 1)
"""Whole numbers at which a count, a length or an address goes wrong."""

_WORDS = (b"..", b"/", b"null", b"NaN", b"1e999", b"-1", b"[[[[", b"{}", b'"', b"\x00", b"\xff\xfe", b"9" * 30)


def flip_bits(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def set_bytes(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def set_number(rng: random.Random, data: bytes) -> bytes:
    """Write an extreme whole number over a field of 1, 2, 4 or 8 bytes."""
    width = rng.choice((1, 2, 4, 8))
    at = rng.randrange(len(data))
    value = (rng.choice(EXTREMES) % (1 << 8 * width)).to_bytes(width, rng.choice(("little", "big")))
    return data[:at] + value + data[at + width :]


def cut_short(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def take_out(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice((1, 2, 4, 8, 64, 512)) :]


def put_in(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = rng.choice(_WORDS) if rng.random() < 0.5 else rng.randbytes(rng.choice((1, 2, 8, 64)))
    return data[:at] + piece + data[at:]


def repeat(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.choice((1, 4, 16, 256))]
    return data[:start] + piece * rng.choice((2, 3, 50)) + data[start:]


def move(rng: random.Random, data: bytes) -> bytes:
    """Copy a stretch over another place: pointers and lengths end up where others belong."""
    length = rng.choice((1, 4, 8, 32, 128))
    source, target = rng.randrange(len(data)), rng.randrange(len(data))
    piece = data[source : source + length]
    return data[:target] + piece + data[target + len(piece) :]


def change_digit(rng: random.Random, data: bytes) -> bytes:
    """Change a digit of a text, as shapes and offsets in JSON are written."""
    places = [at for at in range(min(len(data), 4096)) if data[at] in b"0123456789"]
    if not places:
        return set_bytes(rng, data)
    at = rng.choice(places)
    digits = rng.choice((b"%d" % rng.randrange(10), b"-1", b"999999999", b"0", b"1.5", b"1e9", b"null"))
    return data[:at] + digits + data[at + 1 :]


def change_line(rng: random.Random, data: bytes) -> bytes:
    """Leave out, double, join or part lines, or swap what parts their fields."""
    lines = data[:65536].split(b"\n")
    at = rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        case 2:
            lines[at : at + 2] = [b" ".join(lines[at : at + 2])]
        case 3:
            lines[at] = lines[at].replace(rng.choice((b" ", b",")), rng.choice((b"\t", b"\n", b";", b"  ", b"")), 1)
        case _:
            lines[at] += rng.choice((b" 1", b",", b"\r", b"\x85", " \u2028".encode(), b" nan", b" 1e400"))
    return b"\n".join(lines) + data[65536:]


_PLAIN: tuple[Mutator, ...] = (
    flip_bits,
    set_bytes,
    set_number,
    cut_short,
    take_out,
    put_in,
    repeat,
    move,
    change_digit,
    change_line,
)


def plain(rng: random.Random, data: bytes) -> bytes:
    """`data` damaged in one to three places, whatever they mean."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(_PLAIN)(rng, data) or b"\x00"
    return data
