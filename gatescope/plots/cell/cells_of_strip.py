"""How the units of a vector share the cells of a strip: each its own, or neighbours together, never the chosen one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

MOST = 40
"""Cells of a strip; more could not be told apart on a wire."""


def cell_edges(count: int, apart: int | None) -> NDArray[np.int64]:
    """Return the first unit of each cell, and `count` at the end: (cells + 1,).

    Args:
        apart: the unit that has a cell of its own; None for none.
    """
    if count <= MOST:
        return np.arange(count + 1, dtype=np.int64)
    if apart is None or not 0 <= apart < count:
        return _even(0, count, MOST)
    after = count - 1 - apart
    cells = MOST - 1
    left = 0 if not apart else min(max(round(cells * apart / (count - 1)), 1), cells - (1 if after else 0), apart)
    right = min(cells - left, after)
    return np.concatenate([_even(0, apart, left)[:-1], [apart], _even(apart + 1, count, right)]).astype(np.int64)


def _even(first: int, stop: int, cells: int) -> NDArray[np.int64]:
    """Return the edges of `cells` stretches of about one size."""
    if not cells:
        return np.array([stop], np.int64)
    return first + np.arange(cells + 1, dtype=np.int64) * (stop - first) // cells


def standing_out(values: Array, edges: NDArray[np.int64], middle: float) -> NDArray[np.int64]:
    """Return the unit of each cell whose value is farthest from `middle`; what is no finite number comes first."""
    if len(edges) - 1 == len(values):
        return edges[:-1]
    with np.errstate(invalid="ignore"):
        distance = np.where(np.isfinite(values), np.abs(values - middle), np.inf)
    greatest = np.maximum.reduceat(distance, edges[:-1])
    found = np.flatnonzero(distance == np.repeat(greatest, np.diff(edges)))
    return found[np.searchsorted(found, edges[:-1])]


def any_in(mask: NDArray[np.bool_], edges: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each cell whether `mask` holds for any of its units."""
    return mask if len(edges) - 1 == len(mask) else np.logical_or.reduceat(mask, edges[:-1])
