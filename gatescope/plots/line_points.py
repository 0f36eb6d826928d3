"""The points of a line over the token axis: as many as a picture can show, with gaps at values that are not finite."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def points(values: Array, first: int, last: int, pixels: int) -> tuple[Array, Array, NDArray[np.int32]]:
    """Return x, y and whether each point is joined to the next, for the tokens from `first` up to `last`.

    Tokens lie at the middle of their columns. Where several share a pixel only the lowest and the highest of them are
    kept, in their order: the line covers the same pixels. Values that are not finite leave a gap.

    Args:
        values: (T,).
        pixels: width of the plot.
    """
    first, last = max(first, 0), min(max(last, 0), len(values))
    index = np.arange(first, max(last, first))
    shown = values[first : max(last, first)]
    bucket = len(shown) // max(2 * pixels, 1)
    if bucket > 1:
        kept = _extremes(np.ascontiguousarray(shown), bucket)
        index, shown = index[kept], shown[kept]
    finite = np.isfinite(shown)
    if finite.all():
        joined = np.ones(len(shown), np.int32)
        joined[-1:] = 0
        return index + 0.5, shown.astype(np.float64), joined
    place = np.cumsum(finite) - 1
    joined = np.zeros(int(finite.sum()), np.int32)
    joined[place[:-1][finite[:-1] & finite[1:]]] = 1
    return index[finite] + 0.5, shown[finite].astype(np.float64), joined


def _extremes(shown: Array, bucket: int) -> NDArray[np.int64]:
    """Return the places of the lowest and the highest of every `bucket` values, and of a gap in them."""
    whole = len(shown) // bucket * bucket
    rows = shown[:whole].reshape(-1, bucket)
    base = np.arange(len(rows)) * bucket
    rest = np.arange(whole, len(shown))
    finite = np.isfinite(rows)
    if finite.all():
        return np.unique(np.concatenate([base + rows.argmin(axis=1), base + rows.argmax(axis=1), rest]))
    low = base + np.where(finite, rows, np.inf).argmin(axis=1)
    high = base + np.where(finite, rows, -np.inf).argmax(axis=1)
    return np.unique(np.concatenate([low, high, base + finite.argmin(axis=1), rest]))
