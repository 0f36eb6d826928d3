"""Shares and numbers of words in a sentence."""

from __future__ import annotations

_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def percent(share: float) -> str:
    """Return a share as ``46 %``; ``0.4 %`` below one, and ``0 %`` for nothing."""
    found = 100.0 * float(share)
    digits = 1 if 0.05 <= found < 0.95 else 0
    return f"{found:.{digits}f}\u00a0%"


def count_of(number: int) -> str:
    """Return a number as a sentence has it: spelled up to twelve."""
    return _SPELLED[number] if number < len(_SPELLED) else f"{number:,}"


def words(number: int) -> str:
    """Return ``nine words``, or ``one word``."""
    return f"{count_of(number)} word{'s' * (number != 1)}"
