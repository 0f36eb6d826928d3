"""Units that follow a property are found, whatever their sign and their size."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.units.correlated import correlated


def test_they_are_those_of_numpy_and_in_order() -> None:
    rng = np.random.default_rng(0)
    plural = rng.random(300) < 0.4
    states = rng.normal(size=(300, 5))
    states[:, 3] -= 6 * plural
    states[:, 1] += 2 * plural
    found = correlated(states, plural)
    for unit in range(5):
        assert found.correlations[unit] == pytest.approx(np.corrcoef(states[:, unit], plural)[0, 1])
    assert found.order[:2].tolist() == [3, 1]
    assert found.correlations[3] < -0.9
    assert found.above(0.9).tolist() == [3]


def test_a_unit_or_a_property_that_never_changes_follows_nothing() -> None:
    states = np.ones((10, 2))
    states[:, 1] = np.arange(10)
    assert correlated(states, np.arange(10)).correlations.tolist() == [0, pytest.approx(1)]
    assert correlated(states, np.ones(10)).correlations.tolist() == [0, 0]
