"""Gradients against PyTorch's autograd, arbitrary precision, and what they must be by definition."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.backward_flow import flow_back
from gatescope.analysis.gradients import differentiate, gradients
from gatescope.analysis.rescaled import Rescaled
from gatescope.analysis.targets import Target
from gatescope.engine import executors
from gatescope.engine.backward import backward
from gatescope.engine.cells import RNN, Convention
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, LayerParameters, Network, ReadOut
from gatescope.engine.run import run
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.analysis import autograd
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors
from tests.reports import cancelled_at


def three_labels(network: Network) -> Network:
    rng = np.random.default_rng(5)
    width = network.units * len(network.directions)
    weight, bias = (rng.normal(size=shape).astype(network.dtype) for shape in ((3, width), (3,)))
    topic = ReadOut("topic", "softmax", weight, bias, ("a", "b", "c"))
    price = ReadOut("price", "linear", weight[::-1], bias, ("now", "soon", "late"))
    return replace(network, readouts=(*network.readouts, topic, price))


TARGETS = [
    "last",
    "tokens:4",
    "readout:sentiment",
    "readout:sentiment:bad@3",
    "readout:topic:c@5",
    "readout:topic",
    "readout:price",
    "readout:price:late@2",
]


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_autograd_agrees(kind: str, layers: int, directions: str, dtype: Any, executor: Executor) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    network = random_network(kind, 6, 4, layers, DIRECTIONS[directions], seed=layers, dtype=dtype, scale=1.5)
    network = three_labels(network)
    inputs = vectors(network, 7)
    trace = run(network, inputs=inputs, executor=executor)
    target = TARGETS[(layers + len(kind) + len(directions)) % len(TARGETS)]
    found = gradients(network, trace, target, executor=executor)

    x, states = autograd.run(network, inputs)
    token = int(target.partition("@")[2] or (4 if target == "tokens:4" else 6))
    output = states["output"][token]
    if target.startswith("readout"):
        readout = next(one for one in network.readouts if one.name in target)
        scores = torch.tensor(np.array(readout.weight)) @ output + torch.tensor(np.array(readout.bias))
        loss = {"sentiment": scores[0], "sentiment:bad": -scores[0], "price": scores[0]}.get(
            target.partition(":")[2].partition("@")[0],
            scores[-1] if ":c@" in target or "late" in target else scores.max(),
        )
    else:
        loss = output.sum()
    loss.backward()

    tolerance = 1e-5 if dtype == np.float32 else 1e-9
    for name, steps in states.items():
        if name == "output":
            continue
        part, _, state = name.rpartition(".")
        grads = [torch.zeros_like(s) if s.grad is None else s.grad for s in steps]
        compare(found[f"{part}.grad.{state}"], torch.stack(grads).numpy(), tolerance, name)
        norm = found.log10_norm(f"{part}.grad.{state}")
        np.testing.assert_allclose(10**norm, torch.stack(grads).norm(dim=1).numpy(), rtol=100 * tolerance, atol=1e-30)
    compare(found["grad.inputs"], x.grad.numpy(), tolerance, "inputs")


def compare(found: Array, expected: Array, tolerance: float, name: str) -> None:
    """Relative to the largest derivative of the token."""
    assert found.dtype == expected.dtype
    peak = np.abs(expected).max(axis=1, keepdims=True)
    assert (np.abs(found - expected) <= tolerance * peak).all(), name


@pytest.mark.parametrize("kind", KINDS)
def test_any_loss_is_the_engines_backward(kind: str, executor: Executor) -> None:
    """Of every token something is asked, and the numbers are the same ones."""
    network = random_network(kind, 4, 3, 2, DIRECTIONS["both"])
    trace = run(network, inputs=vectors(network, 9), executor=executor)
    ask = np.random.default_rng(2).normal(size=trace.hidden.shape)
    expected = backward(network, trace, ask, executor)
    found = differentiate(network, trace, Rescaled.plain(ask), "any", executor)
    np.testing.assert_allclose(found["grad.inputs"], expected.inputs, rtol=1e-12, atol=1e-14)
    reverse = expected.slopes["layer0.reverse"].hidden[1:][::-1]
    np.testing.assert_allclose(found["layer0.reverse.grad.hidden_state"], reverse, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("cell", KINDS)
def test_the_keys_are_the_files(cell: str) -> None:
    network = random_network(cell, 3, 2, 2, DIRECTIONS["both"])
    found = gradients(network, run(network, inputs=vectors(network, 5)))
    states = ["hidden_state", "cell_state"] if cell == "lstm" else ["hidden_state"]
    parts = ["layer0.forward", "layer0.reverse", "layer1.forward", "layer1.reverse"]
    expected = {f"{part}.grad.{state}" for part in parts for state in states}
    expected |= {f"{part}.log10_grad_norm.hidden_state" for part in parts} | {"grad.inputs"}
    assert set(found.keys()) == expected
    assert len(found) == len(expected)
    assert found["grad.inputs"].shape == (5, 2)
    assert found["grad.hidden_state"] is found["layer1.forward.grad.hidden_state"]
    assert found["log10_grad_norm.hidden_state"].shape == (5,)
    assert found.target == "last"


def scalar(weight: float, activation: str = "relu", dtype: Any = np.float64) -> Network:
    """h = φ(w h₋₁ + x), one unit."""
    one, zero = np.ones((1, 1, 1), dtype), np.zeros((1, 1), dtype)
    layer = LayerParameters(one, (weight * one).astype(dtype), zero, zero)
    return Network(RNN, Convention(activation=activation), ((layer,),))  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weight", [0.9, 1.0, 1.1])
def test_ten_thousand_steps_of_a_linear_unit(weight: float, dtype: Any, executor: Executor) -> None:
    """∂h_T/∂h_t = w^(T−t): 10^-457.6 and 10^413.9 for 0.9 and 1.1, exactly as Decimal has them."""
    network = scalar(weight, dtype=dtype)
    # 1 is a fixed point of h = w h + (1 − w), and with no rounding the run stays there even where it is unstable.
    inputs = np.full((10_001, 1), 1 - network.layers[0][0].U[0, 0, 0])
    trace = run(network, inputs=inputs, initial={"layer0.forward.hidden_state": np.ones(1)}, executor=executor)
    assert (trace["hidden_state"] == 1).all()
    found = gradients(network, trace, executor=executor)
    norms = found["log10_grad_norm.hidden_state"]
    assert np.isfinite(norms).all()
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(float(network.layers[0][0].U[0, 0, 0]))
        for t in (0, 1, 77, 5_000, 9_999, 10_000):
            expected = float((exact ** (10_000 - t)).log10())
            assert norms[t] == pytest.approx(expected, rel=1e-12 if dtype == np.float64 else 1e-6, abs=1e-9)
    if dtype == np.float64:
        assert norms[0] == pytest.approx({0.9: -457.5749, 1.0: 0.0, 1.1: 413.9269}[weight], abs=1e-4)


@pytest.mark.slow
def test_ten_thousand_steps_of_a_curved_unit(executor: Executor) -> None:
    """tanh in 50 digits: ∏ w (1 − h²) over a path whose every step differs."""
    network = scalar(1.3, "tanh")
    inputs = np.random.default_rng(3).normal(size=(10_000, 1)) * 0.4
    norms = gradients(network, run(network, inputs=inputs, executor=executor))["log10_grad_norm.hidden_state"]
    mpmath = pytest.importorskip("mpmath", reason="mpmath is not installed")
    with mpmath.workdps(50):
        h, steps = mpmath.mpf(0), []
        for value in inputs[:, 0]:
            h = mpmath.tanh(mpmath.mpf(1.3) * h + mpmath.mpf(float(value)))
            steps.append(mpmath.mpf(1.3) * (1 - h * h))
        product, expected = mpmath.mpf(1), [0.0]
        for step in reversed(steps[1:]):
            product *= step
            expected.append(float(mpmath.log10(product)))
    assert expected[-1] < -400
    np.testing.assert_allclose(norms, expected[::-1], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "gru-before", "lstm"])
def test_vanished_gradients_scale_as_the_loss(kind: str, directions: str, executor: Executor) -> None:
    """A float32 run whose gradients leave float32 has the norms of the same run in float64, which holds them."""
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions], seed=4, scale=0.4)
    double = run(network, inputs=(inputs := vectors(network, 400)), executor=executor)
    single = network.astype(np.float32)
    ask = np.zeros_like(double.hidden)
    ask[-1, :4] = ask[0, 4:] = 1
    expected = differentiate(network, double, Rescaled.plain(ask), "ends", executor)
    trace = run(single, inputs=inputs, executor=executor)
    found = differentiate(single, trace, Rescaled.plain(ask.astype(np.float32)), "ends", executor)
    for key in expected.rescaled:
        norms = expected.log10_norm(key)
        assert np.isfinite(norms).all()
        np.testing.assert_allclose(found.log10_norm(key), norms, atol=2e-3, err_msg=key)
    vanished = expected.log10_norm("layer1.forward.grad.hidden_state") < -46
    assert vanished.any()
    assert not found["layer1.forward.grad.hidden_state"][vanished].any()


def test_an_exploding_run_in_float32(executor: Executor) -> None:
    """Three layers of linear units with a random U beyond 1: norms by a plain loop in Python integers' precision."""
    rng = np.random.default_rng(6)
    layers, width = [], 1
    for _ in range(2):
        layers.append(
            (
                LayerParameters(
                    rng.uniform(0.1, 1, (1, 3, width)), rng.uniform(0.2, 1.5, (1, 3, 3)), *np.zeros((2, 1, 3))
                ),
            )
        )
        width = 3
    network = Network(RNN, Convention(activation="relu"), tuple(layers)).astype(np.float32)
    # The smallest start keeps the forward run in range where the backward one is not asked to be.
    inputs = np.zeros((120, 1), np.float32)
    inputs[0] = 1e-38
    trace = run(network, inputs=inputs, executor=executor)
    trace = trace if np.isfinite(trace.hidden).all() else run(network, inputs=inputs[:90], executor=executor)
    found = gradients(network, trace, executor=executor)
    U = [row[0].U[0].astype(float) for row in network.layers]
    W = network.layers[1][0].W[0].astype(float)
    top, bottom = np.ones(3), np.zeros(3)
    norms = []
    for _ in range(trace.length):
        bottom = bottom @ U[0] + top @ W
        norms.append(np.log10(np.linalg.norm(bottom)))
        top = top @ U[1]
    np.testing.assert_allclose(found.log10_norm("layer0.forward.grad.hidden_state")[::-1], norms, atol=1e-4)
    assert norms[-1] > 20


