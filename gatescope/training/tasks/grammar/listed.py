"""Word lists as they are written in a grammar."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a list with white space between them."""
    return tuple(words.split())


def phrases(lines: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each line that has some."""
    return tuple(listed(line) for line in lines.splitlines() if line.strip())
