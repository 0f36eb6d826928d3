"""What a person can do about a file that is refused stands at the end of its error, behind a semicolon or a colon."""

from __future__ import annotations

import re

_WAY_OUT = re.compile(
    r"; \S|: (it can be fed|(ask|attach|fetch|index|leave|load|open|put|replace|run|save|split|unpack|write) )"
)


def has_way_out(error: str) -> bool:
    """Return whether `error` ends with what to do, after the name of the file and the reason."""
    return _WAY_OUT.search(error) is not None
