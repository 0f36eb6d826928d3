"""The products over all tokens, compiled: every sum is one chain of multiply-adds, in the order it runs in."""

from __future__ import annotations

import numpy as np

from gatescope.engine.kernels.outer_products import add_outer_products
from gatescope.engine.kernels.product import tiled
from gatescope.engine.kernels.products import add_products
from gatescope.engine.record import Array, Rows


class TokenProducts:
    """See `engine.products.Products`."""

    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        rows = np.arange(len(x))
        out[:] = 0 if bias is None else bias
        add_products(x, rows, tiled(matrix), out, rows, len(x))

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        numbers = np.arange(len(right))[rows] if isinstance(rows, slice) else rows
        out[:] = 0
        add_outer_products(left, first, stop, right, numbers, out)
