"""tanh, σ and relu of the kernels over their whole range."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

X = np.concatenate([np.linspace(-20, 20, 400_001), np.geomspace(1e-30, 1e30, 2001), -np.geomspace(1e-30, 1e30, 2001)])
ODD = np.array([np.inf, -np.inf, np.nan, 0.0, -0.0, 3.4e38, -3.4e38])


@pytest.fixture(scope="module")
def activations() -> ModuleType:
    from gatescope.engine.executors import import_kernels

    import_kernels()
    from gatescope.engine.kernels import activations

    return activations


def apply(row: object, values: np.ndarray, dtype: type) -> np.ndarray:
    source = np.array([values, np.zeros_like(values)], dtype=dtype)
    target = np.zeros_like(source)
    # Without the compiler NumPy's scalars warn of what is meant to happen.
    with np.errstate(all="ignore"):
        row(source, 0, target, 1, 0, len(values))  # type: ignore[operator]
    assert not target[0].any()
    return target[1]


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-6), (np.float64, 1e-15)])
def test_tanh_and_sigmoid_are_close_to_the_true_ones(activations: ModuleType, dtype: type, tolerance: float) -> None:
    x = X.astype(dtype).astype(np.float64)
    np.testing.assert_allclose(apply(activations.tanh_row, x, dtype), np.tanh(x), rtol=0, atol=tolerance)
    true = 0.5 * np.tanh(0.5 * x) + 0.5
    np.testing.assert_allclose(apply(activations.sigmoid_row, x, dtype), true, rtol=0, atol=tolerance)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_they_stay_in_range_and_are_odd_about_their_middle(activations: ModuleType, dtype: type) -> None:
    x = X.astype(dtype)
    y = apply(activations.tanh_row, x, dtype)
    assert np.abs(y).max() <= 1
    np.testing.assert_array_equal(apply(activations.tanh_row, -x, dtype), -y)
    p = apply(activations.sigmoid_row, x, dtype)
    assert p.min() >= 0
    assert p.max() <= 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_infinities_saturate_and_nan_stays(activations: ModuleType, dtype: type) -> None:
    nan = np.nan
    np.testing.assert_array_equal(apply(activations.tanh_row, ODD, dtype), [1, -1, nan, 0, 0, 1, -1])
    np.testing.assert_array_equal(apply(activations.sigmoid_row, ODD, dtype), [1, 0, nan, 0.5, 0.5, 1, 0])
    big = dtype(3.4e38)
    np.testing.assert_array_equal(apply(activations.relu_row, ODD, dtype), [np.inf, 0, nan, 0, 0, big, 0])


def test_only_the_columns_asked_for_are_written(activations: ModuleType) -> None:
    source, target = np.ones((1, 40), np.float32), np.zeros((1, 40), np.float32)
    activations.tanh_row(source, 0, target, 0, 3, 21)
    assert np.flatnonzero(target[0]).tolist() == list(range(3, 21))
