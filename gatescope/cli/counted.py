"""How many there are of something, in words."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """Return ``1 token`` or ``1,024 tokens``."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
