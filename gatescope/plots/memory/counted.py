"""Shares and numbers of words in a sentence."""

from __future__ import annotations

from gatescope.words import decimal, mark, tr, trn

_SPELLED = (
    *(mark("no"), mark("one"), mark("two"), mark("three"), mark("four"), mark("five"), mark("six"), mark("seven")),
    *(mark("eight"), mark("nine"), mark("ten"), mark("eleven"), mark("twelve")),
)


def percent(share: float) -> str:
    """Return a share as ``46 %``; ``0.4 %`` below one, and ``0 %`` for nothing."""
    found = 100.0 * float(share)
    digits = 1 if 0.05 <= found < 0.95 else 0
    return decimal(f"{found:.{digits}f}\u00a0%")


def count_of(number: int) -> str:
    """Return a number as a sentence has it: spelled up to twelve."""
    return tr(_SPELLED[number]) if number < len(_SPELLED) else decimal(f"{number:,}")


def words(number: int) -> str:
    """Return ``nine words``, or ``one word``."""
    return trn("{number} word", "{number} words", number, number=count_of(number))
