"""Pearson's ρ from sums of squares, where what rounding leaves of something constant is no variance.

ρ = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_LEAST = 1e-14
_EPS = float(np.finfo(np.float64).eps)


def spread(squares: ArrayLike, sums: ArrayLike, count: float) -> NDArray[np.float64]:
    """Return Σ (x − x̄)² of `count` numbers from Σ x² and Σ x, about any origin; 0 where rounding may be all of it.

    The error of a sum of N squares is at most N ε times the sum (Higham 2002, section 4.2).
    """
    squares, sums = np.asarray(squares, np.float64), np.asarray(sums, np.float64)
    found = squares - sums * sums / count
    return np.where(found > squares * max(_LEAST, count * _EPS), found, 0.0)


def pearson(mixed: ArrayLike, first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Return ρ from Σ (x − x̄)(y − ȳ) and the spreads of both; NaN where one of both does not vary."""
    power = np.asarray(first, np.float64) * np.asarray(second, np.float64)
    with np.errstate(all="ignore"):
        found = np.clip(np.asarray(mixed, np.float64) / np.sqrt(power), -1.0, 1.0)
    return np.where((power > 0) & np.isfinite(power), found, np.nan)
