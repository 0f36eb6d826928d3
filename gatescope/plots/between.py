"""What lies between a line and what it was, as shapes that screen and file fill alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.description import Series

Shape = NDArray[np.float64]
"""(n, 2): the corners, x on the token axis and y on that of the values."""

_DENSEST = 2.0
"""Tokens a pixel beyond which the lines themselves cover what lies between them."""


def between(series: Series, first: int, last: int, pixels: int) -> list[Shape]:
    """Return the shapes between a line and its ghost at the tokens from `first` up to `last`, with gaps where one of
    them is not finite; none of a line whose ghost is not set apart.

    Args:
        pixels: width of the plot.
    """
    if series.opened is None or not series.apart:
        return []
    first, last = max(first, 0), min(last, len(series.values), len(series.opened))
    if last - first < 2 or last - first > _DENSEST * max(pixels, 1):
        return []
    now, before = (series.place(one[first:last].astype(np.float64)) for one in (series.values, series.opened))
    x = np.arange(first, last) + 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[False], np.isfinite(now) & np.isfinite(before), [False]])))
    shapes = []
    for start, stop in edges.reshape(-1, 2):
        if stop - start > 1:
            there = np.column_stack([x[start:stop], now[start:stop]])
            back = np.column_stack([x[start:stop], before[start:stop]])[::-1]
            shapes.append(np.concatenate([there, back]))
    return shapes
