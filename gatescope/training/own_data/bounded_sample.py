"""Keeps a fair sample of what goes by, of a bounded size: of a file that is larger than what can be trained on."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np

_Item = TypeVar("_Item")
SEED = 20240310


class BoundedSample(Generic[_Item]):
    """At most `most` characters of items: those with the smallest of numbers drawn for all, so that each is as likely.

    The same items in the same order give the same sample.

    Attributes:
        seen: how many items went by.
    """

    def __init__(self, most: int) -> None:
        self.seen = 0
        self._most, self._size = most, 0
        self._rng = np.random.default_rng(SEED)
        self._kept: list[tuple[float, int, int, _Item]] = []

    def take(self, items: Iterable[tuple[_Item, int]]) -> None:
        """Let `items` go by, each with its size in characters."""
        for item, size in items:
            self.seen += 1
            # The largest number is on top of the heap, and goes first.
            heapq.heappush(self._kept, (-float(self._rng.random()), self.seen, size, item))
            self._size += size
            while self._size > self._most and len(self._kept) > 1:
                self._size -= heapq.heappop(self._kept)[2]

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[_Item]:
        """Yield what was kept, in the order in which it went by."""
        for _, _, _, item in sorted(self._kept, key=lambda entry: entry[1]):
            yield item
