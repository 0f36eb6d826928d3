"""The search finds what is known of cells built by hand, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.fixed_points.found import FixedPoint, FixedPoints
from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.engine.cells import Convention
from gatescope.engine.network import Network
from gatescope.engine.run import run
from tests.analysis.fixed_points.by_hand import KINDS, cell, points
from tests.engine.networks import random_network

# Gains with one, two and four stable points; between the two lies a saddle, among the four are four and a fifth point.
STRONG, WEAK = {"rnn": 2.0, "gru": 4.0, "lstm": 6.0}, {"rnn": 0.5, "gru": 1.0, "lstm": 1.0}
STABLE = {1: 0, 2: 1, 4: 2}


def gains(kind: str, stable: int) -> list[float]:
    name = kind.partition("-")[0]
    strong = STABLE[stable]
    return [STRONG[name]] * strong + [WEAK[name]] * (2 - strong)


def again(network: Network, state: np.ndarray, steps: int) -> np.ndarray:
    """The state after so many steps of the engine on zeros."""
    units = network.units
    initial = {"layer0.forward.hidden_state": state[:units]}
    if network.cell.name == "lstm":
        initial["layer0.forward.cell_state"] = state[units:]
    record = run(network, inputs=np.zeros((steps, 1)), initial=initial).records[network.parts[0]]
    return np.concatenate([record.hidden[-1], record.cell[-1]])


@pytest.mark.parametrize("stable", STABLE)
@pytest.mark.parametrize("kind", KINDS)
def test_every_point_that_is_there_is_found_with_its_kind(kind: str, stable: int) -> None:
    network = cell(kind, gains(kind, stable))
    found = fixed_points(network, np.zeros(1), starts=256)
    known = points(kind, gains(kind, stable))
    assert len(found.points) == len(known) == 3 ** STABLE[stable]
    for state, what in known:
        nearest = min(found.points, key=lambda point: float(np.linalg.norm(point.state - state)))
        np.testing.assert_allclose(nearest.state, state, atol=1e-8)
        assert (nearest.kind, nearest.q < 1e-20) == (what, True)
    assert sum(point.kind == "stable" for point in found.points) == stable
    assert _accounted(found) == 256


@pytest.mark.parametrize("angle", [0.7, 1.0, 2.5, 3.0])
def test_a_rotation_lets_no_difference_grow_and_none_fade(angle: float) -> None:
    """A linear RNN that turns its state: |λ| = 1 but for rounding, which makes of it neither a source nor a sink."""
    network = replace(random_network("rnn-tanh", 2, 1), convention=Convention(activation="linear"))
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for matrix, array in (("U", turned[None]), ("b_x", np.zeros((1, 2))), ("b_h", np.zeros((1, 2)))):
        layer = replace(network.layers[0][0], **{matrix: array})
        network = replace(network, layers=((layer,),))
    (found,) = fixed_points(network, np.zeros(1), starts=16).points
    np.testing.assert_allclose(found.state, 0, atol=1e-9)
    assert (found.kind, found.unstable, found.neutral) == ("stable", 0, 2)
    start = np.array([0.3, -0.4])
    assert np.linalg.norm(again(network, start, 500)) == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_the_network_itself_returns_to_a_stable_point_and_leaves_a_saddle(kind: str) -> None:
    network = cell(kind, gains(kind, 2))
    random = np.random.default_rng(3)
    for point in fixed_points(network, np.zeros(1), starts=128).points:
        nudged = point.state + 0.02 * random.normal(size=point.state.shape)
        away = float(np.linalg.norm(again(network, nudged, 300) - point.state))
        assert (away < 1e-6) == (point.kind == "stable")
        if point.kind == "saddle":
            along = point.state + 0.01 * point.directions[0]
            assert np.linalg.norm(again(network, along, 8) - point.state) > 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_points_and_another_the_same_places(kind: str) -> None:
    network = cell(kind, gains(kind, 2))
    one, two, three = (fixed_points(network, np.zeros(1), starts=96, seed=seed) for seed in (0, 0, 5))
    assert [point.starts for point in one.points] == [point.starts for point in two.points]
    assert all((a.state == b.state).all() for a, b in zip(one.points, two.points, strict=True))
    assert _places(one.points) == _places(three.points)


def test_the_ladder_falls_and_ends_at_the_points() -> None:
    found = fixed_points(cell("rnn", [2.0, 0.5]), np.zeros(1), starts=256)
    counts = [rung.count for rung in found.ladder]
    assert len(counts) >= 3
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == len(found.points) == 3


def _accounted(found: FixedPoints) -> int:
    return sum(point.starts for point in found.points) + sum(one.count for one in found.dropped)


def _places(found: tuple[FixedPoint, ...]) -> list[tuple[float, ...]]:
    return sorted(tuple(np.round(point.state, 6) + 0.0) for point in found)
