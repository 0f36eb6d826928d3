"""What a card says of where the sequences of a person's own file come from."""

from __future__ import annotations


def origin(kept: int, rows: int) -> str:
    """Say that they are of the user's own, and of how many rows those that were kept are a sample."""
    return "a file of the user's own" + (f", a sample of its {rows:,} rows" if kept < rows else "")
