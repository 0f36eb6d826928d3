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


@pytest.mark.parametrize("rows", [1, 3, 15, 16, 17, 31, 32, 48, 50, 65])
@pytest.mark.parametrize("columns", [1, 4, 15, 16, 17, 33, 64])
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


def test_tiles_hold_the_matrix_and_a_margin_of_zeros(product: ModuleType) -> None:
    matrix = np.arange(1.0, 18 * 33 + 1).reshape(18, 33)
    tiles, rows, columns = product.tiled(matrix)
    assert tiles.shape == (2, 3, 16, 16)
    assert (rows, columns) == (18, 33)
    whole = tiles.transpose(0, 2, 1, 3).reshape(32, 48)
    np.testing.assert_array_equal(whole[:18, :33], matrix)
    assert whole.sum() == matrix.sum()


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
