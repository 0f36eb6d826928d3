"""Parsers of the command line's numbers: each says what it takes where it is given something else."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable


def whole(least: int) -> Callable[[str], int]:
    """Return the parser of whole numbers from `least` up."""

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} up")
        return value

    return parse


def number(least: float = -math.inf, most: float = math.inf, *, above: bool = False) -> Callable[[str], float]:
    """Return the parser of finite numbers from `least` to `most`; with `above`, `least` itself is none of them."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and least <= value <= most) or (above and value == least):
            raise argparse.ArgumentTypeError(f"{text!r} is no {_in_words(least, most, above)}")
        return value

    return parse


def _in_words(least: float, most: float, above: bool) -> str:
    if not math.isfinite(least):
        return "finite number"
    start = f"number {'above' if above else 'from'} {least:g}"
    if math.isfinite(most):
        return f"{start}, and no larger than {most:g}" if above else f"{start} to {most:g}"
    return start if above else f"{start} up"
