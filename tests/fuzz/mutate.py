"""Seeded damage to a file of any kind: blind, or by what the file is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from tests.fuzz.damage.hdf5 import damaged_hdf5
from tests.fuzz.damage.headers import damaged_npy, damaged_safetensors
from tests.fuzz.damage.json_values import damaged_json
from tests.fuzz.damage.onnx_model import damaged_model
from tests.fuzz.damage.pickles import damaged_pickle
from tests.fuzz.damage.plain import plain
from tests.fuzz.damage.zips import damaged_directory, damaged_member

Damage = Callable[[random.Random, bytes], bytes]

# The version of the format, that of any sample here.
_ONNX_STARTS = tuple(bytes((8, version)) for version in range(7, 16))
_JSON_STARTS = (b"{", b"[", b"\xff\xfe{", b"\xff\xfe[")


def mutant(rng: random.Random, samples: Sequence[bytes]) -> bytes:
    """One damaged file made from `samples`."""
    return _damaged(rng, rng.choice(samples))


def _damaged(rng: random.Random, data: bytes) -> bytes:
    """`data` damaged: of every five times, twice without regard to what it is."""
    if rng.random() < 0.4:
        return plain(rng, data)
    by_kind = _damage_of(data)
    return plain(rng, data) if by_kind is None else by_kind(rng, data) or b"\x00"


@lru_cache(maxsize=256)
def _damage_of(data: bytes) -> Damage | None:
    """What knows the format that `data` is in."""
    if data[:2] == b"PK":
        return _damaged_zip
    if data[:1] == b"\x80":
        return damaged_pickle
    if data[:4] == b"\x89HDF":
        return damaged_hdf5
    if data[:6] == b"\x93NUMPY":
        return damaged_npy
    if data[8:9] == b"{":
        return damaged_safetensors
    if data.startswith(_JSON_STARTS):
        return damaged_json
    if data[:2] in _ONNX_STARTS:
        return damaged_model
    return None


def _damaged_zip(rng: random.Random, data: bytes) -> bytes:
    return damaged_directory(rng, data) if rng.random() < 0.2 else damaged_member(rng, data, _damaged)
