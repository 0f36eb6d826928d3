"""The range of a plane of states, in steps so that typing does not shake it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_PARTS, _PADDING = 16, 0.04


def plane_span(points: Values, units: int) -> tuple[Values, Values]:
    """Return (2,) low and high of a range that holds the finite ones of (N, 2) points.

    Args:
        units: of the state; one unit is drawn as a line in the middle of the height.
    """
    known = points[np.isfinite(points).all(axis=1)]
    if not len(known):
        return np.full(2, -1.0), np.full(2, 1.0)
    low, high = known.min(axis=0), known.max(axis=0)
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    # What hardly moves is no line across the whole picture.
    least = np.maximum(np.abs(middle), 1.0) * 1e-3
    half = np.where(half > least, half, np.maximum(half.max(), least))
    step = 10.0 ** np.floor(np.log10(half / _PARTS * 2))
    pad = half * 2 * _PADDING
    low, high = np.floor((middle - half - pad) / step) * step, np.ceil((middle + half + pad) / step) * step
    if units == 1:
        low[1], high[1] = -1.0, 1.0
    return low, high
