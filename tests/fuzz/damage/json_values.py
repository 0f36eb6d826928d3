"""Damage to JSON that leaves it JSON: other values, other shapes, names twice."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from functools import lru_cache
from typing import Any

from tests.fuzz.damage.plain import EXTREMES, plain

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 0.5, -0.0, 1e308, float("nan"), float("inf"), 10**30, "", "0", "linear", "tanh",
    "../x", "/etc/passwd", "\x00", "\ud800", "é" * 300, [], {}, [[]], [None], {"": None}, {"class_name": "LSTM"},
    *EXTREMES,
)  # fmt: skip


def damaged_json(rng: random.Random, data: bytes) -> bytes:
    """`data` with one to three of its values replaced, moved, doubled, wrapped or left out."""
    found = _parsed(data)
    if found is None:
        return plain(rng, data)
    encoding, text = found
    root = json.loads(text)
    for _ in range(rng.choice((1, 1, 2, 3))):
        root = _change(rng, root)
    out = json.dumps(root, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.05:
        out = _twice(rng, out)
    return out.encode(encoding, "surrogatepass")


@lru_cache(maxsize=256)
def _parsed(data: bytes) -> tuple[str, str] | None:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(encoding)
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return encoding, text


def _change(rng: random.Random, root: Any) -> Any:
    place = _place(rng, root)
    if place is None:
        return deepcopy(rng.choice(_VALUES))
    holder, key = place
    value = holder[key]
    match rng.randrange(9):
        case 0 | 1:
            holder[key] = deepcopy(rng.choice(_VALUES))
        case 2:
            del holder[key]
        case 3:
            holder[key] = _copy(_place(rng, root))
        case 4:
            for _ in range(rng.choice((1, 2, 100))):
                value = [value] if rng.random() < 0.8 else {"": value}
            holder[key] = value
        case 5 if isinstance(value, list):
            holder[key] = rng.choice((value + value, value[:-1], value[::-1], value * 3))
        case 6 if isinstance(holder, dict):
            holder[rng.choice(("", "name", f"{key} ", str(key).upper(), f"{key}.1"))] = holder.pop(key)
        case 7 if isinstance(value, int | float):
            holder[key] = rng.choice((value + 1, value - 1, -value, value * 2, str(value), rng.choice(EXTREMES)))
        case 8 if isinstance(value, str):
            holder[key] = rng.choice((value.upper(), f"{value}x", value[:-1], f"../{value}", value * 3))
        case _:
            holder[key] = deepcopy(rng.choice(_VALUES))
    return root


def _place(rng: random.Random, root: Any) -> tuple[Any, Any] | None:
    """A value of the tree by what holds it and under which key; those near the root are met more often, for there the
    long lists of a file are one value among others."""
    place = None
    while isinstance(root, dict | list) and root and (place is None or rng.random() < 0.75):
        key = rng.choice(list(root)) if isinstance(root, dict) else rng.randrange(len(root))
        place, root = (root, key), root[key]
    return place


def _copy(place: tuple[Any, Any] | None) -> Any:
    return None if place is None else deepcopy(place[0][place[1]])


def _twice(rng: random.Random, text: str) -> str:
    """`text` with a second entry of a name that it has; parsers disagree on which one counts."""
    places = [at for at, letter in enumerate(text) if letter == "{" and text[at + 1 : at + 2] == '"']
    if not places:
        return text
    at = rng.choice(places) + 1
    name = text[at : text.index('"', at + 1) + 1]
    return f"{text[:at]}{name}: 1, {text[at:]}"
