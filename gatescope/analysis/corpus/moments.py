"""Sums over tokens from which the statistics of units over a whole corpus follow, shard by shard.

    mean   deviation   fraction below and above the ends of the range   Pearson's ρ with the read-out

Sources as in `unit_statistics` and `saturation`. Sums are in float64 about zero: a gate lies within [0, 1], so that no
digit that matters is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.pearson import pearson, spread
from gatescope.engine.network import Array

MOMENTS = 8
"""Rows: how many, Σx, Σx², below the lower end, above the upper end, Σxy, Σy, Σy² of the read-out's values y."""


@dataclass(frozen=True, eq=False)
class CorpusStatistics:
    """Of every unit of one signal over a corpus.

    Attributes:
        tokens: over which was counted.
        mean, deviation: (H,); the deviation is the population's.
        left, right: (H,) the fraction of the tokens at which the unit is saturated at the lower and the upper end.
        correlation: (H,) Pearson's ρ with the first value of the read-out; NaN where one of both does not vary, or
            there is no read-out.
    """

    tokens: int
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    correlation: NDArray[np.float64]


def moments_of(values: Array, ends: tuple[float, float], readout: ArrayLike | None) -> NDArray[np.float64]:
    """Return (8, H) the moments of `values` (N, H), in the order of `MOMENTS`.

    Args:
        ends: beyond which a value counts as saturated; see `saturation.limits`.
        readout: (N,) the values to correlate with; None for none, whose moments are NaN.
    """
    x = np.asarray(values, np.float64)
    found = np.full((MOMENTS, x.shape[1]), np.nan)
    found[0], found[1], found[2] = len(x), x.sum(axis=0), np.einsum("nh,nh->h", x, x)
    found[3], found[4] = (values < ends[0]).sum(axis=0), (values > ends[1]).sum(axis=0)
    if readout is not None:
        y = np.asarray(readout, np.float64)
        found[5], found[6], found[7] = y @ x, y.sum(), y @ y
    return found


def add_up(parts: Iterable[NDArray[np.float64]], signals: tuple[str, ...]) -> Mapping[str, CorpusStatistics]:
    """Return the statistics of every signal whose (S, 8, H) moments are in the shards `parts`."""
    total = sum(parts, np.zeros(()))
    return {signal: _statistics(total[row]) for row, signal in enumerate(signals)}


def _statistics(total: NDArray[np.float64]) -> CorpusStatistics:
    count, x, xx, left, right, xy, y, yy = total
    tokens = int(count[0]) if len(count) else 0
    with np.errstate(all="ignore"):
        mean = x / count
        varies = spread(xx, x, tokens)
        rho = pearson(xy - mean * y, varies, spread(yy, y, tokens))
        return CorpusStatistics(tokens, mean, np.sqrt(varies / count), left / count, right / count, rho)
