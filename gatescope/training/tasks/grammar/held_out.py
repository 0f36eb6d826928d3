"""Which sentences of a grammar are never trained on: a tenth of them, by what they say and not by when they were drawn.

So the two sides share no sentence, however many are drawn of each.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_ONE_IN = 10


def is_held_out(words: Iterable[str]) -> bool:
    """Return whether a sentence of these words is kept for validation."""
    return zlib.crc32(" ".join(words).encode()) % _ONE_IN == 0
