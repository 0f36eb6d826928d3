"""How units, sizes and lists of names are written on the command line."""

from __future__ import annotations

import argparse
import re

from gatescope.errors import UsageError
from gatescope.session.selection import parse_signal, parse_units

_SIZE = re.compile(r"(\d{1,6})[x×](\d{1,6})")


def units(text: str) -> tuple[int, ...]:
    """``u3,u7-9`` as (3, 7, 8, 9); the u may be left out."""
    try:
        return parse_units(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
    return [parse_signal(part) for part in text.split(",") if part.strip()]
