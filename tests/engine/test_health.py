"""The first step that is not a finite number."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.health import first_bad
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("directions", DIRECTIONS)
def test_healthy_runs_are_healthy(kind: str, directions: str, executor: Executor) -> None:
    network = random_network(kind, layers=2, directions=DIRECTIONS[directions])
    assert first_bad(run(network, inputs=vectors(network, 7), executor=executor)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_input_is_found_where_it_enters(kind: str, executor: Executor) -> None:
    network = random_network(kind)
    x = vectors(network, 7)
    x[4] = np.nan
    gate = network.cell.gates[0]
    assert first_bad(run(network, inputs=x, executor=executor)) == (4, f"layer0.forward.preactivation.{gate}", 0)


def test_a_bad_weight_names_its_gate_and_unit(executor: Executor) -> None:
    network = random_network("lstm")
    weight = network.array("layer0.forward.U.forget_gate").copy()
    weight[3, 2] = np.nan
    network = network.with_array("layer0.forward.U.forget_gate", weight)
    trace = run(network, inputs=vectors(network, 3), executor=executor)
    # 0 · NaN is NaN: it shows at the very first step.
    assert first_bad(trace) == (0, "layer0.forward.preactivation.forget_gate", 3)


def test_a_reverse_direction_goes_bad_from_where_it_began(executor: Executor) -> None:
    network = random_network("gru-after", directions=("reverse",))
    x = vectors(network, 7)
    x[4] = np.inf
    trace = run(network, inputs=x, executor=executor)
    found = first_bad(trace)
    assert found is not None
    assert found[0] == 4
    assert np.isfinite(trace["layer0.reverse.hidden_state"][5:]).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_weights_never_crash(kind: str, dtype: type[np.floating], executor: Executor) -> None:
    network = random_network(kind, layers=2)
    part = "layer0.forward"
    for matrix in ("W", "U"):
        for gate in network.cell.gates:
            key = f"{part}.{matrix}.{gate}"
            network = network.with_array(key, network.array(key) * 1e30)
    network = network.astype(dtype)  # type: ignore[arg-type]
    trace = run(network, inputs=vectors(network, 6), executor=executor)
    found = first_bad(trace)
    if kind == "rnn-relu" and dtype == np.float32:
        # 1e30 · 1e30 does not fit float32 any more: the second step overflows.
        assert found is not None
        assert found[:2] == (1, "layer0.forward.preactivation.hidden_state")
    for signal in trace.cell.unit_interval:
        values = trace[f"{part}.{signal}"]
        assert ((values >= 0) & (values <= 1) | np.isnan(values)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_infinite_preactivations_saturate(kind: str, executor: Executor) -> None:
    network = random_network(kind, inputs=1)
    for gate in network.cell.gates:
        key = f"layer0.forward.W.{gate}"
        network = network.with_array(key, np.full_like(network.array(key), np.inf))
    trace = run(network, inputs=np.array([[-1.0], [1.0]]), executor=executor)
    for gate in network.cell.gates:
        low = 0 if gate in network.cell.unit_interval or kind == "rnn-relu" else -1
        high = np.inf if kind == "rnn-relu" else 1
        np.testing.assert_allclose(trace[gate][0], low, atol=1e-12)
        np.testing.assert_allclose(trace[gate][1], high, atol=1e-12)


def test_start_passes_over_what_was_looked_at_before(executor: Executor) -> None:
    network = random_network("rnn-tanh")
    x = vectors(network, 6)
    x[1, 0] = np.inf
    trace = run(network, inputs=x, executor=executor)
    found = first_bad(trace)
    assert found is not None
    assert found[0] == 1
    assert first_bad(trace, start=2) is None


def test_sums_that_overflow_are_no_bad_step(executor: Executor) -> None:
    network = random_network("rnn-relu", inputs=1, dtype=np.float32)
    key = "layer0.forward.W.hidden_state"
    network = network.with_array(key, np.ones_like(network.array(key)))
    trace = run(network, inputs=np.array([[2e38]]), executor=executor)
    with np.errstate(over="ignore"):
        assert np.isinf(trace["preactivation.hidden_state"].sum())
    assert first_bad(trace) is None
