"""Damage to headers whose length stands before them: safetensors and .npy."""

from __future__ import annotations

import random
import re

from tests.fuzz.damage.json_values import damaged_json
from tests.fuzz.damage.plain import plain

_NPY_LEAD = 10
_DESCR = ("<f2", ">f4", "<f8", "|O", "<i8", "|u1", "<c8", "|b1", "<U4", "|V8", "<M8[s]", "<f0", "f", "<f999")
_SHAPES = ("()", "(0,)", "(1,)", "(4,)", "(2, 2)", "(-1,)", "(4294967296, 4294967296)", "(1,)*40", "(True,)", "(1e3,)")


def damaged_safetensors(rng: random.Random, data: bytes) -> bytes:
    """`data` with another header, of which the length is told truly more often than not."""
    length = int.from_bytes(data[:8], "little")
    header = damaged_json(rng, data[8 : 8 + length])
    told = len(header) if rng.random() < 0.9 else rng.randrange(2 * len(header) + 1)
    return told.to_bytes(8, "little") + header + data[8 + length :]


def damaged_npy(rng: random.Random, data: bytes) -> bytes:
    """`data` with another type, shape or order of its numbers, or another version."""
    length = int.from_bytes(data[8:_NPY_LEAD], "little")
    header = data[_NPY_LEAD : _NPY_LEAD + length].decode("latin-1")
    match rng.randrange(6):
        case 0:
            header = re.sub(r"'descr': '[^']*'", f"'descr': '{rng.choice(_DESCR)}'", header)
        case 1:
            header = re.sub(r"\([^)]*\)", rng.choice(_SHAPES), header, count=1)
        case 2:
            header = header.replace("False", rng.choice(("True", "None", "0", "__import__('os')")))
        case 3:
            header = re.sub(r"\d+", lambda found: str(int(found[0]) * rng.randrange(3)), header)
        case 4:
            header = plain(rng, header.encode("latin-1")).decode("latin-1")
        case _:
            header = header.strip() + " " * rng.choice((0, 1, 1 << 14, 40_000))
    written = header.encode("latin-1")
    version = rng.choice((1, 1, 1, 2, 3, 9))
    told = len(written) if rng.random() < 0.9 else rng.randrange(1 << 16)
    width = 2 if version == 1 else 4
    lead = b"\x93NUMPY" + bytes((version, 0)) + (told % (1 << 8 * width)).to_bytes(width, "little")
    return lead + written + data[_NPY_LEAD + length :]
