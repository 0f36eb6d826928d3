"""How units, sizes and lists of names are written on the command line."""

from __future__ import annotations

import argparse
import re

_UNITS = re.compile(r"u?(\d{1,9})(?:-u?(\d{1,9}))?")
_SIZE = re.compile(r"(\d{1,6})[x×](\d{1,6})")
_MOST_UNITS = 1 << 20


def units(text: str) -> tuple[int, ...]:
    """``3,7-9`` as (3, 7, 8, 9); a leading u as in ``u3`` is allowed."""
    found: dict[int, None] = {}
    for part in text.split(","):
        match = _UNITS.fullmatch(part.strip())
        if match is None:
            raise argparse.ArgumentTypeError(f"{part!r} is no unit; write units as 3,7-9")
        first = int(match[1])
        last = int(match[2]) if match[2] else first
        if not first <= last < first + _MOST_UNITS:
            raise argparse.ArgumentTypeError(f"{part!r} runs backwards or too far; write units as 3,7-9")
        found |= dict.fromkeys(range(first, last + 1))
    return tuple(found)


def size(text: str) -> tuple[int, int]:
    """``1600x900`` as (1600, 900)."""
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None or "0" in (match[1].strip("0") or "0", match[2].strip("0") or "0"):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1600x900")
    return int(match[1]), int(match[2])


def scale(text: str) -> float:
    """A number from 1 to 4."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1.0 <= value <= 4.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no scale from 1 to 4")
    return value


def names(text: str) -> list[str]:
    """``forget_gate,input gate`` as the names the engine uses."""
    return [part.strip().lower().replace(" ", "_").replace("-", "_") for part in text.split(",") if part.strip()]
