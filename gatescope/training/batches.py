"""Sentences as one long array of ids, and the mini-batches cut from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Packed:
    """S labelled sentences with N tokens in all, end to end; none of them empty.

    Attributes:
        ids: (N,) rows of the vocabulary.
        offsets: (S + 1,) sentence s is ``ids[offsets[s] : offsets[s + 1]]``.
        labels: (S,).
    """

    ids: Ids
    offsets: Ids
    labels: Ids

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def lengths(self) -> Ids:
        """(S,) tokens of each sentence."""
        return np.diff(self.offsets)

    @property
    def last(self) -> Ids:
        """(S,) position of each sentence's last token."""
        return self.offsets[1:] - 1

    def take(self, sentences: Ids) -> Packed:
        """Return the sentences at these positions, in this order."""
        lengths = self.lengths[sentences]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        shift = np.repeat(self.offsets[sentences] - offsets[:-1], lengths)
        return Packed(self.ids[np.arange(offsets[-1]) + shift], offsets, self.labels[sentences])


def pack(sentences: Sequence[Ids], labels: Sequence[int]) -> Packed:
    """Lay sentences of token ids end to end; those without any token are left out."""
    kept = [index for index, ids in enumerate(sentences) if len(ids)]
    lengths = [len(sentences[index]) for index in kept]
    ids = np.concatenate([sentences[index] for index in kept]) if kept else np.empty(0)
    offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    return Packed(ids.astype(np.int64), offsets.astype(np.int64), np.array([labels[i] for i in kept], dtype=np.int64))


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
