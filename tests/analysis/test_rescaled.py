"""Rows with a power of two of their own."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gatescope.analysis.rescaled import Rescaled


def exact(row: np.ndarray, exponent: int) -> list[Fraction]:
    return [Fraction(float(value)) * Fraction(2) ** int(exponent) for value in row]


def test_sums_of_rows_at_any_scale() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 7, 3))
    a[4] = b[5] = a[6] = b[6] = 0
    left = Rescaled(a, np.array([0, 3000, -5000, 10, -99_999_999, -20, 4]))
    right = Rescaled(b, np.array([2, 3004, 5000, -30, 7000, 99_999_999, 9]))
    found = left + right
    for row in (0, 1, 3):
        expected = [
            x + y for x, y in zip(exact(a[row], left.exponent[row]), exact(b[row], right.exponent[row]), strict=True)
        ]
        for value, wanted in zip(exact(found.mantissa[row], found.exponent[row]), expected, strict=True):
            assert float(value / wanted) == pytest.approx(1, rel=1e-12)
    # What is 10,000 powers smaller is lost beside the larger, and zeros have no scale.
    for row, only, exponent in ((2, b, 5000), (4, b, 7000), (5, a, -20)):
        np.testing.assert_array_equal(found.mantissa[row], only[row])
        assert found.exponent[row] == exponent
    assert not found.mantissa[6].any()
    same = Rescaled.plain(a) + Rescaled.plain(b)
    np.testing.assert_array_equal(same.mantissa, a + b)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_norms_whose_squares_no_float_holds(dtype: type[np.floating]) -> None:
    limits = np.finfo(dtype)
    rows = np.array([[3, 4], [0, 0], [3e-3, 0], [0, 0]], dtype)
    rows[1] = [limits.max / 2, limits.max / 2]
    rows[2] = [limits.tiny, limits.tiny]
    norms = Rescaled(rows, np.array([0, 10, -40_000, 5])).log10_norm()
    two = np.log10(2)
    expected = [np.log10(5), np.log10(float(limits.max)) + 9.5 * two]
    expected += [np.log10(float(limits.tiny)) - 39_999.5 * two, -np.inf]
    np.testing.assert_allclose(norms, expected, rtol=1e-7)


def test_plain_values_leave_the_range_quietly() -> None:
    rows = Rescaled(np.array([[1.5, -1.0], [1.5, -1.0], [1.5, -1.0]]), np.array([0, 9_999_999, -9_999_999]))
    np.testing.assert_array_equal(rows.values(), [[1.5, -1.0], [np.inf, -np.inf], [0, 0]])
    np.testing.assert_array_equal(rows.reversed().exponent, [-9_999_999, 9_999_999, 0])
    assert Rescaled.plain(rows.mantissa).values() is rows.mantissa


def test_rows_of_nothing() -> None:
    assert (Rescaled.plain(np.zeros((3, 0))).log10_norm() == -np.inf).all()