class Stretches:
    """A layer that notes how far it was stepped at a time."""

    def __init__(self, network: Network, executor: Executor) -> None:
        self._layer = executor.layer(network.cell, network.convention, network.layers[0][0])
        self.parameters = self._layer.parameters
        self.lengths: list[int] = []

    def run(self, record: Any, offsets: Any, clamps: Any = None) -> None:
        raise AssertionError

    def backward(self, record: Any, offsets: Any, slopes: Any, clamps: Any = None) -> None:
        self.lengths.append(int(offsets[1] - offsets[0]))
        self._layer.backward(record, offsets, slopes, clamps)


def test_a_calm_text_is_stepped_back_once() -> None:
    network = scalar(1.0)
    trace = run(network, inputs=np.full((1500, 1), 0.5))
    layer = Stretches(network, executors.reference)
    flow_back(layer, trace.records["layer0.forward"], Rescaled.plain(np.ones((1500, 1))))
    assert sum(layer.lengths) == 1500
    assert len(layer.lengths) < 5


def test_a_steep_one_costs_a_few_times_as_much() -> None:
    network = scalar(1e-3)
    trace = run(network, inputs=np.full((2000, 1), 0.5))
    layer = Stretches(network, executors.reference)
    ask = np.zeros((2000, 1))
    ask[-1] = 1
    flow = flow_back(layer, trace.records["layer0.forward"], Rescaled.plain(ask))
    np.testing.assert_allclose(flow.hidden.log10_norm()[::-1], -3.0 * np.arange(2000), atol=1e-9)
    assert sum(layer.lengths) < 4 * 2000


