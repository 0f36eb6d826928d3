"""A gain is measured against the numbers that it scales."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.views.weights.gains import Gains

KEY = "layer0.forward.U.forget_gate"


@pytest.fixture
def trained() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(30, 20)).astype(np.float32)


def test_every_turn_starts_from_the_same_numbers(trained: np.ndarray) -> None:
    gains, now = Gains(), trained.copy()
    now[3, 3] = 7.0
    base = now
    for wanted in (2.0, 0.0, 0.37, 1e-3, 9999.0, 1.0):
        now = gains.turned(KEY, now, trained, wanted).copy()
        assert gains.of(KEY, now, trained) == wanted
        np.testing.assert_allclose(now, base * wanted, rtol=1e-6)
    assert np.array_equal(now, base)


def test_an_edit_after_a_gain_is_a_new_beginning(trained: np.ndarray) -> None:
    gains = Gains()
    now = gains.turned(KEY, trained, trained, 2.0)
    assert gains.of(KEY, now, trained) == 2.0
    edited = now.copy()
    edited[29, 19] *= 1.001
    assert gains.of(KEY, edited, trained) == 1.0
    np.testing.assert_allclose(gains.turned(KEY, edited, trained, 3.0), edited * 3.0, rtol=1e-6)
    assert gains.of(KEY, now, trained) == 2.0, "undone, it is twice the trained one again"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_another_multiple_of_the_trained_array_is_its_gain(trained: np.ndarray, dtype: type) -> None:
    values = trained.astype(dtype)
    assert Gains().of(KEY, (values * 0.7).astype(dtype), values) == pytest.approx(0.7)
    assert Gains().of(KEY, -values, values) == -1.0
    assert Gains().of(KEY, np.zeros_like(values), values) == 0.0


def test_what_is_no_number_or_all_zero_has_no_gain(trained: np.ndarray) -> None:
    bad = trained.copy()
    bad[0, 0] = np.nan
    zeros = np.zeros_like(trained)
    for now, before in ((bad, trained), (trained, bad), (trained, zeros), (zeros, zeros.copy())):
        assert Gains().of(KEY, now, before) == 1.0
    assert np.isnan(Gains().turned(KEY, bad, trained, 2.0)[0, 0])
    assert Gains().of(KEY, np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32)) == 1.0
