"""What a recurrent node says of itself: attributes, shapes, and what a run would be given beside its weights.

That every attribute computes what onnxruntime does is tested in `tests.engine.test_onnxruntime`, through this reader.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile, Stack
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, run, sequence, weights

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

X = info("x", (5, 1, 3))


def built(operator: str = "LSTM", inputs: str = "x W R B", tensors: dict[str, Any] | None = None, **more: Any) -> Any:
    directions = 2 if more.get("direction") == "bidirectional" else 1
    w = weights(operator, 3, 4, directions) | (tensors or {})
    return model([node(operator, inputs, "y", name="n", **({"hidden_size": 4} | more))], [X], ["y"], w)


def stack(folder: Path, *arguments: Any, **more: Any) -> Stack:
    return opened(folder, built(*arguments, **more)).stacks[0]


def test_all_of_a_convention_is_read(tmp_path: Path) -> None:
    found = stack(
        tmp_path, activations=["HardSigmoid", "Softsign", "Relu"], activation_alpha=[0.25], activation_beta=[0.5],
        clip=2.5, input_forget=1, direction="reverse",
    )  # fmt: skip
    convention = found.network.convention
    assert convention.gate_activation == "hard_sigmoid(0.25, 0.5)"
    assert (convention.candidate_activation, convention.output_activation) == ("softsign", "relu")
    assert (convention.clip, convention.coupled, found.network.directions) == (2.5, True, ("reverse",))
    (layer,) = found.layers
    assert (layer.gate_order, layer.biases) == ("i o f c", "B of 8H, Wb and Rb")


@pytest.mark.parametrize("linear", [0, 1])
def test_the_form_of_the_reset(linear: int, tmp_path: Path) -> None:
    assert stack(tmp_path, "GRU", linear_before_reset=linear).network.convention.reset_after == bool(linear)
    assert not stack(tmp_path, "GRU").network.convention.reset_after


def test_constants_are_handed_out_in_the_order_of_the_functions(tmp_path: Path) -> None:
    """Those without any take none."""
    names = ["HardSigmoid", "Tanh", "LeakyRelu", "Sigmoid", "ScaledTanh", "Elu"]
    constants = {"activation_alpha": [0.125, 0.25, 0.5, 0.75], "activation_beta": [0.375, 0.625]}
    proto = built(direction="bidirectional", activations=names, **constants)
    first, second = (found.network.convention for found in opened(tmp_path, proto).stacks)
    assert (first.gate_activation, first.output_activation) == ("hard_sigmoid(0.125, 0.375)", "leaky_relu(0.25)")
    assert (second.candidate_activation, second.output_activation) == ("scaled_tanh(0.5, 0.625)", "elu(0.75)")


@pytest.mark.parametrize(
    ("name", "read_as"),
    [("Affine", "affine"), ("ThresholdedRelu", "thresholded_relu"), ("ScaledTanh", "scaled_tanh")],
)
def test_where_onnxruntime_takes_zero_a_note_says_so(name: str, read_as: str, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")
    proto = built("RNN", activations=[name])
    found = opened(tmp_path, proto).stacks[0]
    assert found.network.convention.activation == read_as
    assert any(f"n gives no alpha for {name}: it was read as 1" in note for note in found.notes)
    x = sequence(5, 3)
    theirs = by_onnxruntime(proto, x=x[:, None])[0][:, 0, 0]
    assert np.abs(run(found, x).hidden - theirs).max() > 0.1


@pytest.mark.parametrize("name", ["HardSigmoid", "LeakyRelu", "Elu", "Softplus"])
def test_where_onnxruntime_has_the_same_defaults_there_is_no_note(name: str, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")
    proto = built("RNN", activations=[name])
    found = opened(tmp_path, proto).stacks[0]
    assert found.notes == ()
    x = sequence(5, 3)
    expected = by_onnxruntime(proto, x=x[:, None])[0][:, 0, 0]
    np.testing.assert_allclose(run(found, x).hidden, expected, rtol=0, atol=1e-5)


def test_activations_of_one_direction_serve_both_and_a_note_says_so(tmp_path: Path) -> None:
    found = stack(tmp_path, "GRU", direction="bidirectional", activations=["HardSigmoid", "Relu"])
    assert found.network.convention.candidate_activation == "relu"
    assert "both directions were read with them" in found.notes[0]


@pytest.mark.parametrize(
    ("attributes", "tensors", "reason"),
    [
        ({"hidden_size": 5}, {}, r"the LSTM 'n' says it has 5 units, but R of shape \(1, 16, 4\) is for 4"),
        ({"direction": "sideways"}, {}, "has the direction 'sideways'"),
        ({"activations": ["Sigmoid", "Tanh", "Gelu"]}, {}, "names the activation 'Gelu'"),
        ({"activations": ["Sigmoid"]}, {}, "names 1 activations instead of 3"),
        ({"clip": -1.0}, {}, "cut to ±clip, which cannot be -1.0"),
        ({"activation_alpha": [float("nan")], "activations": ["Elu", "Tanh", "Tanh"]}, {}, "finite constants"),
        ({}, {"R": np.ones((1, 16, 5), np.float32)}, r"R has shape \(1, 16, 5\), expected \(1, 4 × units, units\)"),
        ({}, {"R": np.ones((1, 15, 4), np.float32)}, "R has shape"),
        ({}, {"R": np.ones((2, 16, 4), np.float32)}, "R has shape"),
        ({}, {"R": np.ones((1, 0, 0), np.float32)}, "R has shape"),
        ({}, {"W": np.ones((1, 12, 3), np.float32)}, r"W has shape \(1, 12, 3\), expected \(1, 16, 3\)"),
        ({}, {"W": np.ones((16, 3), np.float32)}, "W has shape"),
        ({}, {"W": np.ones((1, 16, 0), np.float32)}, "W has shape"),
        ({}, {"B": np.ones((1, 16), np.float32)}, r"B has shape \(1, 16\), expected \(1, 32\)"),
        ({}, {"W": np.ones((1, 16, 3), np.int32)}, "W holds int32 numbers, expected floating point"),
        ({"direction": "bidirectional"}, {"W": np.ones((1, 16, 3), np.float32)}, r"expected \(2, 16, 3\)"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], tensors: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=reason):
        opened(tmp_path, built(tensors=tensors, **attributes))


def test_a_node_without_weights_is_a_note_beside_one_that_has_them(tmp_path: Path) -> None:
    nodes = [node("GRU", "x W R B", "y", name="good"), node("GRU", "x V R B", "z", name="poor")]
    proto = model(nodes, [X, info("V", (1, 12, 3))], ["y", "z"], weights("GRU", 3, 4))
    file = opened(tmp_path, proto)
    assert [found.name for found in file.stacks] == ["good"]
    assert any("not read: the weights of the GRU 'poor'" in note and "V ('V')" not in note for note in file.notes)


def obstacles(folder: Path, **tensors: Any) -> tuple[str, ...]:
    """Of an LSTM with an input ``h0`` beside what `tensors` has."""
    arguments = " ".join(name if name in {"h0", *tensors} else "-" for name in ("lengths", "h0", "c0"))
    nodes = [node("LSTM", f"x W R B {arguments}", "y", name="n")]
    inputs = [X] if "h0" in tensors else [X, info("h0", (1, 1, 4))]
    return opened(folder, model(nodes, inputs, ["y"], weights("LSTM", 3, 4) | tensors)).stacks[0].obstacles


def test_what_a_run_is_given_is_told(tmp_path: Path) -> None:
    zeros, ones = np.zeros((1, 1, 4), np.float32), np.ones((1, 1, 4), np.float32)
    assert obstacles(tmp_path, h0=zeros, c0=zeros) == ()
    assert obstacles(tmp_path, c0=zeros) == ("n starts from 'h0'; here it starts from zero",)
    several = np.ones((1, 3, 4), np.float32) * np.arange(3, dtype=np.float32)[:, None]
    assert obstacles(tmp_path, h0=ones, c0=zeros) == ()
    assert obstacles(tmp_path, h0=several, c0=zeros) == ("n starts from 'h0'; here it starts from zero",)
    for length in (1, 3, 4):
        (said,) = obstacles(tmp_path, h0=zeros, c0=zeros, lengths=np.array([length], np.int32))
        assert said == "n ends sequences where 'lengths' says; here all tokens are run"
    assert obstacles(tmp_path, h0=zeros, c0=zeros, lengths=np.array([5], np.int32)) == ()


@pytest.mark.parametrize("filling", [None, 0.0, 1.0])
def test_zeros_of_any_batch_are_zeros(filling: float | None, tmp_path: Path) -> None:
    value = {} if filling is None else {"value": onnx.helper.make_tensor("v", 1, [1], [filling])}
    nodes = [
        node("Shape", "x", "s"), node("Slice", "s i1 i2", "batch"), node("Concat", "i1 batch four", "t", axis=0),
        node("ConstantOfShape", "t", "h0", **value), node("GRU", "x W R B - h0", "y", name="n"),
    ]  # fmt: skip
    shapes = {"i1": np.array([1]), "i2": np.array([2]), "four": np.array([4])}
    file: ModelFile = opened(tmp_path, model(nodes, [X], ["y"], weights("GRU", 3, 4) | shapes))
    stack = file.stacks[0]
    assert stack.obstacles == ()
    start = stack.layers[0].parameters[0].initial_hidden
    assert (start is None) == (not filling)
    assert filling != 1.0 or (start is not None and (start == 1).all())


def test_nodes_of_one_name_and_of_none_are_told_apart(tmp_path: Path) -> None:
    nodes = [node("GRU", "x W R B", f"y{k}", name=name) for k, name in enumerate(["a", "a", "", "", "gru_3", "a"])]
    file = opened(tmp_path, model(nodes, [X], ["y0"], weights("GRU", 3, 4)))
    names = [found.name for found in file.stacks]
    assert len(set(names)) == 6
    assert (names[0], names[2], names[3]) == ("a", "gru_3", "gru_4")