def test_what_is_asked_far_back_is_not_lost() -> None:
    """A tiny gradient from the end meets a large one at the start, with nothing between: a dead stretch of zeros."""
    network = scalar(0.5)
    inputs = np.full((50, 1), 1.0)
    inputs[20:25] = -100
    trace = run(network, inputs=inputs)
    ask = np.zeros((50, 1))
    ask[-1], ask[10] = 1e-300, 3
    found = differentiate(network, trace, Rescaled(ask, np.arange(50) * 7), "any")
    hidden = found.rescaled["layer0.forward.grad.hidden_state"]
    expected = np.full(50, -np.inf)
    expected[25:] = -300 + (49 * 7 + np.arange(25) - 24) * np.log10(2)
    expected[:11] = np.log10(3) + (70 + np.arange(11) - 10) * np.log10(2)
    # Token 24 itself is switched off, but its state is what the next one reads.
    expected[24] = expected[25] - np.log10(2)
    np.testing.assert_allclose(hidden.log10_norm(), expected, atol=1e-9)


def test_after_the_target_there_is_nothing() -> None:
    network = random_network("lstm", 3, 2)
    found = gradients(network, run(network, inputs=vectors(network, 6)), Target(token=2))
    assert (found["log10_grad_norm.hidden_state"][3:] == -np.inf).all()
    assert np.isfinite(found["log10_grad_norm.hidden_state"][:3]).all()
    assert not found["grad.inputs"][3:].any()
    assert found.target == "tokens:2"


