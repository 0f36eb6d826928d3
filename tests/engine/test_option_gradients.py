"""Gradients of every option and of interventions against finite differences, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.backward import backward
from gatescope.engine.executors import Executor
from gatescope.engine.interventions import NONE, Clamp, Interventions
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import backward_packed, run_packed
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.engine.options import OPTIONS, random_interventions, random_option
from tests.engine.test_gradients import slope

pytestmark = pytest.mark.slow

TOKENS = 5


@pytest.mark.parametrize(("layers", "directions"), [(1, "forward"), (2, "both"), (3, "reverse")])
@pytest.mark.parametrize("name", OPTIONS)
def test_every_option(name: str, layers: int, directions: str, executor: Executor) -> None:
    check(random_option(name, 5, 3, layers, DIRECTIONS[directions], seed=layers), NONE, executor)


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("name", [*KINDS, *OPTIONS])
def test_with_held_values(name: str, directions: str, executor: Executor) -> None:
    make = random_network if name in KINDS else random_option
    network = make(name, 5, 3, 2, DIRECTIONS[directions])
    check(network, random_interventions(network, TOKENS), executor)


@pytest.mark.parametrize("name", ["lstm everything", "gru before clip"])
def test_of_several_sequences(name: str, executor: Executor) -> None:
    network = random_option(name, 5, 3, 2, ("forward", "reverse"))
    x, offsets = vectors(network, TOKENS), np.array([0, 3, 3, 5])
    ask = np.random.default_rng(2).normal(size=(TOKENS, 2 * network.outputs))
    together = backward_packed(run_packed(network, x, offsets, executor), ask)
    first, second = (
        backward(network, run(network, inputs=x[a:b], executor=executor), ask[a:b], executor)
        for a, b in ((0, 3), (3, 5))
    )
    for k, row in enumerate(together.layers):
        for side, parameters in enumerate(row):
            for key, array in parameters.arrays().items():
                alone = first.layers[k][side].arrays()[key] + second.layers[k][side].arrays()[key]
                np.testing.assert_allclose(array, alone, rtol=0, atol=1e-12, err_msg=key)


@pytest.mark.parametrize("name", ["lstm peepholes", "lstm projection", "lstm everything", "gru before", "rnn elu"])
def test_in_the_initial_states(name: str, executor: Executor) -> None:
    network = random_option(name, 5, 3)
    x, rng = vectors(network, TOKENS), np.random.default_rng(8)
    ask = rng.normal(size=(TOKENS, network.outputs))
    widths = {"hidden_state": network.outputs, "cell_state": network.units}
    initial = {f"layer0.forward.{state}": rng.normal(size=widths[state]) for state in network.cell.states}
    gradients = backward(network, run(network, inputs=x, initial=initial, executor=executor), ask, executor)
    slopes = gradients.slopes["layer0.forward"]
    for state, found in (("hidden_state", slopes.hidden[0]), ("cell_state", slopes.cell[0])):
        if state not in network.cell.states:
            continue
        key = f"layer0.forward.{state}"
        along = rng.normal(size=widths[state])

        def loss(value: Array, key: str = key) -> float:
            return float(
                (run(network, inputs=x, initial={**initial, key: value}, executor=executor).hidden * ask).sum()
            )

        assert float(found @ along) == pytest.approx(slope(loss, initial[key], along), rel=1e-6)


@pytest.mark.parametrize("signal", ["input_gate", "forget_gate", "candidate", "output_gate", "cell_state"])
def test_a_held_value_tells_what_the_loss_would_gain_from_it(signal: str, executor: Executor) -> None:
    """Of a held cell state and its gates: through the cell's slope, d c = g d i + c₋₁ d f + i d g."""
    network = random_network("lstm", 4, 3)
    x, ask = vectors(network, TOKENS), np.random.default_rng(5).normal(size=(TOKENS, 4))

    def trace(value: float) -> tuple[float, object]:
        clamps = Interventions((Clamp(signal, value, (2,), range(2, 3)),))
        found = run(network, inputs=x, interventions=clamps, executor=executor)
        return float((found.hidden * ask).sum()), found

    expected = (trace(0.3 + 1e-5)[0] - trace(0.3 - 1e-5)[0]) / 2e-5
    clamped = trace(0.3)[1]
    slopes = backward(network, clamped, ask, executor).slopes["layer0.forward"]  # type: ignore[arg-type]
    d_c = slopes.cell[3, 2]
    through = {
        "input_gate": d_c * clamped["candidate"][2, 2],  # type: ignore[index]
        "forget_gate": d_c * clamped["cell_state"][1, 2],  # type: ignore[index]
        "candidate": d_c * clamped["input_gate"][2, 2],  # type: ignore[index]
        "output_gate": slopes.hidden[3, 2] * np.tanh(clamped["cell_state"][2, 2]),  # type: ignore[index]
        "cell_state": d_c,
    }
    assert through[signal] == pytest.approx(expected, rel=1e-6)


def check(network: Network, interventions: Interventions, executor: Executor) -> None:
    x, rng = vectors(network, TOKENS), np.random.default_rng(7)
    ask = rng.normal(size=(TOKENS, network.outputs * len(network.directions)))

    def loss(changed: Network, inputs: Array) -> float:
        return float((run(changed, inputs=inputs, interventions=interventions, executor=executor).hidden * ask).sum())

    found = backward(network, run(network, inputs=x, interventions=interventions, executor=executor), ask, executor)
    compare(found.inputs, lambda values: loss(network, values), x, rng, "inputs")
    for k, row in enumerate(network.layers):
        for side, parameters in enumerate(row):
            for key, value in parameters.arrays().items():

                def changed(v: Array, k: int = k, side: int = side, key: str = key) -> float:
                    rows = [list(row) for row in network.layers]
                    rows[k][side] = replace(rows[k][side], **{key: v})
                    return loss(replace(network, layers=tuple(map(tuple, rows))), x)

                compare(getattr(found.layers[k][side], key), changed, value, rng, f"layer {k} {side} {key}")


def compare(found: Array, loss: Callable[[Array], float], at: Array, rng: np.random.Generator, name: str) -> None:
    along = rng.normal(size=at.shape)
    expected = slope(loss, at, along)
    assert float((found * along).sum()) == pytest.approx(expected, rel=1e-6, abs=1e-9), name
