"""Gradients and Jacobians under every convention and with values held."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.gradients import gradients
from gatescope.analysis.jacobian import recurrent_jacobian
from gatescope.engine import executors
from gatescope.engine.backward import backward
from gatescope.engine.interventions import NONE
from gatescope.engine.network import Array
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from tests.analysis.cases import OPTIONS, clamped, network
from tests.engine.networks import DIRECTIONS, vectors


@pytest.mark.parametrize("hold", [False, True])
@pytest.mark.parametrize("name", OPTIONS)
def test_gradients_are_differences_of_runs(name: str, hold: bool) -> None:
    """∂L/∂x by moving the inputs, and every other gradient by the engine's backward."""
    net = network(name, layers=2, directions=DIRECTIONS["both"])
    what = clamped(net) if hold else NONE
    x = vectors(net, 6)

    def traced(inputs: Array) -> Trace:
        return run(net, inputs=inputs, interventions=what, executor=executors.reference)

    trace = traced(x)
    found = gradients(net, trace, "readout:sentiment@3", executor=executors.reference)
    along = np.random.default_rng(3).normal(size=x.shape) * 1e-6
    weight = net.readouts[0].weight[0]
    difference = (traced(x + along).hidden[3] - traced(x - along).hidden[3]) @ weight / 2
    assert float((found["grad.inputs"] * along).sum()) == pytest.approx(difference, rel=1e-5, abs=1e-13)

    ask = np.zeros_like(trace.hidden)
    ask[3] = weight
    expected = backward(net, trace, ask, executors.reference)
    for part, slopes in expected.slopes.items():
        turn = -1 if part.endswith("reverse") else 1
        hidden = found[f"{part}.grad.hidden_state"]
        np.testing.assert_allclose(hidden, slopes.hidden[1:][::turn], rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("direction", ["forward", "reverse"])
@pytest.mark.parametrize("hold", [False, True])
@pytest.mark.parametrize("name", OPTIONS)
def test_a_jacobian_is_one_steps_differences(name: str, hold: bool, direction: str) -> None:
    """Each token is stepped alone from the state before it, moved a little in one unit after the other."""
    net = network(name, directions=(direction,))  # type: ignore[arg-type]
    what = clamped(net) if hold else NONE
    x, part = vectors(net, 4), f"layer0.{direction}"
    trace = run(net, inputs=x, interventions=what, executor=executors.reference)
    jacobian = recurrent_jacobian(net, trace)
    record = trace.records[part]
    order = range(4) if direction == "forward" else range(3, -1, -1)
    for step, token in enumerate(order):
        start = {f"{part}.hidden_state": record.hidden[step]}
        if net.cell.name == "lstm":
            start[f"{part}.cell_state"] = record.cell[step]
        expected = np.empty((net.outputs, net.outputs))
        for unit in range(net.outputs):
            ends = []
            for sign in (1, -1):
                moved = record.hidden[step] + sign * 1e-6 * np.eye(net.outputs)[unit]
                after = run(
                    net,
                    inputs=x[token : token + 1],
                    initial={**start, f"{part}.hidden_state": moved},
                    interventions=what,
                    executor=executors.reference,
                )
                ends.append(after.hidden[0])
            expected[:, unit] = (ends[0] - ends[1]) / 2e-6
        if hold:
            # A unit that is taken out starts from 0 whatever it is moved to.
            expected[:, 0] = jacobian.matrix(step)[:, 0]
        np.testing.assert_allclose(jacobian.matrix(step), expected, rtol=1e-6, atol=1e-8, err_msg=f"token {token}")


@pytest.mark.parametrize("hold", [False, True])
@pytest.mark.parametrize("name", OPTIONS)
def test_norms_and_singular_values_are_numpys(name: str, hold: bool) -> None:
    net = network(name, units=8)
    trace = run(net, inputs=vectors(net, 9), interventions=clamped(net) if hold else NONE, executor=executors.reference)
    jacobian = recurrent_jacobian(net, trace)
    matrices = [jacobian.matrix(token) for token in range(9)]
    np.testing.assert_allclose(jacobian.frobenius(), [np.linalg.norm(m) for m in matrices], rtol=1e-10, atol=1e-14)
    largest = [np.linalg.svd(m, compute_uv=False)[0] for m in matrices]
    np.testing.assert_allclose(jacobian.largest_singular_value(tolerance=1e-9), largest, rtol=1e-6, atol=1e-14)
    rng = np.random.default_rng(4)
    u, v = rng.normal(size=(2, 9, net.outputs))
    back = jacobian.apply_transposed(u)
    expected = np.stack([m.T @ row for m, row in zip(matrices, u, strict=True)])
    np.testing.assert_allclose(back, expected, rtol=1e-10, atol=1e-13)
    expected = np.stack([m @ row for m, row in zip(matrices, v, strict=True)])
    np.testing.assert_allclose(jacobian.apply(v), expected, rtol=1e-10, atol=1e-13)
