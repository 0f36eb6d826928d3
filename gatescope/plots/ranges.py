"""The range a picture spans: the same for the same quantity, and calm while somebody types."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network

Array = NDArray[np.floating]

_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_LARGEST = 1e300


def nice(value: float) -> float:
    """Round a positive `value` up to 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten."""
    if value >= _LARGEST:
        return _LARGEST
    scale = 10.0 ** math.floor(math.log10(value))
    # The slack keeps 0.3 from becoming 0.4 because 0.3 / 0.1 is a hair more than 3.
    return next(step for step in _STEPS if value <= step * scale * (1 + 1e-9)) * scale


def magnitude(values: Array) -> float:
    """The greatest finite |value|; 0 where there is none."""
    if values.size == 0:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if math.isfinite(largest):
        return largest
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def bounded(network: Network, signal: str) -> bool:
    """Whether the nonlinearity alone keeps `signal` within −1…1 (or 0…1)."""
    cell = network.cell
    if signal == "hidden_state" and cell.name == "rnn":
        return network.convention.activation == "tanh"
    return signal != "cell_state"


def signal_range(signal: str, shown: Iterable[tuple[Network, Array]]) -> tuple[float, float]:
    """Return the (low, high) that every map and line of `signal` has in common.

    Gates of a sigmoid span 0…1 and what a tanh bounds −1…1, whatever their values are. What nothing bounds (the cell
    state, the hidden state of a relu network) is symmetric about 0, as far as a nice number beyond the greatest
    finite magnitude, and at least −1…1.

    Args:
        signal: its name.
        shown: the network and the values of each run that is on screen.
    """
    shown = tuple(shown)
    if all(signal in network.cell.unit_interval for network, _ in shown):
        return 0.0, 1.0
    high = max((magnitude(values) for network, values in shown if not bounded(network, signal)), default=0.0)
    high = nice(high) if high > 1.0 else 1.0
    return -high, high


def symmetric(values: Array) -> tuple[float, float]:
    """The range of a parameter array: symmetric about 0, the next nice number; −1…1 for zeros."""
    high = magnitude(values)
    high = nice(high) if high > 0.0 else 1.0
    return -high, high
