"""The mini-batches of a pass.

They are a function of the seed and the number of the pass alone, so that a run can go on anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gatescope.training.sequences import Ids, Sequences

ORDER, DRAWN, DROPOUT = 1, 2, 3
"""What a random generator is for: the last number of its seed, so that no two uses share their numbers."""


class Batches(Protocol):
    """Where mini-batches come from."""

    @property
    def count(self) -> int:
        """Mini-batches of a pass."""

    @property
    def sequences(self) -> int:
        """Sequences of a pass."""

    def of_pass(self, epoch: int, first: int = 1) -> Iterator[Sequences]:
        """Yield the mini-batches of pass `epoch`, both counted from 1, from number `first` on; the same ones each
        time."""


def generator(seed: int, epoch: int, number: int, purpose: int) -> np.random.Generator:
    """Return the random generator of one mini-batch for one purpose."""
    return np.random.default_rng([seed, epoch, number, purpose])


@dataclass(frozen=True, eq=False)
class Shuffled:
    """All sequences of a corpus once a pass, in mini-batches of at most `size` of about the same length."""

    corpus: Sequences
    size: int
    seed: int

    @property
    def count(self) -> int:
        return -(-len(self.corpus) // self.size)

    @property
    def sequences(self) -> int:
        return len(self.corpus)

    def of_pass(self, epoch: int, first: int = 1) -> Iterator[Sequences]:
        order = batches(self.corpus.lengths, self.size, generator(self.seed, epoch, 0, ORDER))
        for number, positions in enumerate(order, start=1):
            if number >= first:
                yield self.corpus.take(positions)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Mini-batches that a task draws anew each time.

    Attributes:
        draw: makes `size` sequences for the pass of that number (a task may lead from short to long by it).
        size: sequences a mini-batch.
        count: mini-batches that are called a pass.
    """

    draw: Callable[[np.random.Generator, int, int], Sequences]
    size: int
    count: int
    seed: int

    @property
    def sequences(self) -> int:
        return self.size * self.count

    def of_pass(self, epoch: int, first: int = 1) -> Iterator[Sequences]:
        for number in range(first, self.count + 1):
            yield self.draw(generator(self.seed, epoch, number, DRAWN), epoch, self.size)


def batches(lengths: Ids, size: int, rng: np.random.Generator) -> Iterator[Ids]:
    """Yield the positions of all S sentences once, in mini-batches of at most `size` of about the same length.

    A batch of one length weighs every word alike and takes as long as any other; which sentences meet, and the order of
    the batches, is drawn anew each time.
    """
    shuffled = rng.permutation(len(lengths))
    by_length = shuffled[np.argsort(lengths[shuffled], kind="stable")]
    starts = np.arange(0, len(lengths), size)
    for start in rng.permutation(starts):
        yield by_length[start : start + size]
