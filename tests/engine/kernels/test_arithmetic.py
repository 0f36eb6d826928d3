"""Arithmetic with whole arrays: the compiled one against NumPy's, in sizes with every kind of margin."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.arithmetic import NUMPY, AdamRates, Arithmetic
from gatescope.engine.executors import load_kernels

DTYPES = {np.float32: 1e-4, np.float64: 1e-12}


@pytest.fixture(scope="module")
def compiled() -> Arithmetic:
    return load_kernels().arithmetic(many=True)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("tokens", "columns", "width"), [(1, 1, 1), (70, 5, 33), (300, 14, 99), (129, 195, 64)])
def test_products(compiled: Arithmetic, dtype: type, tokens: int, columns: int, width: int) -> None:
    rng = np.random.default_rng(tokens)
    x, matrix = rng.normal(size=(tokens, width)).astype(dtype), rng.normal(size=(width, columns)).astype(dtype)
    for bias in (None, rng.normal(size=columns).astype(dtype)):
        found, wanted = np.full((2, tokens, columns), np.nan, dtype)
        compiled.write(x, matrix, bias, found)
        NUMPY.write(x, matrix, bias, wanted)
        np.testing.assert_allclose(found, wanted, rtol=0, atol=DTYPES[dtype])
        compiled.write(x[::-1], matrix, bias, found)
        np.testing.assert_allclose(found, wanted[::-1], rtol=0, atol=DTYPES[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("tokens", "first", "stop", "left", "width"),
    [(1, 0, 1, 1, 1), (3, 2, 9, 9, 5), (300, 6, 206, 210, 33), (259, 0, 200, 1024, 67), (20, 0, 96, 96, 128)],
)
def test_outer_products(
    compiled: Arithmetic, dtype: type, tokens: int, first: int, stop: int, left: int, width: int
) -> None:
    rng = np.random.default_rng(tokens)
    x, right = rng.normal(size=(tokens, left)).astype(dtype), rng.normal(size=(tokens + 4, width)).astype(dtype)
    for rows in (rng.integers(0, tokens + 4, tokens), slice(2, tokens + 2)):
        found, wanted = np.full((2, stop - first, width), np.nan, dtype)
        compiled.write_outer(x, first, stop, right, rows, found)
        NUMPY.write_outer(x, first, stop, right, rows, wanted)
        np.testing.assert_allclose(found, wanted, rtol=0, atol=DTYPES[dtype])
        if isinstance(rows, slice):
            compiled.write_outer(x[::-1], first, stop, right[2 : tokens + 2][::-1], slice(None), found)
        np.testing.assert_allclose(found, wanted, rtol=0, atol=DTYPES[dtype])


@pytest.mark.parametrize("units", [3, 70, 256])
def test_a_sum_of_outer_products_is_one_chain_over_the_tokens(compiled: Arithmetic, units: int) -> None:
    """Bit for bit what bundled models are made again with, whatever the sizes and the caches are."""
    tokens = 600
    x = np.ones((tokens, 4 * units), np.float32)
    x[0], x[1], x[2:] = 2.0**24, -(2.0**24), 0.25
    found = np.empty((4 * units, units), np.float32)
    compiled.write_outer(x, 0, 4 * units, np.ones((tokens, units), np.float32), slice(None), found)
    np.testing.assert_array_equal(found, 0.25 * (tokens - 2))


@pytest.mark.parametrize("dtype", DTYPES)
def test_adam_moves_with_the_same_bits(compiled: Arithmetic, dtype: type) -> None:
    rng = np.random.default_rng(2)
    value, gradient = rng.normal(size=(2, 3, 5, 37)).astype(dtype)
    rates = AdamRates(*map(dtype, (0.9, 0.1, 0.999, 0.001, 3e-3, 1e-8)))
    memories = np.abs(rng.normal(size=(2, 3, 5, 37))).astype(dtype)
    others = memories.copy()
    for _ in range(3):
        moved = compiled.move_by_adam(value, gradient, memories[0], memories[1], rates)
        np.testing.assert_array_equal(moved, NUMPY.move_by_adam(value, gradient, others[0], others[1], rates))
        np.testing.assert_array_equal(memories, others)
        value = moved
