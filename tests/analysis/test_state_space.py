"""The plane of states: NumPy's singular values are the oracle; signs do not depend on the solver."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.state_space import state_plane
from gatescope.errors import ModelError

RNG = np.random.default_rng(3)


def clouds() -> list[np.ndarray]:
    spread = np.diag([3.0, 1.5, 0.4, 0.2, 0.1])
    return [RNG.normal(size=(400, 5)) @ spread + 7.0, RNG.normal(size=(6, 40)), RNG.normal(size=(3, 3)) * 1e200]


@pytest.mark.parametrize("states", clouds())
def test_components_are_numpys_singular_vectors(states: np.ndarray) -> None:
    found = state_plane(states)
    scaled = (states - states.mean(axis=0)) / np.abs(states).max()
    _, values, vectors = np.linalg.svd(scaled, full_matrices=False)
    np.testing.assert_allclose(np.abs((found.axes * vectors[:2]).sum(axis=1)), 1.0, rtol=1e-9)
    np.testing.assert_allclose(found.shares, values[:2] ** 2 / (values**2).sum(), rtol=1e-9)
    signs = np.sign((found.axes * vectors[:2]).sum(axis=1))
    size = np.abs(states).max()
    np.testing.assert_allclose(found.project(states) / size, scaled @ vectors[:2].T * signs, atol=1e-9)


def test_a_component_points_to_where_the_read_out_rises() -> None:
    states = RNG.normal(size=(200, 4)) @ np.diag([3.0, 2.0, 0.3, 0.1])
    for towards in ([1.0, -1.0, 0.0, 0.0], [-1.0, 1.0, 0.0, 0.0]):
        found = state_plane(states, towards)
        assert (found.axes @ np.array(towards) > 0).all()
    assert ((state_plane(states).axes ** 3).sum(axis=1) > 0).all()
    # The order of the rows and the sign that a solver returns change nothing.
    np.testing.assert_allclose(state_plane(states[::-1]).axes, state_plane(states).axes, atol=1e-9)


def test_states_that_are_not_finite_are_left_out_and_drawn_nowhere() -> None:
    states = RNG.normal(size=(50, 4))
    broken = states.copy()
    broken[40:] = np.nan
    found = state_plane(broken)
    np.testing.assert_allclose(found.axes, state_plane(states[:40]).axes)
    assert np.isnan(found.project(broken)[40:]).all()
    with pytest.raises(ModelError, match="none of the states is a finite number"):
        state_plane(np.full((3, 4), np.inf))


@pytest.mark.parametrize("units", [1, 2])
def test_one_and_two_units_are_their_own_axes(units: int) -> None:
    states = RNG.normal(size=(30, units))
    found = state_plane(states)
    assert not found.principal
    np.testing.assert_array_equal(found.project(states)[:, :units], states)
    assert found.shares.sum() == pytest.approx(1.0)


def test_one_state_alone_has_a_plane_in_which_nothing_varies() -> None:
    found = state_plane(np.ones((1, 5)))
    np.testing.assert_array_equal(found.shares, [0, 0])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)
    np.testing.assert_array_equal(found.project(np.ones((1, 5))), [[0, 0]])


def test_a_state_is_moved_to_a_place_of_the_plane_and_not_beside_it() -> None:
    states = RNG.normal(size=(60, 6))
    found = state_plane(states)
    moved = found.moved(states[3], (0.25, -1.5))
    np.testing.assert_allclose(found.project(moved[None]), [[0.25, -1.5]], atol=1e-12)
    left = (moved - states[3]) - found.turn((moved - states[3])[None])[0] @ found.axes
    np.testing.assert_allclose(left, 0.0, atol=1e-12)
