"""The ticks of an axis of values: round numbers at equal distances, with names that say neither more nor less."""

from __future__ import annotations

import math

from gatescope.plots.numbers import round_step, scientific
from gatescope.words import decimal

Ticks = tuple[tuple[float, str], ...]
"""Values in rising order, each with its name."""

_MOST_DECIMALS, _LARGEST = 4, 1e5
# Steps below it cannot be told apart from rounding where the values are this many times larger.
_FINEST = 1e-12
_SLACK = 1e-6


def ticks(low: float, high: float, most: int = 5) -> Ticks:
    """Return the ticks of the axis from `low` to `high`: multiples of 1, 2 or 5 times a power of ten.

    An axis that has no length, or none that its numbers could tell, has one tick; one whose ends are not finite has
    none.

    Args:
        most: how many there are at most; rarely fewer than half as many.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return ()
    low, high = min(low, high), max(low, high)
    # The halves first: the distance of the largest numbers is an infinity.
    width = 2 * (high / 2 - low / 2) if high / 2 - low / 2 < 8e307 else 1.6e308
    size = max(abs(low), abs(high))
    if width <= size * _FINEST or width < 1e-300:
        return ((low, _name(low, None, size)),)
    apart = round_step(width / max(most - 1, 1))
    if _count(low, high, apart) < 2:
        apart = round_step(width / (2 * most))
    while _count(low, high, apart) > most:
        apart = round_step(apart * 1.5)
    first = math.ceil(low / apart - _SLACK)
    values = [place * apart for place in range(first, first + _count(low, high, apart))]
    return tuple((value, _name(value, apart, size)) for value in values)


def _count(low: float, high: float, apart: float) -> int:
    """Return how many multiples of `apart` lie between `low` and `high`."""
    return math.floor(high / apart + _SLACK) - math.ceil(low / apart - _SLACK) + 1


def ends_and_middle(low: float, high: float) -> Ticks:
    """Return the ticks of a bounded signal: both ends and the middle between them."""
    middle = low / 2 + high / 2
    apart = middle - low
    if not math.isfinite(apart) or apart <= 0.0:
        return ticks(low, high)
    size = max(abs(low), abs(high))
    return tuple((value, _name(value, apart, size)) for value in (low, middle, high))


def _name(value: float, apart: float | None, size: float) -> str:
    """Return the name of a tick among others that are `apart`, on an axis of values up to `size`."""
    if value == 0.0:
        return "0"
    if apart is None:
        return decimal(f"{value:.6g}".replace("-", "−")) if 1e-4 <= abs(value) < _LARGEST else scientific(value, 3)
    power = math.floor(math.log10(apart) + 1e-9)
    # Half of a round step, as between the ends of a bounded signal, has a digit more.
    mantissa = float(f"{apart:.9e}".partition("e")[0])
    power -= not math.isclose(mantissa, round(mantissa), rel_tol=1e-6)
    needed = max(0, -power)
    if needed <= _MOST_DECIMALS and size < _LARGEST:
        return decimal(f"{value:.{needed}f}".replace("-", "−"))
    return scientific(value, max(math.floor(math.log10(abs(value)) + 1e-9) - power, 0))
