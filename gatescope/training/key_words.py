"""The words by which a review is remembered, as against those that only fill it."""

from __future__ import annotations

import numpy as np

from gatescope.text.vocabulary import Vocabulary
from gatescope.training.fitted_read_out import FurtherReadOut
from gatescope.training.sequences import Sequences

NEGATIVE = (
    "bad", "worst", "terrible", "boring", "dull", "awful", "poor", "slow", "waste", "disappointing", "mediocre",
    "horrible", "stupid", "bland", "flat", "mess",
)  # fmt: skip
POSITIVE = (
    "good", "great", "best", "excellent", "wonderful", "love", "beautiful", "funny", "perfect", "amazing", "nice",
    "fun", "entertaining", "enjoyable", "solid", "moving",
)  # fmt: skip
"""Chosen by hand among the words that tell most about the labels of the public corpora."""
FEWEST = 50
NAME, LABELS = "keyword", ("no key word", "negative key word", "positive key word")


def kinds_of_words(data: Sequences, vocabulary: Vocabulary) -> Sequences:
    """Return texts of token ids with, after every token, whether that was no key word (0), a negative (1) or a positive
    one (2), whatever stands before it; each of the three kinds counts as much as another in all."""
    kind_of_row = np.zeros(len(vocabulary), np.int64)
    for kind, words in enumerate((NEGATIVE, POSITIVE), start=1):
        for word in words:
            if vocabulary.knows(word):
                kind_of_row[vocabulary.id(word)] = kind
    kinds = kind_of_row[data.inputs.astype(np.int64, copy=False)]
    counts = np.bincount(kinds, minlength=len(LABELS))
    return Sequences(data.inputs, data.offsets, kinds, 1.0 / counts[kinds])


def key_words(training: Sequences, held_out: Sequences, vocabulary: Vocabulary) -> FurtherReadOut | None:
    """Return the read-out that should say whether a key word was just read, and of which kind; None where the texts
    have hardly any of them."""
    learnt, measured = kinds_of_words(training, vocabulary), kinds_of_words(held_out, vocabulary)
    rarest = np.bincount(learnt.targets.astype(np.int64), minlength=len(LABELS)).min()
    if rarest < FEWEST or len(np.unique(measured.targets)) < len(LABELS):
        return None
    return FurtherReadOut(NAME, LABELS, learnt, measured, "each kind of word weighed alike")
