"""Splits a corpus into sentences to train on and sentences to validate on, the same ones every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SEED = 20240229
"""Of the split alone: models trained from other seeds are validated on the same sentences."""


def split(texts: Sequence[str], fraction: float = 0.1, seed: int = SEED) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rising positions of the sentences to train on and of those to validate on.

    A text that occurs twice lies on one side with all its copies, so that nothing is validated on what was learnt.

    Args:
        fraction: share of the different texts to validate on (at least one text, at most all but one).
    """
    first: dict[str, int] = {}
    group = np.array([first.setdefault(text, len(first)) for text in texts], dtype=np.int64)
    count = min(max(round(fraction * len(first)), 1), len(first) - 1)
    validation = np.zeros(len(first), dtype=np.bool_)
    validation[np.random.default_rng(seed).permutation(len(first))[:count]] = True
    return np.flatnonzero(~validation[group]), np.flatnonzero(validation[group])
