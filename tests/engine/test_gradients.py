"""Gradients against finite differences, in float64, for every cell, convention, depth and direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.backward import backward
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.packed import backward_packed, run_packed
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors

EPSILON = 1e-5
OFFSETS = np.array([0, 4, 5])


def slope(loss: Callable[[Array], float], at: Array, along: Array) -> float:
    """Derivative of `loss` at `at` along a direction, by the fourth-order central difference."""
    near = loss(at + EPSILON * along) - loss(at - EPSILON * along)
    far = loss(at + 2 * EPSILON * along) - loss(at - 2 * EPSILON * along)
    return (8 * near - far) / (12 * EPSILON)


@pytest.mark.slow
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_and_input(kind: str, layers: int, directions: str, executor: Executor) -> None:
    network = random_network(kind, 4, 3, layers, DIRECTIONS[directions], seed=layers)
    x = vectors(network, 5)
    rng = np.random.default_rng(7)
    ask = rng.normal(size=(5, 4 * len(network.directions)))

    def loss(changed: Network, inputs: Array) -> float:
        return float((run_packed(changed, inputs, OFFSETS, executor).hidden * ask).sum())

    gradients = backward_packed(run_packed(network, x, OFFSETS, executor), ask)
    along = rng.normal(size=x.shape)
    expected = slope(lambda values: loss(network, values), x, along)
    assert float((gradients.inputs * along).sum()) == pytest.approx(expected, rel=1e-6)
    for k, row in enumerate(network.layers):
        for d in range(len(row)):
            for name in ("W", "U", "b_x", "b_h"):
                value = getattr(row[d], name)
                along = rng.normal(size=value.shape)
                expected = slope(lambda v, k=k, d=d, name=name: loss(_with(network, k, d, name, v), x), value, along)
                found = float((getattr(gradients.layers[k][d], name) * along).sum())
                assert found == pytest.approx(expected, rel=1e-6), f"layer {k} {network.directions[d]} {name}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_initial_states_too(kind: str, executor: Executor) -> None:
    """Row 0 of the slopes is the derivative in the state that the sequence started from."""
    network = random_network(kind, 4, 3)
    x = vectors(network, 5)
    rng = np.random.default_rng(8)
    ask = rng.normal(size=(5, 4))
    initial = {f"layer0.forward.{state}": rng.normal(size=4) for state in network.cell.states}
    gradients = backward(network, run(network, inputs=x, initial=initial, executor=executor), ask, executor)
    slopes = gradients.slopes["layer0.forward"]
    rows = {"layer0.forward.hidden_state": slopes.hidden[0], "layer0.forward.cell_state": slopes.cell[0]}
    for key, value in initial.items():
        along = rng.normal(size=4)

        def loss(v: Array, key: str = key) -> float:
            trace = run(network, inputs=x, initial={**initial, key: v}, executor=executor)
            return float((trace.hidden * ask).sum())

        assert float(rows[key] @ along) == pytest.approx(slope(loss, value, along), rel=1e-6)


def test_ids_have_the_gradients_of_their_embedding_rows(executor: Executor) -> None:
    network = random_network("lstm", vocabulary=6)
    assert network.embedding is not None
    ids, ask = [4, 0, 4], np.random.default_rng(9).normal(size=(3, 5))
    by_id = backward(network, run(network, ids=ids, executor=executor), ask, executor)
    by_vector = backward(network, run(network, inputs=network.embedding[ids], executor=executor), ask, executor)
    np.testing.assert_array_equal(by_id.inputs, by_vector.inputs)
    np.testing.assert_array_equal(by_id.layers[0][0].U, by_vector.layers[0][0].U)


def test_the_trace_of_a_prefix_cache_has_gradients_too(executor: Executor) -> None:
    network = random_network("gru-after", vocabulary=6)
    ask = np.random.default_rng(9).normal(size=(3, 5))
    cached = PrefixCache().run(network, [4, 0, 4], executor).trace
    found = backward(network, cached, ask, executor)
    expected = backward(network, run(network, ids=[4, 0, 4], executor=executor), ask, executor)
    np.testing.assert_allclose(found.inputs, expected.inputs, rtol=0, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_the_slopes_are_the_whole_derivative_of_each_state(kind: str, executor: Executor) -> None:
    """∂L/∂h_t asked of a run that goes on from h_t must be what a longer run finds there."""
    network = random_network(kind, 4, 3)
    x = vectors(network, 6)
    ask = np.zeros((6, 4))
    ask[-1] = 1
    whole = backward(network, run(network, inputs=x, executor=executor), ask, executor)
    head = run(network, inputs=x[:2], executor=executor)
    initial = {f"layer0.forward.{state}": head[f"layer0.forward.{state}"][-1] for state in network.cell.states}
    tail = backward(network, run(network, inputs=x[2:], initial=initial, executor=executor), ask[2:], executor)
    found, expected = whole.slopes["layer0.forward"], tail.slopes["layer0.forward"]
    np.testing.assert_allclose(found.hidden[2], expected.hidden[0], rtol=1e-12)
    if kind == "lstm":
        # What reaches c₂ through h₂ = o ⊙ tanh(c₂) is counted in the longer run only.
        o, c = head["output_gate"][-1], head["cell_state"][-1]
        through_h = expected.hidden[0] * o * (1 - np.tanh(c) ** 2)
        np.testing.assert_allclose(found.cell[2], expected.cell[0] + through_h, rtol=1e-12)


def test_a_gradient_of_another_shape_is_refused(executor: Executor) -> None:
    network = random_network("lstm")
    trace = run(network, inputs=vectors(network, 3), executor=executor)
    with pytest.raises(UsageError, match=r"shape \(3, 4\), but the hidden states have \(3, 5\)"):
        backward(network, trace, np.ones((3, 4)), executor)


@pytest.mark.parametrize("offsets", [[0], [0, 2], [1, 3], [0, 2, 1, 3]])
def test_offsets_that_do_not_cover_the_tokens_are_refused(offsets: list[int], executor: Executor) -> None:
    network = random_network("lstm")
    with pytest.raises(UsageError, match="must rise from 0 to the 3 tokens"):
        run_packed(network, vectors(network, 3), np.array(offsets), executor)


def _with(network: Network, layer: int, side: int, name: str, value: Array) -> Network:
    rows = [list(row) for row in network.layers]
    changed: LayerParameters = replace(rows[layer][side], **{name: value})
    rows[layer][side] = changed
    return replace(network, layers=tuple(tuple(row) for row in rows))
