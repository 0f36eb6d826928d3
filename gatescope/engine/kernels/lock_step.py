"""Which rows of a record step together: many sequences, each at the same distance from its start.

Sequences are taken in groups, longest first, so that those that are still running are always the first of their group.
"""

from __future__ import annotations

from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.record import Offsets, Positions

GROUP = 64
"""Sequences that step together: enough for the products, few enough for their rows to stay in the caches."""


@kernel
def running(offsets: Offsets, order: Positions, first: int, t: int, tokens: Positions, before: Positions) -> int:
    """Return how many sequences of the group ``order[first : first + GROUP]`` have a token `t`, and write its rows.

    Args:
        tokens, before: (≥ GROUP,) rows of the token and of the states before it.
    """
    count = 0
    for s in order[first : first + GROUP]:
        n = offsets[s] + t
        if n >= offsets[s + 1]:
            break
        tokens[count] = n
        before[count] = n + s
        count += 1
    return count


@kernel
def longest(offsets: Offsets, order: Positions, first: int) -> int:
    """Return how many tokens the longest sequence of the group has that starts with ``order[first]``."""
    tokens: int = offsets[order[first] + 1] - offsets[order[first]]
    return tokens
