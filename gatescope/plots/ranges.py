"""The range of a picture: the same for the same quantity, and steady while a text is typed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.activations import Kind, squash
from gatescope.engine.network import Network
from gatescope.plots.numbers import round_step

Array = NDArray[np.floating]

UNIT, SIGNED = (0.0, 1.0), (-1.0, 1.0)
_RANGES = {Kind.SIGMOID: UNIT, Kind.HARD_SIGMOID: UNIT, Kind.TANH: SIGNED, Kind.SOFTSIGN: SIGNED}

_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_LARGEST = 1e300
# A robust range holds so much of the values, and goes so far beyond them.
_TYPICAL, _BEYOND = 0.99, 1.5
_SAMPLED = 32_768
# Lines that differ by less than so much of their size are flat; a range below it is none.
_FLAT, _NOTHING = 0.05, 1e-12

# Asked for every signal at every key.
_BOUNDS: WeakKeyDictionary[Network, dict[str, tuple[float, float] | None]] = WeakKeyDictionary()


def nice(value: float) -> float:
    """Round a positive `value` up to 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten."""
    if value >= _LARGEST:
        return _LARGEST
    scale = 10.0 ** math.floor(math.log10(value))
    # The slack keeps 0.3 from becoming 0.4 because 0.3 / 0.1 is a hair more than 3.
    return next(step for step in _STEPS if value <= step * scale * (1 + 1e-9)) * scale


def magnitude(values: Array) -> float:
    """Return the greatest finite |value|; 0 where no value is finite."""
    if values.size == 0:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if math.isfinite(largest):
        return largest
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def bounds(network: Network, signal: str) -> tuple[float, float] | None:
    """Return the interval in which the equations keep `signal`, (0, 1) or (−1, 1); None where it is unbounded."""
    kept = _BOUNDS.setdefault(network, {})
    if signal not in kept:
        kept[signal] = _bounds(network, signal)
    return kept[signal]


def _bounds(network: Network, signal: str) -> tuple[float, float] | None:
    cell, convention = network.cell.name, network.convention
    gate = _RANGES.get(squash(convention.gate_activation).kind)
    candidate = _RANGES.get(squash(convention.candidate_activation).kind)
    if signal in network.cell.unit_interval:
        return gate if gate == UNIT else None
    if signal == "candidate":
        return candidate
    if signal == "cell_state":
        return None
    if cell == "rnn":
        return _RANGES.get(squash(convention.activation).kind)
    if gate != UNIT:
        return None
    if cell == "gru":
        # A weighted mean of candidates and of the zeros it started from.
        return SIGNED if candidate else None
    projected = any(parameters.projection is not None for row in network.layers for parameters in row)
    return SIGNED if squash(convention.output_activation).kind in _RANGES and not projected else None


class Reach(NamedTuple):
    """How far the values of a run reach from 0.

    Attributes:
        greatest: the greatest finite magnitude.
        most: what a range has to hold: the greatest, or less where few values lie far beyond all others.
        negative: whether any value of a gate is below 0.
    """

    greatest: float
    most: float
    negative: bool


def reach(values: Array, *, gate: bool, robust: bool = False) -> Reach:
    """Return how far `values` (T, H) reach.

    Args:
        gate: whether to look for values below 0.
        robust: leave out what would flatten all else: `most` is then at most 1½ times the magnitude that 99 of 100
            values do not exceed, and at least 1½. Of many values some 30,000 are looked at, of evenly spaced tokens.
    """
    greatest = magnitude(values)
    negative = gate and values.size > 0 and bool(np.nanmin(values, initial=0.0) < 0)
    most = greatest
    if robust and greatest > _BEYOND:
        stride = 1 << max(math.ceil(math.log2(values.size / _SAMPLED)), 0)
        sizes = np.abs(values[::stride]).ravel()
        sizes = sizes[np.isfinite(sizes)]
        place = math.ceil(_TYPICAL * len(sizes)) - 1
        if place >= 0:
            most = min(greatest, _BEYOND * max(float(np.partition(sizes, place)[place]), 1.0))
    return Reach(greatest, most, negative)


def signal_range(signal: str, shown: Iterable[tuple[Network, Array]], *, forced: bool = False) -> tuple[float, float]:
    """Return the (low, high) that everything has in common which is shown of `signal`.

    Gates of a sigmoid span 0…1 and signals of a tanh −1…1, for any values. What nothing bounds (the cell
    state, the hidden state of a relu network) is symmetric about 0, as far as a nice number beyond the greatest
    finite magnitude, and at least −1…1.

    Args:
        signal: its name.
        shown: the network and the values of each run that is on screen.
        forced: a clamp or an initial state sets a value, which no nonlinearity bounds.
    """
    found = [(network, partial(reach, values, gate=signal in network.cell.unit_interval)) for network, values in shown]
    return range_of_reaches(signal, found, forced=forced)


def range_of_reaches(
    signal: str, shown: Sequence[tuple[Network, Callable[[], Reach]]], *, forced: bool = False
) -> tuple[float, float]:
    """Return the range as `signal_range` does; how far a run reaches is asked only where nothing bounds it."""
    within = [None if forced else bounds(network, signal) for network, _ in shown]
    free = [found() for (_, found), known in zip(shown, within, strict=True) if known is None]
    high = max((one.most for one in free), default=0.0)
    high = nice(high) if high > 1.0 else 1.0
    gate = all(signal in network.cell.unit_interval for network, _ in shown)
    return (0.0 if gate and not any(one.negative for one in free) else -high), high


def enclosing(shown: Iterable[Array]) -> tuple[float, float]:
    """Return a range of round numbers around all finite values; −1…1 where there are none."""
    finite = [values[np.isfinite(values)] for values in shown]
    found = [value for values in finite if values.size for value in (float(values.min()), float(values.max()))]
    if not found:
        return SIGNED
    low, high = max(min(found), -_LARGEST), min(max(found), _LARGEST)
    # Of values that are all alike, rounding alone is no change worth the whole height.
    width = max(high - low, 1e-3 * max(abs(low), abs(high)), 1e-12)
    step = round_step(width / 3)
    return math.floor(low / step) * step, max(math.ceil(high / step), math.floor(low / step) + 1) * step


def fitted(shown: Iterable[Array]) -> tuple[float, float]:
    """Return a range of round numbers in which lines use the height: around all finite values; from 0 on where these
    hardly differ, and −1…1 where there are none but 0."""
    ends = [end for values in shown for end in _ends(values)]
    low, high = max(min(ends, default=0.0), -_LARGEST), min(max(ends, default=0.0), _LARGEST)
    if high - low < _FLAT * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _NOTHING:
        return SIGNED
    step = round_step((high - low) / 5)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _ends(values: Array) -> tuple[float, ...]:
    """Return the least and the greatest finite value; nothing where none is."""
    # The values of a unit lie far apart in memory: they are read once.
    values = np.ascontiguousarray(values)
    if values.size and not (math.isfinite(values.min()) and math.isfinite(values.max())):
        values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else ()


def symmetric(values: Array) -> tuple[float, float]:
    """Return the range of a parameter array: symmetric about 0, the next nice number; −1…1 for zeros."""
    high = magnitude(values)
    high = nice(high) if high > 0.0 else 1.0
    return -high, high
