"""The axes of pictures that follow each other: those of a moving picture stay where they are while its text grows."""

from __future__ import annotations

import numpy as np

from gatescope.text.tokens import TokenSequence

Range = tuple[float, float]


def continued(tokens: TokenSequence, whole: TokenSequence | None) -> TokenSequence:
    """Return `tokens` and, after them, those that `whole` has beyond their number: a text that is being typed, on the
    axis that it will have in the end."""
    count = len(tokens)
    if whole is None or len(whole) <= count:
        return tokens
    return TokenSequence(
        tokens.text + whole.text,
        np.concatenate([tokens.starts, whole.starts[count:] + len(tokens.text)]),
        np.concatenate([tokens.ends, whole.ends[count:] + len(tokens.text)]),
        np.concatenate([tokens.ids, whole.ids[count:]]),
        np.concatenate([tokens.known, whole.known[count:]]),
        tokens.tentative,
    )


def longer(tokens: TokenSequence, *others: TokenSequence | None) -> TokenSequence:
    """Return the one with the most tokens, the first of equals."""
    return max((tokens, *(one for one in others if one is not None)), key=len)


def union(one: Range, other: Range) -> Range:
    """Return the least range that holds both."""
    return min(one[0], other[0]), max(one[1], other[1])
