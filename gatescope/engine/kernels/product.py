"""Vector × matrix, the one product that a recurrent step needs; it is most of the step's time.

The matrix is cut into tiles of 16 × 16, each tile in one piece of memory and the tiles in the order they are read: one
stream, which the processor can fetch ahead. Rows left where they lie are 4 KiB apart at 256 units, and all of them
fall into the same few sets of the cache. A pass takes 16 rows, so that the result is loaded and stored once for 16
multiplications, and each of its numbers is one chain of fused multiply-adds.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.record import Array

TILE = 16


class Matrix(NamedTuple):
    """A matrix in tiles.

    Attributes:
        tiles: (⌈rows / 16⌉, ⌈columns / 16⌉, 16, 16), the margin zero.
        rows, columns: of the matrix itself.
    """

    tiles: NDArray[np.floating]
    rows: int
    columns: int


def tiled(matrix: Array) -> Matrix:
    """Return a (rows, columns) matrix in tiles; always a copy."""
    rows, columns = matrix.shape
    down, across = -(-rows // TILE), -(-columns // TILE)
    padded = np.zeros((down * TILE, across * TILE), matrix.dtype)
    padded[:rows, :columns] = matrix
    tiles = np.ascontiguousarray(padded.reshape(down, TILE, across, TILE).transpose(0, 2, 1, 3))
    return Matrix(tiles, rows, columns)


@kernel
def add_product(x: Array, n: int, matrix: Matrix, out: Array, m: int) -> None:
    """Add row `n` of `x`, times `matrix`, to the leading columns of row `m` of `out`."""
    tiles = matrix.tiles
    full_rows, full_columns = matrix.rows // TILE, matrix.columns // TILE
    margin = matrix.columns - full_columns * TILE
    for a in range(full_rows):
        k = a * TILE
        # fmt: off
        v = (
            x[n, k], x[n, k + 1], x[n, k + 2], x[n, k + 3], x[n, k + 4], x[n, k + 5], x[n, k + 6], x[n, k + 7],
            x[n, k + 8], x[n, k + 9], x[n, k + 10], x[n, k + 11],
            x[n, k + 12], x[n, k + 13], x[n, k + 14], x[n, k + 15],
        )
        # fmt: on
        for b in range(full_columns):
            j = b * TILE
            for lane in range(TILE):
                out[m, j + lane] = _chain(out[m, j + lane], v, tiles, a, b, lane)
        j = full_columns * TILE
        for lane in range(margin):
            out[m, j + lane] = _chain(out[m, j + lane], v, tiles, a, full_columns, lane)
    for k in range(full_rows * TILE, matrix.rows):
        row = k - full_rows * TILE
        v0 = x[n, k]
        for b in range(full_columns):
            j = b * TILE
            for lane in range(TILE):
                out[m, j + lane] += v0 * tiles[full_rows, b, row, lane]
        j = full_columns * TILE
        for lane in range(margin):
            out[m, j + lane] += v0 * tiles[full_rows, full_columns, row, lane]


@kernel
def _chain(total: Any, v: Any, tiles: Array, a: int, b: int, lane: int) -> Any:
    """One number of the result: 16 multiply-adds, each on top of the last."""
    total += v[0] * tiles[a, b, 0, lane]
    total += v[1] * tiles[a, b, 1, lane]
    total += v[2] * tiles[a, b, 2, lane]
    total += v[3] * tiles[a, b, 3, lane]
    total += v[4] * tiles[a, b, 4, lane]
    total += v[5] * tiles[a, b, 5, lane]
    total += v[6] * tiles[a, b, 6, lane]
    total += v[7] * tiles[a, b, 7, lane]
    total += v[8] * tiles[a, b, 8, lane]
    total += v[9] * tiles[a, b, 9, lane]
    total += v[10] * tiles[a, b, 10, lane]
    total += v[11] * tiles[a, b, 11, lane]
    total += v[12] * tiles[a, b, 12, lane]
    total += v[13] * tiles[a, b, 13, lane]
    total += v[14] * tiles[a, b, 14, lane]
    total += v[15] * tiles[a, b, 15, lane]
    return total
