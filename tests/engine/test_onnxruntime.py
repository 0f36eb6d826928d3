"""Random weights in every convention of ONNX' operators against onnxruntime: no gate may be taken for another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array
from tests.engine.oracles_onnx import GATES, OUTPUTS, draw, model_of, run_node

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models for onnxruntime")
ort = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")

# onnxruntime takes 0 for constants that are not given, where the operators' text has other defaults: they are given.
SQUASHES = {
    "Sigmoid": ((), ()),
    "Tanh": ((), ()),
    "Relu": ((), ()),
    "HardSigmoid": ((0.3,), (0.4,)),
    "Affine": ((0.4,), (0.2,)),
    "LeakyRelu": ((0.1,), ()),
    "ThresholdedRelu": ((0.3,), ()),
    "ScaledTanh": ((0.8,), (0.7,)),
    "Elu": ((0.6,), ()),
    "Softsign": ((), ()),
    "Softplus": ((), ()),
}
DIRECTIONS = ("forward", "reverse", "bidirectional")


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("units", [1, 3, 17])
@pytest.mark.parametrize("op", GATES)
def test_sizes(op: str, units: int, direction: str, executor: Executor) -> None:
    assert_same(op, {"direction": direction}, draw(op, direction, units, units), executor)


@pytest.mark.parametrize("without", [(), ("B",), ("sequence_lens",), ("initial_h",), ("initial_h", "initial_c")])
@pytest.mark.parametrize("op", GATES)
def test_inputs_that_may_be_left_out(op: str, without: tuple[str, ...], executor: Executor) -> None:
    inputs = draw(op, "bidirectional")
    assert_same(op, {"direction": "bidirectional"}, {k: v for k, v in inputs.items() if k not in without}, executor)


@pytest.mark.parametrize("clip", [None, 0.5])
@pytest.mark.parametrize("peepholes", [False, True])
@pytest.mark.parametrize("coupled", [0, 1])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_options_of_the_lstm(
    direction: str, coupled: int, peepholes: bool, clip: float | None, executor: Executor
) -> None:
    inputs = draw("LSTM", direction, seed=2)
    if not peepholes:
        del inputs["P"]
    assert_same("LSTM", {"direction": direction, "input_forget": coupled, **_clip(clip)}, inputs, executor)


@pytest.mark.parametrize("clip", [None, 0.5])
@pytest.mark.parametrize("linear", [0, 1])
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_options_of_the_gru(direction: str, linear: int, clip: float | None, executor: Executor) -> None:
    attributes = {"direction": direction, "linear_before_reset": linear, **_clip(clip)}
    assert_same("GRU", attributes, draw("GRU", direction, seed=3), executor)


@pytest.mark.parametrize("clip", [None, 0.5])
@pytest.mark.parametrize("name", SQUASHES)
def test_activations_of_the_rnn(name: str, clip: float | None, executor: Executor) -> None:
    other = "Tanh" if name != "Tanh" else "HardSigmoid"
    attributes = {"direction": "bidirectional", **_squashes(name, other), **_clip(clip)}
    assert_same("RNN", attributes, draw("RNN", "bidirectional", seed=4), executor)


@pytest.mark.parametrize("linear", [0, 1])
@pytest.mark.parametrize("name", SQUASHES)
def test_activations_of_the_gru(name: str, linear: int, executor: Executor) -> None:
    # A gate that is not kept small makes a GRU grow without bound, so the gates of one direction are mild.
    squashes = _squashes("HardSigmoid", name, "Softsign", "Tanh")
    attributes = {"direction": "bidirectional", "linear_before_reset": linear, **squashes}
    assert_same("GRU", attributes, draw("GRU", "bidirectional", seed=5, scale=0.5), executor)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("name", SQUASHES)
def test_activations_of_the_lstm(name: str, place: int, executor: Executor) -> None:
    names = ["Sigmoid", "Tanh", "Softsign"]
    names[place] = name
    attributes = {"direction": "bidirectional", **_squashes(*names, "HardSigmoid", "ScaledTanh", "LeakyRelu")}
    assert_same("LSTM", attributes, draw("LSTM", "bidirectional", seed=6, scale=0.5), executor)


@pytest.mark.parametrize("op", ["GRU", "LSTM"])
def test_the_sweep_would_notice_a_swap_of_gates(op: str, executor: Executor) -> None:
    inputs = draw(op, "forward")
    expected = by_onnxruntime(op, {}, inputs)["Y"]
    found = run_node(op, {}, {**inputs, "R": np.roll(inputs["R"], inputs["R"].shape[2], axis=1)}, executor)["Y"]
    assert np.abs(found - expected).max() > 1e-2


def by_onnxruntime(op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array]) -> dict[str, Array]:
    session = ort.InferenceSession(
        model_of(op, attributes, inputs).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return dict(zip(OUTPUTS[op], session.run(None, dict(inputs)), strict=True))


def assert_same(op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array], executor: Executor) -> None:
    expected = by_onnxruntime(op, attributes, inputs)
    found = run_node(op, attributes, inputs, executor)
    for name, value in expected.items():
        scale = max(1.0, float(np.abs(value).max()))
        assert scale < 20, "grows without bound: rounding would be all there is to compare"
        np.testing.assert_allclose(found[name], value, rtol=0, atol=1e-5 * scale, err_msg=name)


def _clip(clip: float | None) -> dict[str, float]:
    return {} if clip is None else {"clip": clip}


def _squashes(*names: str) -> dict[str, Any]:
    alphas = [alpha for name in names for alpha in SQUASHES[name][0]]
    betas = [beta for name in names for beta in SQUASHES[name][1]]
    found: dict[str, Any] = {"activations": list(names)}
    return found | ({"activation_alpha": alphas} if alphas else {}) | ({"activation_beta": betas} if betas else {})
