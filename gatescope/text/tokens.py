"""The tokens of a text, with their places in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.text.common import common_prefix

UNKNOWN = "<unk>"


@dataclass(frozen=True, eq=False)
class TokenSequence:
    """T tokens of one text.

    Attributes:
        text: the text as typed, nothing cut and nothing changed.
        starts: (T,) int64, the first character of each token.
        ends: (T,) int64, one past the last character of each token.
        ids: (T,) int64, row of the vocabulary; the unknown row where `known` is False.
        known: (T,) bool, whether the vocabulary has the token.
        tentative: index of the word that is still being typed (the caret touches its end), or None.
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    ids: NDArray[np.int64]
    known: NDArray[np.bool_]
    tentative: int | None = None

    def without(self, masked: int | None) -> TokenSequence:
        """Return the tokens whose id is another one; the text, and where they stand in it, stays. None leaves all."""
        kept = self.ids != masked
        if masked is None or kept.all():
            return self
        still = self.tentative is not None and bool(kept[self.tentative])
        return TokenSequence(
            self.text,
            self.starts[kept],
            self.ends[kept],
            self.ids[kept],
            self.known[kept],
            int(kept[: self.tentative].sum()) if still else None,
        )

    def first(self, count: int) -> TokenSequence:
        """Return the first `count` tokens; the text stays."""
        if len(self) <= count:
            return self
        still = self.tentative is not None and self.tentative < count
        return TokenSequence(
            self.text,
            self.starts[:count],
            self.ends[:count],
            self.ids[:count],
            self.known[:count],
            self.tentative if still else None,
        )

    def same_until(self, other: TokenSequence) -> int:
        """Return how many tokens, from the first, stand in both texts at the same place, with the same characters."""
        if self is other:
            return len(self)
        count = min(len(self), len(other))
        same = self.ends[:count] == other.ends[:count]
        same &= self.starts[:count] == other.starts[:count]
        same &= self.known[:count] == other.known[:count]
        if self.text != other.text:
            same &= self.ends[:count] <= common_prefix(self.text, other.text)
        return count if same.all() else int(same.argmin())

    def __len__(self) -> int:
        return len(self.ids)

    def word(self, index: int) -> str:
        """Return the token as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]

    def words(self, first: int = 0, last: int | None = None) -> list[str]:
        """Return the tokens from `first` up to but not including `last`, as they stand in the text."""
        stop = len(self) if last is None else min(last, len(self))
        return [self.word(i) for i in range(max(first, 0), stop)]

    def within(self, start: int, end: int) -> range | None:
        """Return the tokens of which a character lies from `start` up to `end`; None where none does."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        stop = int(np.searchsorted(self.starts, end, side="left"))
        return range(first, stop) if first < stop and start < end else None

    def at(self, caret: int) -> int | None:
        """Return the index of the token at or just before the character position `caret`; None before the first
        token."""
        index = int(np.searchsorted(self.starts, caret, side="left")) - 1
        if index + 1 < len(self) and self.starts[index + 1] == caret and (index < 0 or self.ends[index] < caret):
            index += 1
        return index if index >= 0 else None
