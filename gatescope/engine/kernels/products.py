"""Rows × matrix for sequences in lock-step: the product of `product`, in which the rows of a block share each read.

Six rows of sums fill the registers (`blocks`); the four of a group of 64 that are left are a block of their own.
"""

from __future__ import annotations

import numpy as np

from gatescope.engine.kernels.blocks import add_block
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.kernels.product import Matrix
from gatescope.engine.kernels.vectors import add_tile
from gatescope.engine.record import Array, Positions

_ROWS = 64


@kernel
def add_products(x: Array, x_rows: Positions, matrix: Matrix, out: Array, out_rows: Positions, count: int) -> None:
    """Add the rows ``x_rows[i]`` of `x`, times `matrix`, to the leading columns of the rows ``out_rows[i]`` of `out`.

    For every i below `count`; no row of `out` may be there twice.
    """
    columns = matrix.columns
    j = 0
    while j + 64 <= columns:
        add_strip_64(x, x_rows, matrix, out, out_rows, count, j)
        j += 64
    if columns & 32:
        add_strip_32(x, x_rows, matrix, out, out_rows, count, j)
        j += 32
    if columns & 16:
        add_strip_16(x, x_rows, matrix, out, out_rows, count, j)
        j += 16
    if columns & 8:
        add_strip_8(x, x_rows, matrix, out, out_rows, count, j)
        j += 8
    tiles, rows = matrix.tiles, matrix.rows
    for i in range(count):
        narrow = j
        if columns & 4:
            add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], narrow, 4)
            narrow += 4
        if columns & 2:
            add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], narrow, 2)
            narrow += 2
        if columns & 1:
            add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], narrow, 1)


@kernel
def add_strip_64(
    x: Array, x_rows: Positions, matrix: Matrix, out: Array, out_rows: Positions, count: int, j: int
) -> None:
    """Add the columns `j` … `j + 64` of the product, which are one tile."""
    tiles, rows = matrix.tiles, matrix.rows
    i = 0
    while i + 6 <= count:
        add_block(x, x_rows, i, tiles, rows, out, out_rows, j, 64, 6)
        i += 6
    if i + 4 <= count:
        add_block(x, x_rows, i, tiles, rows, out, out_rows, j, 64, 4)
        i += 4
    while i < count:
        add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], j, 64)
        i += 1


@kernel
def add_strip_32(
    x: Array, x_rows: Positions, matrix: Matrix, out: Array, out_rows: Positions, count: int, j: int
) -> None:
    """Add the columns `j` … `j + 32` of the product, which are one tile."""
    tiles, rows = matrix.tiles, matrix.rows
    i = 0
    while i + 6 <= count:
        add_block(x, x_rows, i, tiles, rows, out, out_rows, j, 32, 6)
        i += 6
    while i < count:
        add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], j, 32)
        i += 1


@kernel
def add_strip_16(
    x: Array, x_rows: Positions, matrix: Matrix, out: Array, out_rows: Positions, count: int, j: int
) -> None:
    """Add the columns `j` … `j + 16` of the product, which are one tile."""
    tiles, rows = matrix.tiles, matrix.rows
    i = 0
    while i + 6 <= count:
        add_block(x, x_rows, i, tiles, rows, out, out_rows, j, 16, 6)
        i += 6
    while i < count:
        add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], j, 16)
        i += 1


@kernel
def add_strip_8(
    x: Array, x_rows: Positions, matrix: Matrix, out: Array, out_rows: Positions, count: int, j: int
) -> None:
    """Add the columns `j` … `j + 8` of the product, which are one tile."""
    tiles, rows = matrix.tiles, matrix.rows
    i = 0
    while i + 6 <= count:
        add_block(x, x_rows, i, tiles, rows, out, out_rows, j, 8, 6)
        i += 6
    while i < count:
        add_tile(x, x_rows[i], tiles, rows, out, out_rows[i], j, 8)
        i += 1


@kernel
def write_products(x: Array, matrix: Matrix, bias: Array, out: Array) -> None:
    """Write ``x @ matrix + bias`` into `out`, some rows after the other, which are still in the cache when added to."""
    rows = np.arange(len(x))
    for first in range(0, len(x), _ROWS):
        some = rows[first : first + _ROWS]
        for n in some:
            for j in range(Column(matrix.columns)):
                out[n, j] = bias[j]
        add_products(x, some, matrix, out, some, len(some))
