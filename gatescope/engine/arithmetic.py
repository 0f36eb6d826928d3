"""What is computed of whole arrays, beside the steps of cells: products over all tokens, and Adam's step."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np

from gatescope.engine.record import Array, Rows


class AdamRates(NamedTuple):
    """The numbers of one step of Adam, in the type of the arrays: m = keep_first m + take_first g,
    v = keep_second v + take_second g², θ = θ − rate m / (√v + floor)."""

    keep_first: Any
    take_first: Any
    keep_second: Any
    take_second: Any
    rate: Any
    floor: Any


class Arithmetic(Protocol):
    """Computes with whole arrays."""

    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        """Write ``x @ matrix + bias``, (N, K) times (K, C), into `out` (N, C)."""

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        """Write Σₙ ``left[n, first:stop] ⊗ right[rows][n]`` into `out` (stop − first, K)."""

    def move_by_adam(self, value: Array, gradient: Array, first: Array, second: Array, rates: AdamRates) -> Array:
        """Return the value after a step, and update its two memories; all of one shape."""


class _NumPy:
    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        np.matmul(x, matrix, out=out)
        if bias is not None:
            out += bias

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        np.matmul(left[:, first:stop].T, right[rows], out=out)

    def move_by_adam(self, value: Array, gradient: Array, first: Array, second: Array, rates: AdamRates) -> Array:
        first *= rates.keep_first
        first += rates.take_first * gradient
        second *= rates.keep_second
        second += rates.take_second * (gradient * gradient)
        moved: Array = value - rates.rate * first / (np.sqrt(second) + rates.floor)
        return moved


NUMPY: Arithmetic = _NumPy()
