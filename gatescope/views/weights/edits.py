"""The edits of the weights dock as pure functions: they return new arrays and write to none."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Network
from gatescope.engine.parameter_key import ParameterKey
from gatescope.errors import UsageError
from gatescope.plots.numbers import short
from gatescope.words import decimal, read_number, tr

Array = NDArray[np.floating]
Arrays = dict[str, Array]


def parse_number(text: str) -> float:
    """Read a weight as a person types it: ``0.5``, ``−1,5``, ``1e30``, ``inf``, ``nan``.

    Raises:
        UsageError: it is no number.
    """
    try:
        return read_number(text.replace(",", ".").replace("∞", "inf"))
    except ValueError:
        raise UsageError(
            tr("“{text}” is no number: type one such as 0.5, -2, 1e30, inf or nan", text=text.strip())
        ) from None


def exact(value: np.floating) -> str:
    """Return the shortest text that reads back as the same number, as the language in use writes it."""
    return decimal(str(value))


def against(value: np.floating, trained: np.floating) -> str:
    """Return how a weight stands to what it was trained to. NaN equals NaN."""
    same = value == trained or (value != value and trained != trained)
    return tr("as trained") if same else tr("trained: {float}", float=short(float(trained)))


def with_cell(values: Array, row: int, column: int, value: float) -> Array:
    """Return a copy of a parameter array with `value` in one cell, or the array itself where that holds it already.

    A bias, (units,), is a single row.
    """
    place = (row, column) if values.ndim == 2 else (column,)
    # A float64 beyond float32's range becomes an infinity, which is what the person then sees.
    with np.errstate(over="ignore"):
        wanted = np.asarray(value, values.dtype)
    if wanted.tobytes() == values[place].tobytes():
        return values
    changed = np.array(values)
    changed[place] = wanted
    return changed


def cell_of(values: Array, row: int, column: int) -> np.floating:
    """Return one cell of a parameter array; a bias, (units,), is a single row."""
    found: np.floating = values[row, column] if values.ndim == 2 else values[column]
    return found


def bias_key(key: str) -> str | None:
    """Return the key of the bias that belongs to the array `key`: its gate's on the input side, or its read-out's.

    It is None for the embedding, for a projection and for an initial state.
    """
    bias = ParameterKey.parse(key).bias()
    return None if bias is None else str(bias)


def offset(values: Array, trained: Array) -> float:
    """Return how far a bias lies above its trained values, on average over the units; 0 where that is not finite."""
    with np.errstate(invalid="ignore", over="ignore"):
        mean = float(np.mean(values.astype(np.float64) - trained))
    return mean if math.isfinite(mean) else 0.0


def with_offset(values: Array, trained: Array, wanted: float) -> Array:
    """Move all units of a bias by the same amount, so that `offset` becomes `wanted`."""
    return (values.astype(np.float64) + (wanted - offset(values, trained))).astype(values.dtype)


def gate_keys(network: Network, key: str) -> tuple[str, ...]:
    """Return all arrays of the gate that `key` belongs to (W, U, both biases, peephole), or of its read-out.

    The embedding stands alone, what belongs to a state stands together.
    """
    keys = network.keys()
    return tuple(name for sibling in ParameterKey.parse(key).siblings() if (name := str(sibling)) in keys)


def changed_keys(network: Network, trained: Network, keys: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return those of `keys` (all by default) that differ from the trained network. NaN equals NaN."""
    if network is trained:
        return ()
    return tuple(key for key in keys or network.keys() if not _same(network.array(key), trained.array(key)))


def trained_arrays(network: Network, trained: Network, keys: Iterable[str]) -> Arrays:
    """Return the trained values of those of `keys` that differ."""
    return {key: trained.array(key) for key in changed_keys(network, trained, keys)}


def _same(first: Array, second: Array) -> bool:
    # By their bits: NaN then equals itself, at a fraction of the time of `equal_nan`.
    bits = f"i{first.itemsize}"
    return same_memory(first, second) or np.array_equal(first.view(bits), second.view(bits))
