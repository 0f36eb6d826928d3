"""The ranges of panels over steps: outliers do not squeeze the rest, and what differs widely has powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.ticks import Ticks, ticks

Values = NDArray[np.float64]

_MOST_TICKS = 4
_WIDE = 100.0
"""An axis is logarithmic where its largest value is so many times the median."""
_TAIL = 0.5
"""Percent of the noisy values that may lie beyond either end."""


class Scale(NamedTuple):
    """The range of an axis, of logarithms where `logarithmic`, and its ticks."""

    low: float
    high: float
    ticks: Ticks
    logarithmic: bool


def around(exact: Sequence[Values], noisy: Sequence[Values] = ()) -> Scale:
    """Return a range with all of `exact` and nearly all of `noisy`; 0 to 1 where nothing of them is finite."""
    ends = [float(end) for values in exact for end in _finite_ends(values, 0.0)]
    ends += [float(end) for values in noisy for end in _finite_ends(values, _TAIL)]
    if not ends:
        return Scale(0.0, 1.0, (), False)
    low, high = min(ends), max(ends)
    margin = 0.08 * (high - low) or 0.5 * abs(high) or 0.5
    return _linear(low - margin if low < 0 else max(low - margin, 0.0), high + margin)


def from_zero(values: Sequence[Values], *, least: float = 0.0, logarithmic: bool | None = None) -> Scale:
    """Return a range from 0 up for values that are not negative, or one of powers of ten where they differ widely.

    Args:
        least: a value that it has room for.
        logarithmic: whether it is one of powers of ten; by default as the values are.
    """
    every = np.concatenate([*values, [least]])
    known = every[np.isfinite(every) & (every > 0)]
    if not len(known):
        return Scale(0.0, 1.0, (), False)
    high = float(known.max())
    if logarithmic is None:
        logarithmic = high > _WIDE * float(np.median(known))
    if not logarithmic:
        return _linear(0.0, high * 1.08)
    low = math.floor(math.log10(max(float(np.percentile(known, 1.0)), 1e-12)))
    top = max(math.ceil(math.log10(high)), low + 1)
    apart = max(round((top - low) / 2), 1)
    named = tuple((float(power), power_of_ten(power)) for power in range(low, top + 1, apart))
    return Scale(float(low), float(top), named, True)


def shares(values: Sequence[Values]) -> Scale:
    """Return a range in percent from 0 up to a little over the largest share, and no further than 100 %."""
    known = [float(values_of[np.isfinite(values_of)].max(initial=0.0)) for values_of in values]
    high = min(max([*known, 0.04]) * 1.15, 1.02)
    named = tuple((value / 100.0, f"{name} %") for value, name in ticks(0.0, 100.0 * high, _MOST_TICKS))
    return Scale(0.0, high, named, False)


def power_of_ten(power: int) -> str:
    """Write 10 to a power for an axis: ``0.01``, ``10``, ``10⁵``."""
    if -3 <= power <= 3:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _linear(low: float, high: float) -> Scale:
    return Scale(low, high, ticks(low, high, _MOST_TICKS), False)


def _finite_ends(values: Values, tail: float) -> tuple[float, ...]:
    known = values[np.isfinite(values)]
    return tuple(np.percentile(known, (tail, 100.0 - tail))) if len(known) else ()
