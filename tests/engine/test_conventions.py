"""What the options mean, said in other words than the equations, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine import activations
from gatescope.engine.activations import NAMES, squash
from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.executors import Executor
from gatescope.engine.health import first_bad
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.run import run
from gatescope.errors import ModelError, UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.engine.options import OPTIONS, random_option

T = 6


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_changes_what_comes_out(name: str, executor: Executor) -> None:
    """Had an option no effect, no other test would notice that it was not applied."""
    network = random_option(name)
    plain = replace(
        network,
        convention=Convention(reset_after=network.convention.reset_after),
        layers=tuple(
            tuple(replace(p, peepholes=None, initial_hidden=None, initial_cell=None) for p in row)
            for row in network.layers
        ),
    )
    if name == "lstm projection":
        plain = network.with_array("layer0.forward.projection.hidden_state", np.eye(network.outputs, network.units))
    x = vectors(network, T)
    difference = run(network, inputs=x, executor=executor).hidden - run(plain, inputs=x, executor=executor).hidden
    assert np.abs(difference).max() > 1e-3


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_equations_run_through_the_plain_kernels(kind: str) -> None:
    network = random_network(kind)
    assert network.convention.plain(network.cell)
    assert network.layers[0][0].plain
    assert replace(network.convention, forget_bias=1.0, update_gate_keeps="new").plain(network.cell)


# A step is the same with another bias, and from other states.
PLAIN = ("lstm forget bias", "rnn learned states", "gru learned states", "lstm learned states")


@pytest.mark.parametrize("name", [name for name in OPTIONS if name not in PLAIN])
def test_the_others_do_not(name: str) -> None:
    network = random_option(name)
    assert not (network.convention.plain(network.cell) and network.layers[0][0].plain)


def test_a_forget_bias_is_a_larger_bias(executor: Executor) -> None:
    network = random_network("lstm", vocabulary=9)
    biased = replace(network, convention=Convention(forget_bias=1.0))
    by_hand = network.with_array("layer0.forward.b_x.forget_gate", network.array("layer0.forward.b_x.forget_gate") + 1)
    expected = run(by_hand, ids=[1, 5, 2], executor=executor)
    for found in (run(biased, ids=[1, 5, 2], executor=executor), PrefixCache().run(biased, [1, 5, 2], executor).trace):
        for key in expected:
            np.testing.assert_allclose(found[key], expected[key], rtol=0, atol=1e-14)


def test_the_output_gate_peeps_at_the_new_cell(executor: Executor) -> None:
    network = random_option("lstm peepholes")
    x = vectors(network, T)
    free = run(replace(network, layers=((replace(network.layers[0][0], peepholes=None),),)), inputs=x[:1])
    found = run(network, inputs=x[:1], executor=executor)
    assert network.layers[0][0].peepholes is not None
    # From a zero state the first token's i and f see nothing, its o sees the cell that it has just made.
    np.testing.assert_array_equal(found["preactivation.input_gate"], free["preactivation.input_gate"])
    seen = found["preactivation.output_gate"] - free["preactivation.output_gate"]
    np.testing.assert_allclose(seen, network.layers[0][0].peepholes[2] * found["cell_state"], rtol=0, atol=1e-14)


def test_what_is_clipped_is_recorded_so(executor: Executor) -> None:
    network = random_option("lstm clip")
    trace = run(network, inputs=3 * vectors(network, T), executor=executor)
    for gate in network.cell.gates:
        pre = trace[f"preactivation.{gate}"]
        assert np.abs(pre).max() == 0.4
        squashed = np.tanh(pre) if gate == "candidate" else 1 / (1 + np.exp(-pre))
        np.testing.assert_allclose(trace[gate], squashed, rtol=0, atol=1e-14)


def test_a_coupled_forget_gate_has_no_parameters_of_its_own(executor: Executor) -> None:
    network = random_option("lstm coupled")
    x = vectors(network, T)
    trace = run(network, inputs=x, executor=executor)
    np.testing.assert_array_equal(trace["forget_gate"], 1 - trace["input_gate"])
    assert (trace["preactivation.forget_gate"] == 0).all()
    changed = network.with_array("layer0.forward.U.forget_gate", np.ones((5, 5)))
    np.testing.assert_array_equal(run(changed, inputs=x, executor=executor).hidden, trace.hidden)


@pytest.mark.parametrize("directions", DIRECTIONS)
def test_a_projection_makes_everything_above_narrower(directions: str, executor: Executor) -> None:
    network = random_option("lstm projection", 6, 4, 2, DIRECTIONS[directions], vocabulary=9)
    sides = len(DIRECTIONS[directions])
    trace = run(network, ids=[1, 2, 3], executor=executor)
    assert trace["cell_state"].shape == trace["preactivation.candidate"].shape == (3, 6)
    assert trace["hidden_state"].shape == (3, 4)
    assert trace.hidden.shape == (3, 4 * sides)
    assert network.layers[1][0].inputs == 4 * sides
    assert (network.units, network.outputs) == (6, 4)
    cached = PrefixCache()
    cached.run(network, [1, 2, 5], executor)
    found = cached.run(network, [1, 2, 3], executor).trace
    for key in trace:
        np.testing.assert_allclose(found[key], trace[key], rtol=0, atol=1e-14)


def test_a_bad_number_in_a_projection_is_found(executor: Executor) -> None:
    network = random_option("lstm projection", 6)
    projection = np.array(network.array("layer0.forward.projection.hidden_state"))
    projection[2, 1] = np.nan
    bad = network.with_array("layer0.forward.projection.hidden_state", projection)
    trace = run(bad, inputs=vectors(network, T), executor=executor)
    assert first_bad(trace) == (0, "layer0.forward.hidden_state", 2)


@pytest.mark.parametrize("name", ["lstm peepholes", "lstm everything"])
def test_every_key_names_an_array_and_can_be_changed_alone(name: str) -> None:
    network = random_option(name, 3, 2, 2, DIRECTIONS["both"])
    keys = network.keys()
    assert "layer1.reverse.peepholes.output_gate" in keys
    assert sum(network.array(key).size for key in keys) == network.parameter_count()
    for key in keys:
        value = network.array(key)
        changed = network.with_array(key, value + 1)
        np.testing.assert_array_equal(changed.array(key), value + 1)
        assert all((changed.array(other) == network.array(other)).all() for other in keys if other != key)
    np.testing.assert_array_equal(
        network.array("layer0.forward.peepholes.output_gate"), network.layers[0][0].peepholes[2]
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_has_the_slope_it_says(name: str) -> None:
    x = np.linspace(-3, 3, 121) + 0.0123
    formula = squash(name)
    y = activations.apply(formula, x)
    nearby = activations.apply(formula, x + 1e-6) - activations.apply(formula, x - 1e-6)
    np.testing.assert_allclose(activations.slope(formula, x, y), nearby / 2e-6, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hard_sigmoid", [0.0, 0.1, 0.5, 0.7, 1.0]),
        ("hard_sigmoid_keras3", [0.0, 1 / 6, 0.5, 2 / 3, 1.0]),
        ("hard_sigmoid(0.5, 0.25)", [0.0, 0.0, 0.25, 0.75, 1.0]),
        ("affine(2, 1)", [-7.0, -3.0, 1.0, 3.0, 9.0]),
        ("leaky_relu", [-0.04, -0.02, 0.0, 1.0, 4.0]),
        ("thresholded_relu", [0.0, 0.0, 0.0, 1.0, 4.0]),
        ("softsign", [-0.8, -2 / 3, 0.0, 0.5, 0.8]),
    ],
)
def test_the_activations_at_a_few_points(name: str, expected: list[float]) -> None:
    found = activations.apply(squash(name), np.array([-4.0, -2.0, 0.0, 1.0, 4.0]))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)


def test_no_activation_overflows() -> None:
    with np.errstate(over="raise", invalid="raise"):
        for name in NAMES:
            assert np.isfinite(activations.apply(squash(name), np.array([-1e4, 1e4]))).all(), name


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"activation": "gelu"}, "no activation 'gelu'; known are sigmoid, tanh"),
        ({"gate_activation": "sigmoid(1)"}, "'sigmoid\\(1\\)' takes no finite constants"),
        ({"candidate_activation": "elu(1, 2)"}, "takes 1 finite constants, as in elu\\(0.1\\)"),
        ({"output_activation": "affine(a)"}, "takes 2 finite constants, as in affine\\(0.2, 0.5\\)"),
        ({"output_activation": "affine(nan)"}, "finite constants"),
        ({"clip": 0.0}, "±clip, which cannot be 0.0"),
        ({"clip": float("nan")}, "cannot be nan"),
        ({"forget_bias": float("inf")}, "finite number, not inf"),
        ({"update_gate_keeps": "both"}, "not 'both'"),
    ],
)
def test_conventions_that_do_not_hold_are_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        Convention(**fields)  # type: ignore[arg-type]


def lstm_layer(**changed: object) -> LayerParameters:
    layer = LayerParameters(np.ones((4, 3, 2)), np.ones((4, 3, 3)), np.ones((4, 3)), np.ones((4, 3)))
    return replace(layer, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ([lstm_layer(peepholes=np.ones((3, 4)))], r"layer 0 forward: peepholes has shape \(3, 4\), not \(3, 3\)"),
        ([lstm_layer(projection=np.ones((2, 3)))], r"U has shape \(4, 3, 3\), not \(4, 3, 2\)"),
        ([lstm_layer(projection=np.ones((3, 2)))], r"projection has shape \(3, 2\), not \(3, 3\)"),
        ([lstm_layer(U=np.ones((4, 3, 2)))], r"U has shape \(4, 3, 2\), not \(4, 3, 3\)"),
        (
            [lstm_layer(), lstm_layer(peepholes=np.ones((3, 3)))],
            r"reverse: peepholes has shape .*other direction has no",
        ),
        ([lstm_layer(peepholes=np.ones((3, 3))), lstm_layer()], r"reverse: peepholes is missing"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(layers: list[LayerParameters], sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        Network(CELLS["lstm"], Convention(), (tuple(layers),), DIRECTIONS["both"][: len(layers)])


def test_only_an_lstm_has_peepholes() -> None:
    layer = replace(random_network("gru-after").layers[0][0], peepholes=np.ones((3, 5)))
    with pytest.raises(ModelError, match="an LSTM may have peepholes, not a GRU"):
        Network(CELLS["gru"], Convention(), ((layer,),))


@pytest.mark.parametrize(
    ("initial", "sentence"),
    [
        ({"layer0.forward.hidden_state": np.zeros(6)}, r"shape \(6,\), not \(4,\)"),
        ({"layer0.forward.cell_state": np.zeros(4)}, r"shape \(4,\), not \(6,\)"),
        ({"layer0.forward.cell_state": np.zeros((2, 6))}, r"shape \(2, 6\), not \(6,\)"),
    ],
)
def test_initial_states_of_a_projection_have_two_widths(initial: dict[str, np.ndarray], sentence: str) -> None:
    network = random_option("lstm projection", 6)
    with pytest.raises(UsageError, match=sentence):
        run(network, inputs=vectors(network, T), initial=initial)
    with pytest.raises(UsageError, match=sentence):
        run_packed(network, vectors(network, T), np.array([0, 2, 4, 6]), initial=initial)
