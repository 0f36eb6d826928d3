"""Numbers as a clamp, an option or a field is given them: short, and read back as the very same number."""

from __future__ import annotations


def exact(value: float) -> str:
    """Return `value` in six digits where they are all of it, ``0.004``, and in as many as it takes where not."""
    short = f"{value:g}"
    return short if float(short) == value else repr(float(value))
