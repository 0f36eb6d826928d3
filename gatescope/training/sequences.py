"""Sequences as one long array, each token with what the read-out should say after it, and how much that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Sequences:
    """S sequences with N tokens in all, end to end; none of them empty.

    Attributes:
        inputs: (N,) rows of the vocabulary, or (N, I) vectors.
        offsets: (S + 1,) sequence s is ``inputs[offsets[s] : offsets[s + 1]]``.
        targets: (N,) the class after every token, or (N, C) the numbers; where a weight is 0 they do not matter.
        weights: (N,) float64 from 0 up: what the loss after a token counts. The loss of a batch is their weighted mean.
    """

    inputs: Ids | Array
    offsets: Ids
    targets: Ids | Array
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def tokens(self) -> int:
        """N."""
        return len(self.inputs)

    @property
    def lengths(self) -> Ids:
        """(S,) tokens of each sequence."""
        return np.diff(self.offsets)

    @property
    def last(self) -> Ids:
        """(S,) position of each sequence's last token."""
        return self.offsets[1:] - 1

    def take(self, sequences: Ids) -> Sequences:
        """Return the sequences at these positions, in this order."""
        lengths = self.lengths[sequences]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        rows = np.arange(offsets[-1]) + np.repeat(self.offsets[sequences] - offsets[:-1], lengths)
        return Sequences(self.inputs[rows], offsets, self.targets[rows], self.weights[rows])


def pack(
    inputs: Sequence[Ids | Array],
    targets: Sequence[Ids | Array],
    weights: Sequence[NDArray[np.float64]],
) -> Sequences:
    """Lay sequences end to end; those without any token are left out.

    Args:
        inputs: each (T,) ids or (T, I) vectors.
        targets: each (T,) classes or (T, C) numbers.
        weights: each (T,).
    """
    kept = [index for index, tokens in enumerate(inputs) if len(tokens)]
    lengths = [len(inputs[index]) for index in kept]
    return Sequences(
        _joined([inputs[index] for index in kept]),
        np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64),
        _joined([targets[index] for index in kept]),
        np.concatenate([weights[index] for index in kept]) if kept else np.empty(0),
    )


def end_to_end(parts: Sequence[Sequences]) -> Sequences:
    """Lay several sets of sequences end to end."""
    return Sequences(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate(([0], np.cumsum(np.concatenate([part.lengths for part in parts])))),
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def after_last(length: int) -> NDArray[np.float64]:
    """Return (T,) the weights of a sequence of which only what is read out after the last token counts."""
    return word_weights(length, 0.0)


def classified(sentences: Sequence[Ids], labels: Sequence[int], every_word: float = 0.0) -> Sequences:
    """Return sentences of token ids, each with one label that should be read out after its last token.

    Args:
        every_word: λ; the loss after the last word counts 1 − λ, the mean of those after each word λ. Above 0, the
            read-out after a word in the middle is trained as well.
    """
    targets = [np.full(len(ids), label, np.int64) for ids, label in zip(sentences, labels, strict=True)]
    return pack(sentences, targets, [word_weights(len(ids), every_word) for ids in sentences])


def word_weights(length: int, every_word: float) -> NDArray[np.float64]:
    """Return (T,) λ/T after every token, and 1 − λ more after the last."""
    weights = np.full(length, every_word / max(length, 1))
    weights[length - 1 :] += 1 - every_word
    return weights


def _joined(arrays: Sequence[Ids | Array]) -> Ids | Array:
    if not arrays:
        return np.empty(0, np.int64)
    if np.issubdtype(arrays[0].dtype, np.integer):
        return np.concatenate(arrays).astype(np.int64)
    floating: Array = np.concatenate(arrays)
    return floating