def test_the_label_is_filled_in() -> None:
    network = three_labels(random_network("gru-after", 3, 2))
    trace = run(network, inputs=vectors(network, 6))
    readout = network.readouts[1]
    best = readout.labels[int((readout.weight @ trace.hidden[4] + readout.bias).argmax())]
    assert gradients(network, trace, "readout:topic@4").target == f"readout:topic:{best}@4"
    assert gradients(network, trace, "readout:sentiment").target == "readout:sentiment:good"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("tokens:6", r"no token 6: the text has 6, 0 … 5"),
        ("readout:mood", r"no read-out 'mood'; the network has sentiment"),
        ("readout:sentiment:fine", r"no label 'fine'; it has bad, good"),
        ("first", r"'first' names nothing to differentiate; give last, tokens:K or readout"),
        ("tokens:-1", r"names nothing"),
        ("readout:", r"names nothing"),
    ],
)
def test_a_target_that_does_not_exist(target: str, message: str) -> None:
    network = random_network("lstm", 3, 2)
    with pytest.raises(UsageError, match=message):
        gradients(network, run(network, inputs=vectors(network, 6)), target)


def test_a_network_without_read_outs() -> None:
    network = scalar(0.5)
    with pytest.raises(UsageError, match="has no read-out"):
        gradients(network, run(network, inputs=np.ones((2, 1))), "readout:sentiment")


def test_an_empty_text() -> None:
    network = random_network("lstm", 3, 2)
    with pytest.raises(UsageError, match="has no tokens"):
        gradients(network, run(network, inputs=np.zeros((0, 2))))


@pytest.mark.parametrize("text", ["last", "tokens:3", "readout:a", "readout:a:b c", "readout:a:b@12", "readout:a@12"])
def test_a_target_reads_what_it_writes(text: str) -> None:
    assert str(Target.parse(text)) == text


@pytest.mark.parametrize("label", ["\n", "a\nb", "", ":x", "@", "@3", "a@3", "@last", "a:b@12", "%3A", "é"])
@pytest.mark.parametrize("name", ["next", "dense:0", "a@b", "50%", "%3A"])
@pytest.mark.parametrize("token", [None, 0, 12])
def test_what_a_target_writes_of_any_names_is_read_as_the_same(name: str, label: str, token: int | None) -> None:
    """The labels of a language model are its vocabulary: ends of lines and marks among them."""
    for target in (Target(token, name, label), Target(token, name)):
        assert Target.parse(str(target)) == target


def test_weights_that_are_not_finite() -> None:
    network = random_network("lstm", 3, 2)
    broken = network.with_array("layer0.forward.b_x.forget_gate", np.array([0, np.nan, 0]))
    with pytest.raises(ModelError, match=r"forget_gate of unit 1 is not a finite number at token 0"):
        gradients(broken, run(broken, inputs=vectors(network, 4)))
    broken = network.with_array("readout.sentiment.weight", np.array([[0, np.inf, 0]]))
    with pytest.raises(ModelError, match=r"'sentiment' has weights that are not finite"):
        gradients(broken, run(broken, inputs=vectors(network, 4)), "readout:sentiment")


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (random_network("gru-after", 3, 2), "is of the LSTM layer0.forward, the network is the GRU"),
        (random_network("lstm", 3, 2, 2), "the network is the LSTM layer0.forward, layer1.forward"),
        (random_network("lstm", 4, 2), "has 12 pre-activations, the network's has 16"),
    ],
)
def test_a_trace_of_another_network(other: Network, message: str) -> None:
    network = random_network("lstm", 3, 2)
    with pytest.raises(ModelError, match=message):
        gradients(other, run(network, inputs=vectors(network, 4)))


def test_one_step_past_all_floats() -> None:
    layer = LayerParameters(np.ones((1, 2, 1)), np.full((1, 2, 2), 3e38), *np.zeros((2, 1, 2)))
    network = Network(RNN, Convention(activation="relu"), ((layer,),)).astype(np.float32)
    trace = run(network, inputs=np.array([[1e-40], [0]], np.float32))
    with pytest.raises(ModelError, match=r"at token 1 .* one step back takes the gradient past float range"):
        differentiate(network, trace, Rescaled.plain(np.full((2, 2), 0.999, np.float32)), "any")


def test_it_can_be_cancelled() -> None:
    network = scalar(0.9)
    trace = run(network, inputs=np.ones((20_000, 1)))
    with pytest.raises(Cancelled):
        gradients(network, trace, report=cancelled_at(2))


@pytest.mark.parametrize("key", ["grad.cell_state", "nonsense"])
def test_a_gradient_that_does_not_exist(key: str) -> None:
    network = random_network("rnn-tanh", 3, 2)
    found = gradients(network, run(network, inputs=vectors(network, 4)))
    with pytest.raises(UsageError, match="there is no gradient"):
        found[key]
    with pytest.raises(UsageError, match=r"there are layer0\.forward\.grad\.hidden_state, grad\.inputs"):
        found.log10_norm(key)
