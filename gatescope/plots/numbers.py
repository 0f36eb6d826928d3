"""Writes numbers for a reader: real minus signs, few digits, words for NaN and infinities, a comma in German."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gatescope.words import decimal

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 2) -> str:
    """Write `value` with `digits` decimals, or as a power of ten where they would hide it: ``0.97``, ``3.1×10⁻⁵``.

    Not a number is ``NaN``; infinities are ``∞`` and ``−∞``.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1e5 or (0.0 < size < 0.5 * 10.0**-digits):
        return scientific(value)
    return decimal(f"{value:.{digits}f}").replace("-", "−")


def scientific(value: float, digits: int = 1) -> str:
    """Write a finite `value` as a number of `digits` decimals times a power of ten: ``−3.1×10⁻⁵``."""
    mantissa, exponent = decimal(f"{value:.{digits}e}").split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}".replace("-", "−")


def short(value: float) -> str:
    """Write the end of an axis as short as possible: ``1``, ``−2.5``, ``0.04``."""
    return decimal(f"{value:.4g}").replace("-", "−")


def span(low: float, high: float) -> str:
    """Write a range: ``−1 … 1``."""
    return f"{short(low)} … {short(high)}"


def round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is no less than a positive `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


def whole_step(least: float) -> int:
    """Return the smallest of 1, 2, 5 times a power of ten, a whole number, that is no less than `least`."""
    return round(round_step(max(least, 1.0)))


def strongest(values: NDArray[np.floating], most: int = 4) -> str:
    """Return the units of largest magnitude of (H,) `values`, with their values: ``u7 0.98, u3 −0.91``."""
    order = np.argsort(-np.abs(np.nan_to_num(values)), kind="stable")[:most]
    return ", ".join(f"u{unit} {number(float(values[unit]))}" for unit in order.tolist())
