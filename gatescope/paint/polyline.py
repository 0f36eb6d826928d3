"""The points of a line: as many as a picture can show, and none where there is no number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def thin(values: NDArray[np.float64], most: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (places, values) of at most `most` points: of more, the least and the greatest of each stretch."""
    places = np.arange(len(values), dtype=np.float64)
    if len(values) <= most:
        return places, values
    size = -(-2 * len(values) // most)
    padded = np.concatenate([values, np.full(-len(values) % size, values[-1])]).reshape(-1, size)
    ends = np.sort(np.stack([padded.argmin(axis=1), padded.argmax(axis=1)], axis=1), axis=1)
    kept = np.take_along_axis(padded, ends, axis=1).ravel()
    return np.minimum((ends + np.arange(len(padded))[:, None] * size).ravel(), len(values) - 1), kept


def stretches(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the [start, stop) of every run of finite values."""
    edges = np.diff(np.concatenate([[0], np.isfinite(values).astype(np.int8), [0]]))
    return list(zip((edges == 1).nonzero()[0].tolist(), (edges == -1).nonzero()[0].tolist(), strict=True))
