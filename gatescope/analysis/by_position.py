"""How something goes with the number of tokens that are known: the accuracy after one letter, after two, …"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine.record import Offsets


@dataclass(frozen=True, eq=False)
class ByPosition:
    """A mean over sequences after every number of tokens.

    Attributes:
        known: (K,) tokens that have been read, from 1.
        means: (K,) of the values after so many.
        counts: (K,) sequences that are so long.
    """

    known: NDArray[np.int64]
    means: NDArray[np.float64]
    counts: NDArray[np.int64]

    def between(self, first: int, last: int) -> float:
        """Return the mean of all values after `first` to `last` tokens, both counted."""
        rows = (self.known >= first) & (self.known <= last)
        return float(np.average(self.means[rows], weights=self.counts[rows]))


def by_position(values: ArrayLike, offsets: Offsets) -> ByPosition:
    """Return the mean of a value after every number of tokens.

    Args:
        values: (N,) after every token, such as whether the next one was foretold.
        offsets: (S + 1,) where each of S sequences begins and ends.
    """
    lengths = np.diff(offsets)
    position = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    counts = np.bincount(position)
    sums = np.bincount(position, weights=np.asarray(values, np.float64))
    return ByPosition(np.arange(1, len(counts) + 1), sums / counts, counts)
