"""Vector × matrix, the one product that a recurrent step needs; it is most of the step's time.

The matrix is cut into tiles, each with all rows of up to 64 columns, each in one piece of memory and in the order it is
read: one stream, which the processor can fetch ahead. The 64 sums of a tile stay in registers from its first row to its
last (`vectors`), so that beside the matrix next to nothing is read or written, and each sum is one chain of fused
multiply-adds. Rows left where they lie are 4 KiB apart at 256 units, and all of them fall into the same few sets of the
cache.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.kernels.vectors import add_tile
from gatescope.engine.record import Array

TILE = 64
"""Columns of a tile: what fits into the registers of AVX2 and NEON, and hides the latency of AVX-512's sums."""

_LINE = 64


class Matrix(NamedTuple):
    """A matrix in tiles.

    Attributes:
        tiles: (rows · columns,) one tile after the other, each row by row; the tile that starts at column j starts at
            j · rows. All are 64 columns wide but the last ones: what remains is cut into powers of two, wide ones
            first.
        rows, columns: of the matrix.
    """

    tiles: Array
    rows: int
    columns: int


def tiled(matrix: Array) -> Matrix:
    """Return a (rows, columns) matrix in tiles; always a copy."""
    rows, columns = matrix.shape
    tiles = _on_a_cache_line(rows * columns, matrix.dtype)
    whole = columns - columns % TILE
    wide = tiles[: rows * whole].reshape(-1, rows, TILE)
    wide[:] = matrix[:, :whole].reshape(rows, -1, TILE).transpose(1, 0, 2)
    j = whole
    for width in (32, 16, 8, 4, 2, 1):
        if columns & width:
            tiles[rows * j : rows * (j + width)].reshape(rows, width)[:] = matrix[:, j : j + width]
            j += width
    return Matrix(tiles, rows, columns)


@kernel
def add_product(x: Array, n: int, matrix: Matrix, out: Array, m: int) -> None:
    """Add row `n` of `x`, times `matrix`, to the leading columns of row `m` of `out`."""
    tiles, rows, columns = matrix.tiles, matrix.rows, matrix.columns
    j = 0
    while j + 64 <= columns:
        add_tile(x, n, tiles, rows, out, m, j, 64)
        j += 64
    if columns & 32:
        add_tile(x, n, tiles, rows, out, m, j, 32)
        j += 32
    if columns & 16:
        add_tile(x, n, tiles, rows, out, m, j, 16)
        j += 16
    if columns & 8:
        add_tile(x, n, tiles, rows, out, m, j, 8)
        j += 8
    if columns & 4:
        add_tile(x, n, tiles, rows, out, m, j, 4)
        j += 4
    if columns & 2:
        add_tile(x, n, tiles, rows, out, m, j, 2)
        j += 2
    if columns & 1:
        add_tile(x, n, tiles, rows, out, m, j, 1)


def _on_a_cache_line(size: int, dtype: np.dtype[np.floating]) -> Array:
    """Return an empty array that starts on a cache line, so that no vector of a tile crosses from one to the next."""
    spare = _LINE // dtype.itemsize
    array = np.empty(size + spare, dtype)
    first = -array.ctypes.data % _LINE // dtype.itemsize
    return array[first : first + size]
