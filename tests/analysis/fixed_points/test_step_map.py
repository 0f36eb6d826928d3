"""The map is the engine's step and its Jacobian what finite differences of the engine give, for every convention."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.fixed_points.newton import newton_step
from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.analysis.fixed_points.step_map import StepMap
from gatescope.engine.network import Network
from gatescope.engine.packed import run_packed
from tests.analysis.cases import OPTIONS, network

SIDE = 1e-6


def stepped(net: Network, states: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """(n, S) one step of the engine from each of (n, S) states."""
    outputs = net.outputs
    initial = {"layer0.forward.hidden_state": states[:, :outputs]}
    if net.cell.name == "lstm":
        initial["layer0.forward.cell_state"] = states[:, outputs:]
    vectors = np.tile(vector, (len(states), 1))
    record = run_packed(net, vectors, np.arange(len(states) + 1), initial=initial).records[net.parts[0]]
    return np.concatenate([record.hidden[1::2], record.cell[1::2]], axis=1)


def numeric(net: Network, state: np.ndarray, vector: np.ndarray) -> np.ndarray:
    sides = SIDE * np.eye(len(state))
    moved = stepped(net, np.concatenate([state + sides, state - sides]), vector)
    return np.asarray((moved[: len(state)] - moved[len(state) :]).T / (2 * SIDE))


@pytest.mark.parametrize("name", OPTIONS)
def test_the_map_is_one_step_of_the_engine_and_its_jacobian_the_numeric_one(name: str) -> None:
    net = network(name)
    random = np.random.default_rng(1)
    vector = random.normal(size=3)
    step = StepMap.of(net, net.parts[0], vector, np.float64)
    states = random.normal(size=(4, step.width)) * 0.4
    now = step(states)
    np.testing.assert_allclose(now.states, stepped(net, states, vector), rtol=0, atol=1e-13)
    jacobians, asked = now.jacobians(), random.normal(size=states.shape)
    for J, state in zip(jacobians, states, strict=True):
        np.testing.assert_allclose(J, numeric(net, state, vector), atol=2e-8)
    np.testing.assert_allclose(now.pull(asked), np.einsum("nsk,ns->nk", jacobians, asked), atol=1e-12)


@pytest.mark.parametrize("name", ["rnn", "gru-after", "gru-before", "lstm", "lstm-projection", "lstm-coupled"])
def test_eigenvalues_at_a_point_are_those_of_the_numeric_jacobian(name: str) -> None:
    net = network(name, units=6)
    vector = np.random.default_rng(2).normal(size=3)
    found = fixed_points(net, vector, starts=64)
    assert found.points
    for point in found.points:
        known = np.linalg.eigvals(numeric(net, point.state, vector))
        assert max(np.abs(known - one).min() for one in point.eigenvalues) <= 1e-6
        assert max(np.abs(point.eigenvalues - one).min() for one in known) <= 1e-6
        assert point.largest == pytest.approx(np.abs(known).max(), abs=1e-6)


@pytest.mark.parametrize("name", OPTIONS)
def test_newtons_step_solves_for_the_whole_state(name: str) -> None:
    net = network(name)
    step = StepMap.of(net, net.parts[0], np.zeros(3), np.float64)
    states = np.random.default_rng(4).normal(size=(3, step.width)) * 0.4
    now = step(states)
    whole = np.linalg.solve(now.jacobians() - np.eye(step.width), (states - now.states)[:, :, None])[:, :, 0]
    np.testing.assert_allclose(newton_step(now, states), whole, rtol=1e-7, atol=1e-9)
