"""The matrix products over all tokens at once, beside those of a step."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from gatescope.engine.record import Array, Rows


class Products(Protocol):
    """What the input products and the gradients of parameters are made of."""

    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        """Write ``x @ matrix + bias``, (N, K) times (K, C), into `out` (N, C)."""

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        """Write Σₙ ``left[n, first:stop] ⊗ right[rows][n]`` into `out` (stop − first, K)."""


class _Blas:
    def write(self, x: Array, matrix: Array, bias: Array | None, out: Array) -> None:
        np.matmul(x, matrix, out=out)
        if bias is not None:
            out += bias

    def write_outer(self, left: Array, first: int, stop: int, right: Array, rows: Rows, out: Array) -> None:
        np.matmul(left[:, first:stop].T, right[rows], out=out)


BLAS: Products = _Blas()
"""NumPy's."""
