"""Maps values to colours: 8-bit indices and the 256-entry tables that they go through.

One convention everywhere: index 0 is "not a finite number"; 1 to 255 are finite, low to high. In the signed table
128 is zero, and on screen has exactly the colour of the surface. A map is kept as indices because an 8-bit image with a
table redraws about twice as fast as one with colours of its own, and a change of theme then only swaps the table.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.theme import Theme

Array = NDArray[np.floating]
Indices = NDArray[np.uint8]

BAD = 0
LOW, MIDDLE, HIGH = 1, 128, 255
SIGNED = "signed"
OUTSIDE = " outside"
"""Behind the name of a table in which 1 and 255 are not the ends of the range but what lies beyond them."""

# Indices by how far they stand out of a signed map: zero, the least below it, the least above it, …, not a number.
_OF_RANK = np.zeros(256, np.uint8)
_OF_RANK[0:HIGH:2] = np.arange(MIDDLE, HIGH + 1)
_OF_RANK[1 : HIGH - 1 : 2] = np.arange(MIDDLE - 1, LOW - 1, -1)
_RANKS = np.argsort(_OF_RANK).astype(np.uint8)
# So many rows or fewer are compared one after the other in less time than `reduceat` takes.
_FEW = 6

# Beyond it, the scale of a range of denormal width would be an infinity in float32, and zero times it NaN.
_STEEPEST = 1e36

# Björn Ottosson, "A perceptual color space for image processing" (2020): linear sRGB → cone-like response → OKLab.
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_FROM_LMS = np.linalg.inv(_TO_LMS)


@lru_cache(maxsize=64)
def table(name: str, theme: Theme) -> Indices:
    """Return the colours of one kind of map, (256, 4) uint8 RGBA, read-only.

    Args:
        name: ``"signed"`` runs through `Theme.signed_ends`; any other name
            is a key of `Theme.line`, such as a signal, and runs from the surface to that hue. Both are straight lines
            in OKLab, so that equal steps of a value look equally large. With `OUTSIDE` behind it the first and the last
            entry are the ends' colours half way to that of the text.
        theme: the design to draw in.
    """
    if name.endswith(OUTSIDE):
        colours = table(name.removesuffix(OUTSIDE), theme).copy()
        for end in (LOW, HIGH):
            colours[end, :3] = _between(colours[end, :3], rgb(theme.text))
        colours.setflags(write=False)
        return colours
    colours = np.empty((256, 4), np.uint8)
    colours[:, 3] = 255
    if name == SIGNED:
        low, middle, high = theme.signed_ends
        colours[LOW : MIDDLE + 1, :3] = ramp(low, middle, MIDDLE - LOW + 1)
        colours[MIDDLE:, :3] = ramp(middle, high, HIGH - MIDDLE + 1)
    else:
        colours[LOW:, :3] = ramp(theme.surface, theme.line(name), HIGH - LOW + 1)
    colours[BAD, :3] = rgb(theme.bad)
    colours.setflags(write=False)
    return colours


def indices(values: Array, low: float, high: float, *, outside: bool = False) -> Indices:
    """Quantise `values` (any shape): `low` becomes 1, `high` 255, what is beyond is clipped, NaN and ±Inf are 0.

    Args:
        outside: whether 1 and 255 are only what lies beyond the range, whose ends become 2 and 254.
    """
    if outside:
        step = (high - low) / (HIGH - LOW - 2)
        low, high = low - step, high + step
    factor = min((HIGH - LOW) / (high - low), _STEEPEST) if high > low else 0.0
    # A value far beyond the range overflows to an infinity, which is clipped to the right end like any other.
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * factor
        scaled += LOW + 0.5 - low * factor
    np.clip(scaled, LOW, HIGH + 0.5, out=scaled)
    finite = np.isfinite(values)
    if not finite.all():
        scaled[~finite] = BAD
    return scaled.astype(np.uint8)


def fit_rows(shown: Indices, rows: int) -> Indices:
    """Return `shown` (R, C) with at most `rows` rows: where several share one, the index farthest from the middle
    stands for them, and a value that is not finite for any number."""
    if len(shown) <= max(rows, 1):
        return shown
    edges = np.arange(rows + 1) * len(shown) // rows
    ranks = _RANKS[shown]
    most = int(np.diff(edges).max())
    if most > _FEW:
        return _OF_RANK[np.maximum.reduceat(ranks, edges[:-1])]
    last = edges[1:] - 1
    greatest = ranks[edges[:-1]]
    for step in range(1, most):
        np.maximum(greatest, ranks[np.minimum(edges[:-1] + step, last)], out=greatest)
    return _OF_RANK[greatest]


def farthest(above: Indices, below: Indices, middle: Array | float) -> Indices:
    """Choose between the greatest and the least index of a cell the one farther from `middle`; 0 wherever one is 0."""
    twice = np.rint(2 * np.asarray(middle)).astype(np.int16)
    result = np.where(np.add(above, below, dtype=np.int16) >= twice, above, below)
    result[(above == BAD) | (below == BAD)] = BAD
    return result


def ramp(start: str, stop: str, steps: int) -> Indices:
    """Return `steps` colours from `start` to `stop` (``#RRGGBB``), even in OKLab: (steps, 3) uint8."""
    ends = _oklab(np.stack([rgb(start), rgb(stop)]))
    weight = np.linspace(0.0, 1.0, steps)[:, None]
    return _srgb(ends[0] * (1 - weight) + ends[1] * weight)


def _between(first: Indices, second: Indices) -> Indices:
    """Return the colour half way between two, in OKLab."""
    found: Indices = _srgb(_oklab(np.stack([first, second])).mean(axis=0, keepdims=True))[0]
    return found


def rgb(colour: str) -> Indices:
    """Return ``#RRGGBB`` as (3,) uint8."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.uint8)


def _oklab(srgb: Indices) -> NDArray[np.float64]:
    encoded = srgb / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def _srgb(lab: NDArray[np.float64]) -> Indices:
    linear = np.clip((lab @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(encoded * 255.0).astype(np.uint8)
