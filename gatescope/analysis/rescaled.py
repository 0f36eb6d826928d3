"""Numbers beyond float range: rows of ordinary floats, each with a power of two of its own.

0.9^10000 ≈ 10^-458 and 1.1^10000 ≈ 10^414 are both outside float64, let alone float32; their logarithms are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array

LOG10_OF_2 = float(np.log10(2.0))


@dataclass(frozen=True, eq=False)
class Rescaled:
    """The (T, F) array ``mantissa · 2^exponent``.

    Attributes:
        mantissa: (T, F) floats.
        exponent: (T,) int64, one a row.
    """

    mantissa: Array
    exponent: NDArray[np.int64]

    @classmethod
    def plain(cls, values: Array) -> Rescaled:
        """Take (T, F) `values` as they are."""
        return cls(values, np.zeros(len(values), dtype=np.int64))

    def values(self) -> Array:
        """Return the (T, F) numbers, 0 or ±∞ where they leave the float range."""
        return scaled(self.mantissa, self.exponent)

    def log10_norm(self) -> NDArray[np.float64]:
        """Return (T,) log₁₀ of each row's Euclidean norm; −∞ for a row of zeros, and only for one."""
        if not self.mantissa.shape[1]:
            return np.full(len(self.mantissa), -np.inf)
        with np.errstate(over="ignore", under="ignore", divide="ignore"):
            squares = np.einsum("tf,tf->t", self.mantissa, self.mantissa).astype(np.float64)
            logs = 0.5 * np.log10(squares) + LOG10_OF_2 * self.exponent
            # Squares leave the float range long before the values do; this slower way is seldom needed.
            limits = np.finfo(self.mantissa.dtype)
            far = np.flatnonzero(~((squares > limits.tiny / limits.eps) & (squares < limits.max)))
            if len(far):
                rows = self.mantissa[far].astype(np.float64)
                peak = np.abs(rows).max(axis=1)
                rows /= np.where(peak > 0, peak, 1)[:, None]
                logs[far] = 0.5 * np.log10(np.einsum("tf,tf->t", rows, rows)) + np.log10(peak)
                logs[far] += LOG10_OF_2 * self.exponent[far]
        return np.asarray(logs)

    def reversed(self) -> Rescaled:
        """Return the rows from the last to the first."""
        return Rescaled(self.mantissa[::-1], self.exponent[::-1])

    def __add__(self, other: Rescaled) -> Rescaled:
        """Add row by row, at the larger of both rows' scales."""
        if np.array_equal(self.exponent, other.exponent):
            return Rescaled(self.mantissa + other.mantissa, self.exponent)
        # A row of zeros has no scale, so its exponent means nothing.
        mine = np.where(self.mantissa.any(axis=1), self.exponent, _NEVER)
        theirs = np.where(other.mantissa.any(axis=1), other.exponent, _NEVER)
        exponent = np.maximum(mine, theirs)
        exponent[exponent == _NEVER] = 0
        both = scaled(self.mantissa, self.exponent - exponent) + scaled(other.mantissa, other.exponent - exponent)
        return Rescaled(both, exponent)


_NEVER = np.iinfo(np.int64).min // 2


def scaled(values: Array, power: NDArray[np.int64]) -> Array:
    """Return (T, F) `values` times 2 to the (T,) `power` of their row."""
    moved = np.flatnonzero(power)
    if not len(moved):
        return values
    with np.errstate(over="ignore", under="ignore"):
        shift = np.clip(power[moved], -100_000, 100_000)[:, None]
        if len(moved) == len(values):
            return np.ldexp(values, shift)
        result = values.copy()
        result[moved] = np.ldexp(values[moved], shift)
    return result
