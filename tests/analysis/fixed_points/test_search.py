"""What the search drops and why, how it is stopped, and what a layer reads for ever."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.fixed_points import search
from gatescope.analysis.fixed_points.constant import Constant, constant_input, nearest_fixed_points
from gatescope.analysis.fixed_points.found import DIVERGED, LEFT, NO_NUMBER, NOT_CONVERGED, NOT_FOLLOWED
from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.analysis.fixed_points.starts import Region
from gatescope.engine.cells import RNN, Convention
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.analysis.fixed_points.by_hand import cell
from tests.engine.networks import random_network

ZERO = np.zeros(1)


def affine(gain: float, offset: float) -> Network:
    """h = gain · h + offset, which is at rest at offset / (1 − gain), of two units."""
    U, bias = np.array([np.eye(2) * gain]), np.full((1, 2), offset)
    parameters = LayerParameters(np.zeros((1, 2, 1)), U, bias, np.zeros((1, 2)))
    return Network(RNN, Convention(activation="linear"), ((parameters,),))


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        (affine(0.5, np.nan), NO_NUMBER),
        (affine(0.5, 50.0), LEFT),
        (affine(0.5, 5e6), DIVERGED),
        (affine(1.0, 0.02), NOT_CONVERGED),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_start_that_leads_to_no_point_is_dropped_with_its_reason(network: Network, reason: str) -> None:
    found = fixed_points(network, ZERO, starts=40, visited=np.zeros((1, 2)))
    assert found.points == ()
    assert [(one.reason, one.count) for one in found.dropped] == [(reason, 40)]
    if reason == NOT_CONVERGED:
        assert found.slowest == pytest.approx(0.02 * np.sqrt(2))


def test_a_relu_that_diverges_is_searched_within_bounds() -> None:
    network = random_network("rnn-relu", units=12, scale=8.0)
    found = fixed_points(network, np.ones(4), starts=64)
    assert sum(point.starts for point in found.points) + sum(one.count for one in found.dropped) == 64
    assert all(np.isfinite(point.state).all() and point.q < 1e-20 for point in found.points)


def test_starts_lie_about_the_visited_states_and_numbers_that_ran_off_are_none_of_them() -> None:
    visited = np.array([[0.5, 0.5], [0.7, 0.5], [np.nan, 0.0], [1e20, 0.0]])
    starts = Region(visited, 2).starts(400, 0)
    near = np.linalg.norm(starts - [0.6, 0.5], axis=1)
    assert np.median(near) < 0.2
    assert near.max() < 4


def test_a_search_reports_rising_shares_and_ends_when_it_is_cancelled() -> None:
    shares: list[float] = []
    fixed_points(affine(0.5, 0.1), ZERO, starts=32, report=shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1

    def cancel(share: float) -> None:
        if share > 0.4:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        fixed_points(random_network("lstm"), np.zeros(4), starts=32, report=cancel)


def test_what_makes_no_search_is_refused() -> None:
    with pytest.raises(UsageError, match="reads vectors of 1 numbers"):
        fixed_points(affine(0.5, 0.1), np.zeros(3))
    for wrong in ({"starts": 0}, {"seed": -1}, {"tolerance": 0.0}):
        with pytest.raises(UsageError, match="at least one start"):
            fixed_points(affine(0.5, 0.1), ZERO, **wrong)  # type: ignore[arg-type]


def test_the_points_of_a_word_are_those_of_its_vector_and_do_not_depend_on_the_text() -> None:
    network = random_network("gru-after", vocabulary=7)
    assert network.embedding is not None
    known = fixed_points(network, network.embedding[3])
    for ids in ([1, 2], [5]):
        found = nearest_fixed_points(network, run(network, ids=ids), constant=Constant(word=3), part=network.parts[0])
        assert [point.starts for point in found.points] == [point.starts for point in known.points]
    zero = nearest_fixed_points(network, run(network, ids=[1]), constant=Constant(), part=Part.of(7, "forward"))
    np.testing.assert_allclose(zero.points[0].state, fixed_points(network, np.zeros(4)).points[0].state, atol=1e-8)
    with pytest.raises(UsageError, match="no word 9"):
        nearest_fixed_points(network, run(network, ids=[1]), constant=Constant(word=9), part=network.parts[0])


def test_a_network_of_vectors_reads_a_vector() -> None:
    network, vector = random_network("lstm"), np.random.default_rng(0).normal(size=4)
    trace = run(network, inputs=vector[None])
    found = nearest_fixed_points(network, trace, constant=Constant.of(vector), part=network.parts[0])
    np.testing.assert_array_equal(found.points[0].state, fixed_points(network, vector).points[0].state)
    with pytest.raises(UsageError, match="vectors of 4 numbers, not of 3"):
        nearest_fixed_points(network, trace, constant=Constant.of(vector[:3]), part=network.parts[0])


@pytest.mark.parametrize("directions", [("forward",), ("forward", "reverse")])
def test_an_upper_layer_reads_what_the_layer_below_comes_to_rest_at(directions: tuple[str, ...]) -> None:
    network = random_network("gru-before", layers=2, directions=directions)  # type: ignore[arg-type]
    vector = np.random.default_rng(1).normal(size=4)
    found = constant_input(network, Part.of(1, "forward"), vector)
    for side, direction in enumerate(directions):
        below = fixed_points(network, vector, Part.of(0, direction), starts=8)  # type: ignore[arg-type]
        np.testing.assert_allclose(found[5 * side : 5 * side + 5], below.points[0].state, atol=1e-6)


def test_layers_below_that_never_come_to_rest_are_named() -> None:
    network = random_network("rnn-tanh", layers=2)
    lower = network.layers[0][0]
    # Two units that turn around each other by a right angle a step.
    U = np.zeros_like(lower.U)
    U[0, 0, 1], U[0, 1, 0] = 3.0, -3.0
    turning = replace(lower, U=U, b_x=lower.b_x * 0 + 0.1)
    network = replace(network, layers=((turning,), network.layers[1]))
    with pytest.raises(ModelError, match="layer 1 does not come to rest"):
        constant_input(network, Part.of(1, "forward"), np.ones(4))


@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "lstm"])
def test_one_unit_has_points_with_what_the_read_out_says_there(kind: str) -> None:
    network = random_network(kind, units=1)
    (point, *_) = fixed_points(network, np.zeros(4), starts=32).points
    readout = network.readouts[0]
    logit = float((readout.weight @ point.state[:1] + readout.bias)[0])
    assert point.readouts["sentiment"][0] == pytest.approx(1 / (1 + np.exp(-logit)))


def test_only_the_layer_that_is_read_out_has_read_outs() -> None:
    network = random_network("gru-after", layers=2)
    for part in network.parts:
        found = fixed_points(network, np.zeros(network.parameters(part).inputs), part, starts=32)
        assert all(bool(point.readouts) == (part.layer == 1) for point in found.points)


def test_of_a_large_layer_only_the_slowest_places_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WORK", 0.0)
    monkeypatch.setattr(search, "_FEWEST", 1)
    found = fixed_points(cell("rnn", [2.0, 2.0]), ZERO, starts=64)
    assert len(found.points) == 1
    assert [one.reason for one in found.dropped] == [NOT_FOLLOWED]
    assert found.points[0].starts + found.dropped[0].count == 64
