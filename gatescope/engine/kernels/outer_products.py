"""Sums of outer products over all tokens: the gradients of W and U, most of what is left of a training step.

Tokens are taken in chunks, whose rows of the right side are copied in the order they are read; the sums of a block stay
in registers (`blocks`) while all tokens of a chunk go by. Every sum is one chain of multiply-adds over the tokens in
their order, whatever the sizes are.
"""

from __future__ import annotations

import numpy as np

from gatescope.engine.kernels.blocks import add_outer_block
from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.record import Array, Positions

CHUNK = 192
"""Tokens whose rows stay in the second cache."""


@kernel
def add_outer_products(left: Array, first: int, stop: int, right: Array, rows: Positions, out: Array) -> None:
    """Add Σₙ ``left[n, first:stop] ⊗ right[rows[n]]`` to `out`.

    Args:
        left: (N, ≥ stop).
        right: (·, K).
        rows: (N,) rows of `right`.
        out: (stop − first, K).
    """
    tile = np.empty(CHUNK * 64, left.dtype)
    columns = right.shape[1]
    for start in range(0, len(left), CHUNK):
        tokens = min(CHUNK, len(left) - start)
        j = 0
        while j + 64 <= columns:
            _copy(right, rows, start, tokens, j, 64, tile)
            i = 0
            while first + i + 6 <= stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 64, 6)
                i += 6
            while first + i < stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 64, 1)
                i += 1
            j += 64
        if columns & 32:
            _copy(right, rows, start, tokens, j, 32, tile)
            i = 0
            while first + i + 6 <= stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 32, 6)
                i += 6
            while first + i < stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 32, 1)
                i += 1
            j += 32
        while j < columns:
            _copy(right, rows, start, tokens, j, 1, tile)
            i = 0
            while first + i + 6 <= stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 1, 6)
                i += 6
            while first + i < stop:
                add_outer_block(left, start, first + i, tile, 0, tokens, out, i, j, 1, 1)
                i += 1
            j += 1


@kernel
def _copy(right: Array, rows: Positions, start: int, tokens: int, j: int, width: int, tile: Array) -> None:
    for k in range(tokens):
        m = rows[start + k]
        for c in range(width):
            tile[Column(k * width + c)] = right[m, Column(j + c)]
