"""Arithmetic with whole arrays, compiled: every sum is one chain of multiply-adds, in the order it runs in."""

from __future__ import annotations

import numpy as np

from gatescope.engine.arithmetic import AdamRates
from gatescope.engine.kernels.adam import move
from gatescope.engine.kernels.outer_products import add_outer_products
from gatescope.engine.kernels.product import tiled
from gatescope.engine.kernels.products import write_products
from gatescope.engine.record import Array, Rows


class Compiled:
    """See `engine.arithmetic.Arithmetic`. Rows that lie backwards, as a reverse direction reads them, are copied."""

    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        start = np.zeros(matrix.shape[1], out.dtype) if bias is None else bias
        write_products(np.ascontiguousarray(x), tiled(matrix), start, out)

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        numbers = np.arange(len(right))[rows] if isinstance(rows, slice) else rows
        out[:] = 0
        add_outer_products(np.ascontiguousarray(left), first, stop, np.ascontiguousarray(right), numbers, out)

    def move_by_adam(self, value: Array, gradient: Array, first: Array, second: Array, rates: AdamRates) -> Array:
        moved = np.empty(value.shape, value.dtype)
        flat = [np.ascontiguousarray(array).reshape(-1) for array in (value, gradient)]
        move(flat[0], flat[1], first.reshape(-1), second.reshape(-1), rates, moved.reshape(-1))
        return moved
