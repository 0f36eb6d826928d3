"""Which tokens of two texts belong together: equal ones, and between them one after the other.

The equal beginning and the equal end are taken first, which is all there is to do for a minimal pair; between them the
longest equal blocks (`difflib`, after Ratcliff & Metzener 1988). What stands between two blocks was replaced: as many
tokens as both have are paired in their order, the rest stands alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

_MOST = 1024
"""Between the equal ends, so many tokens of either text are compared with all of the other; more are paired in their
order."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """N columns; every token of both texts stands in one, in its order.

    Attributes:
        first, second: (N,) the token of each text, −1 where it has none.
        changed: (N,) whether the two differ, or one is missing.
        compared: False where the differing parts were too long to compare, and were paired in their order.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    changed: NDArray[np.bool_]
    compared: bool = True

    def __len__(self) -> int:
        return len(self.first)


def align(first: Sequence[Hashable], second: Sequence[Hashable]) -> Alignment:
    """Return which of the words of two texts, or of their numbers in a vocabulary, belong together."""
    start = _equal(first, second)
    stop = _equal(first[start:][::-1], second[start:][::-1])
    middle_first, middle_second = first[start : len(first) - stop], second[start : len(second) - stop]
    compared = max(len(middle_first), len(middle_second)) <= _MOST
    pairs = [(at, at) for at in range(start)]
    blocks = [("replace", 0, len(middle_first), 0, len(middle_second))]
    if compared:
        blocks = list(SequenceMatcher(None, middle_first, middle_second, autojunk=False).get_opcodes())
    for _kind, left, right, other_left, other_right in blocks:
        for step in range(max(right - left, other_right - other_left)):
            one, other = left + step, other_left + step
            pairs.append((start + one if one < right else -1, start + other if other < other_right else -1))
    pairs += [(len(first) - stop + at, len(second) - stop + at) for at in range(stop)]
    places = np.array(pairs, np.int64).reshape(-1, 2)
    changed = np.array([one < 0 or two < 0 or first[one] != second[two] for one, two in pairs], np.bool_)
    return Alignment(places[:, 0], places[:, 1], changed, compared)


def _equal(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """Return the number of words that both begin with."""
    shorter = min(len(first), len(second))
    return next((at for at in range(shorter) if first[at] != second[at]), shorter)
