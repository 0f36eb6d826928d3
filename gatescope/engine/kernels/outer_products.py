"""Sums of outer products over all tokens: the gradients of W and U, most of what is left of a training step.

Rows of the right side are copied in the order they are read. The sums of a block stay in registers (`blocks`) while the
tokens of a chunk go by, and those of a strip of columns of the left side in the second cache while all chunks do. Every
sum is one chain of multiply-adds over the tokens in their order, whatever the sizes are.
"""

from __future__ import annotations

import numpy as np

from gatescope.engine.kernels.blocks import add_outer_block
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.record import Array, Positions

CHUNK = 256
"""Tokens that go by a block at a time."""

STRIP = 192
"""Columns of the left side, blocks of six, whose sums are finished before the next ones begin."""

PAGE = 4096
"""Bytes after which the first cache begins anew."""


@kernel
def add_outer_products(left: Array, first: int, stop: int, right: Array, rows: Positions, out: Array) -> None:
    """Add Σₙ ``left[n, first:stop] ⊗ right[rows[n]]`` to `out`.

    Args:
        left: (N, ≥ stop).
        right: (·, K).
        rows: (N,) rows of `right`.
        out: (stop − first, K).
    """
    tokens, columns = len(left), right.shape[1]
    tiles = np.empty(tokens * columns, left.dtype)
    j = 0
    while j + 64 <= columns:
        _copy(right, rows, j, 64, tiles)
        j += 64
    if columns & 32:
        _copy(right, rows, j, 32, tiles)
        j += 32
    while j < columns:
        _copy(right, rows, j, 1, tiles)
        j += 1
    # Rows that are pages apart fall into one set of the first cache: there a copy of the strip is read.
    apart = columns >= 64 and left.shape[1] * left.itemsize % PAGE == 0
    piece = np.empty((CHUNK, STRIP), left.dtype)
    for i in range(0, stop - first, STRIP):
        width = min(STRIP, stop - first - i)
        for start in range(0, tokens, CHUNK):
            count = min(CHUNK, tokens - start)
            if apart:
                for n in range(count):
                    for c in range(Column(width)):
                        piece[n, c] = left[start + n, Column(first + i) + c]
                _add_chunk(piece, 0, 0, width, tiles, tokens, start, count, columns, out, i)
            else:
                _add_chunk(left, start, first + i, width, tiles, tokens, start, count, columns, out, i)


@kernel
def _add_chunk(
    left: Array, row: int, column: int, width: int, tiles: Array, tokens: int, start: int, count: int, columns: int,
    out: Array, i: int,
) -> None:  # fmt: skip
    """Add the `count` tokens from `start` on, whose left side is at `row` and `column`, to `width` rows of `out`."""
    j = 0
    while j + 64 <= columns:
        at = j * tokens + start * 64
        k = 0
        while k + 6 <= width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 64, 6)
            k += 6
        while k < width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 64, 1)
            k += 1
        j += 64
    if columns & 32:
        at = j * tokens + start * 32
        k = 0
        while k + 6 <= width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 32, 6)
            k += 6
        while k < width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 32, 1)
            k += 1
        j += 32
    while j < columns:
        at = j * tokens + start
        k = 0
        while k + 6 <= width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 1, 6)
            k += 6
        while k < width:
            add_outer_block(left, row, column + k, tiles, at, count, out, i + k, j, 1, 1)
            k += 1
        j += 1


@kernel
def _copy(right: Array, rows: Positions, j: int, width: int, tiles: Array) -> None:
    """Write the columns `j` … `j + width` of the rows into a tile that starts at ``j * len(rows)``."""
    first = j * len(rows)
    for k in range(len(rows)):
        n = rows[k]
        for c in range(width):
            tiles[Column(first + k * width + c)] = right[n, Column(j + c)]
