"""The tiled product against NumPy's, with margins of every size."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest


@pytest.fixture(scope="module")
def product() -> ModuleType:
    from gatescope.engine.executors import import_kernels

    import_kernels()
    from gatescope.engine.kernels import product

    return product


@pytest.mark.parametrize("rows", [1, 2, 3, 16, 50, 65])
@pytest.mark.parametrize("columns", [*range(1, 18), 31, 32, 33, 63, 64, 65, 127, 128, 200])
def test_it_adds_to_the_row_and_touches_nothing_else(product: ModuleType, rows: int, columns: int) -> None:
    rng = np.random.default_rng(rows * 100 + columns)
    x, matrix = rng.normal(size=(3, rows)), rng.normal(size=(rows, columns))
    out = rng.normal(size=(4, columns + 7))
    expected = out.copy()
    expected[2, :columns] += x[1] @ matrix
    product.add_product(x, 1, product.tiled(matrix), out, 2)
    np.testing.assert_allclose(out, expected, rtol=0, atol=1e-13)
    np.testing.assert_array_equal(np.delete(out, 2, axis=0), np.delete(expected, 2, axis=0))
    np.testing.assert_array_equal(out[2, columns:], expected[2, columns:])


def test_tiles_are_strips_of_all_rows_wide_ones_first(product: ModuleType) -> None:
    matrix = np.arange(3 * 167.0).reshape(3, 167)
    tiles, rows, columns = product.tiled(matrix)
    assert (rows, columns) == (3, 167)
    j = 0
    for width in (64, 64, 32, 4, 2, 1):
        np.testing.assert_array_equal(tiles[3 * j : 3 * (j + width)], matrix[:, j : j + width].reshape(-1))
        j += width
    assert len(tiles) == 3 * j


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_tiles_start_on_a_cache_line(product: ModuleType, size: int, dtype: type) -> None:
    for _ in range(5):
        assert product.tiled(np.ones((size, size), dtype)).tiles.ctypes.data % 64 == 0


def test_a_sum_is_one_chain_from_the_first_row_to_the_last(product: ModuleType) -> None:
    """Bit for bit what the models' recipe repeats: the same on every machine that fuses multiply and add."""
    rows, columns = 40, 70
    matrix = np.ones((rows, columns), np.float32)
    matrix[0], matrix[1], matrix[2:] = 2.0**24, -(2.0**24), 0.25
    out = np.full((1, columns), 0.5, np.float32)
    product.add_product(np.ones((1, rows), np.float32), 0, product.tiled(matrix), out, 0)
    # 0.5 is lost beside 2²⁴ and what comes after is kept: another order would give 10.
    expected = np.full(columns, 9.5, np.float32)
    np.testing.assert_array_equal(out[0], expected)


def test_a_nan_spoils_its_own_column_alone(product: ModuleType) -> None:
    matrix = np.ones((20, 20))
    matrix[18, 17] = np.nan
    out = np.zeros((1, 20))
    product.add_product(np.ones((1, 20)), 0, product.tiled(matrix), out, 0)
    assert np.flatnonzero(np.isnan(out[0])).tolist() == [17]


def test_a_read_only_or_turned_matrix_becomes_tiles_of_one_kind(product: ModuleType) -> None:
    """Another memory order or a missing write flag would be another type to Numba, and compile again."""
    matrix = np.ones((20, 20))
    matrix.flags.writeable = False
    for form in (matrix, matrix.T, matrix[::2, ::2]):
        tiles = product.tiled(form).tiles
        assert tiles.flags.c_contiguous
        assert tiles.flags.writeable


def test_kernels_let_other_threads_run_and_know_nan(product: ModuleType) -> None:
    from numba import config

    from gatescope.engine.kernels import activations, gru, lstm, rnn

    if config.DISABLE_JIT:
        pytest.skip("the compiler is switched off")
    for module in (product, activations, rnn, gru, lstm):
        kernels = [value for value in vars(module).values() if hasattr(value, "targetoptions")]
        assert kernels
        for kernel in kernels:
            assert kernel.targetoptions["nogil"] is True
            assert kernel.targetoptions["fastmath"] == {"contract"}
            assert not kernel.targetoptions.get("parallel", False)
