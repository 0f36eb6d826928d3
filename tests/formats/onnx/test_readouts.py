"""Read-outs in the forms that exporters write them, against onnxruntime."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.engine.read_out import read_out
from gatescope.formats.core.found import Stack
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, run, sequence, weights

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")

STEPS, INPUTS, UNITS, CLASSES = 5, 3, 4, 3
X = info("x", (STEPS, 1, INPUTS))


def built(after: list[tuple[Any, ...]], end: str, opset: int = 17, classes: int = CLASSES, directions: int = 1) -> Any:
    """A GRU whose Y is y and whose Y_h is h, and what comes `after` it."""
    rng = np.random.default_rng(4)
    attributes = {"direction": "bidirectional"} if directions == 2 else {}
    gru = node("GRU", "x W R B", "y h", hidden_size=UNITS, **attributes)
    width = directions * UNITS
    tensors = {
        "fc.weight": rng.normal(size=(classes, width)).astype(np.float32),
        "fc.bias": rng.normal(size=classes).astype(np.float32),
        "one": np.array([1]), "first": np.array([0]), "last": np.array(-1), "minus": np.array([-1]),
        "far": np.array([np.iinfo(np.int64).max]), "k0": np.array(0), "k1": np.array(1), "copied": np.array([0, 0, -1]),
    } | weights("GRU", INPUTS, UNITS, directions)  # fmt: skip
    tensors["fc.T"] = tensors["fc.weight"].T.copy()
    nodes = [node(op, i, o, **(dict(*more) if more else {})) for op, i, o, *more in after]
    return model([gru, *nodes], [X], [end], tensors, opset)


def probabilities(stack: Stack) -> Array:
    """What the one read-out says after every token, (T, C)."""
    (readout,) = stack.readouts
    scores = run(stack, sequence(STEPS, INPUTS)).hidden @ readout.weight.T + readout.bias
    if readout.kind == "logistic":
        return np.asarray(1 / (1 + np.exp(-scores)))
    return np.asarray(np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True))


def output(proto: Any) -> Array:
    found = by_onnxruntime(proto, x=sequence(STEPS, INPUTS)[:, None])[0]
    return found.reshape(-1, found.shape[-1])


SQUEEZED = ("Squeeze", "y one", "s")
EVERY_STEP = {
    "MatMul and Add": [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "m fc.bias", "a"),
                       ("Softmax", "a", "p", {"axis": -1})],
    "Add the other way round": [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "fc.bias m", "a"),
                                ("Softmax", "a", "p", {"axis": 2})],
    "without a bias": [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Softmax", "m", "p", {"axis": -1})],
    "Gemm of flat rows": [("Squeeze", "y minus_axes", "s"), ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1}),
                          ("Softmax", "g", "p", {"axis": 1})],
    "Gemm with factors": [("Squeeze", "y minus_axes", "s"),
                          ("Gemm", "s fc.T fc.bias", "g", {"alpha": 0.5, "beta": 2.0}), ("Softmax", "g", "p")],
    "weights that are turned": [SQUEEZED, ("Transpose", "fc.weight", "t", {"perm": [1, 0]}), ("MatMul", "s t", "m"),
                                ("Softmax", "m", "p", {"axis": -1})],
    "turned before and after": [SQUEEZED, ("Transpose", "s", "u", {"perm": [1, 0, 2]}), ("MatMul", "u fc.T", "m"),
                                ("Transpose", "m", "v", {"perm": [1, 0, 2]}), ("Softmax", "v", "p", {"axis": -1})],
}  # fmt: skip


@pytest.mark.parametrize("form", EVERY_STEP)
def test_a_readout_after_every_token(form: str, tmp_path: Path) -> None:
    proto = built(EVERY_STEP[form], "p")
    proto.graph.initializer.add(name="minus_axes", dims=[2], data_type=7, int64_data=[1, 2])
    (stack,) = opened(tmp_path, proto).stacks
    assert stack.readouts[0].kind == "softmax"
    assert stack.assumptions == ()
    assert not any("once a sequence" in note or "stands between" in note for note in stack.notes)
    np.testing.assert_allclose(probabilities(stack), output(proto), rtol=0, atol=1e-6)


def test_logarithms_of_probabilities_and_a_sigmoid(tmp_path: Path) -> None:
    linear = [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "m fc.bias", "a")]
    logs = built([*linear, ("LogSoftmax", "a", "p", {"axis": -1})], "p")
    np.testing.assert_allclose(probabilities(opened(tmp_path, logs).stacks[0]), np.exp(output(logs)), rtol=0, atol=1e-6)
    one = built([*linear, ("Sigmoid", "a", "p")], "p", classes=1)
    (stack,) = opened(tmp_path, one).stacks
    assert (stack.readouts[0].kind, stack.readouts[0].labels) == ("logistic", ("0", "1"))
    np.testing.assert_allclose(probabilities(stack), output(one), rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    "dropped",
    [("Squeeze", "a last_axis", "d"), ("Reshape", "a minus", "d"), ("Gather", "a k0", "d", {"axis": 2})],
    ids=lambda step: step[0],
)
def test_the_axis_of_a_single_score_may_be_dropped(dropped: Any, tmp_path: Path) -> None:
    linear = [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "m fc.bias", "a")]
    proto = built([*linear, dropped, ("Sigmoid", "d", "p")], "p", classes=1)
    proto.graph.initializer.add(name="last_axis", dims=[1], data_type=7, int64_data=[2])
    (stack,) = opened(tmp_path, proto).stacks
    np.testing.assert_allclose(probabilities(stack).ravel(), output(proto).ravel(), rtol=0, atol=1e-6)


LAST = {
    "Y_h": [("Squeeze", "h first", "s")],
    "Gather of the last step": [SQUEEZED, ("Gather", "s last", "s2", {"axis": 0}), ("Identity", "s2", "s3")],
    "Slice of the last step": [SQUEEZED, ("Slice", "s minus far first", "s2"), ("Squeeze", "s2 first", "s3")],
}  # fmt: skip


@pytest.mark.parametrize("form", LAST)
def test_a_readout_of_the_last_state(form: str, tmp_path: Path) -> None:
    state = LAST[form][-1][2]
    proto = built([*LAST[form], ("Gemm", f"{state} fc.weight fc.bias", "g", {"transB": 1}), ("Softmax", "g", "p")], "p")
    (stack,) = opened(tmp_path, proto).stacks
    assert stack.readouts[0].name == "fc"
    when = "" if form == "Y_h" else ", after the last token"
    assert f"the file applies the read-out fc once a sequence{when}; it is shown after every token" in stack.notes
    np.testing.assert_allclose(probabilities(stack)[-1:], output(proto), rtol=0, atol=1e-6)


def test_a_readout_of_the_last_states_of_both_directions(tmp_path: Path) -> None:
    """As PyTorch writes ``torch.cat([h_n[0], h_n[1]], 1)``."""
    states = [("Gather", "h k0", "a", {"axis": 0}), ("Gather", "h k1", "b", {"axis": 0})]
    rest = [("Concat", "a b", "s", {"axis": 1}), ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1}),
            ("Softmax", "g", "p")]  # fmt: skip
    proto = built([*states, *rest], "p", directions=2)
    (stack,) = opened(tmp_path, proto).stacks
    hidden = run(stack, sequence(STEPS, INPUTS)).hidden
    ends = np.concatenate([hidden[-1, :UNITS], hidden[0, UNITS:]])
    scores = np.exp(stack.readouts[0].weight @ ends + stack.readouts[0].bias)
    np.testing.assert_allclose(scores / scores.sum(), output(proto)[0], rtol=0, atol=1e-6)
    assert any("the reverse one of the first" in note for note in stack.notes)


@pytest.mark.parametrize(
    ("index", "token", "when"),
    [("last", -1, "after the last token"), ("k0", 0, "after the first token"), ("k1", 1, "after token 1")],
)
def test_a_readout_of_both_directions_at_one_token(index: str, token: int, when: str, tmp_path: Path) -> None:
    """As PyTorch writes ``head(lstm(x)[0][:, -1])`` of a bidirectional layer."""
    states = [("Transpose", "y", "t", {"perm": [0, 2, 1, 3]}), ("Reshape", "t copied", "both")]
    rest = [("Gather", f"both {index}", "s", {"axis": 0}), ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1}),
            ("Softmax", "g", "p")]  # fmt: skip
    proto = built([*states, *rest], "p", directions=2)
    (stack,) = opened(tmp_path, proto).stacks
    np.testing.assert_allclose(probabilities(stack)[[token]], output(proto), rtol=0, atol=1e-6)
    assert f"the file applies the read-out fc once a sequence, {when}; it is shown after every token" in stack.notes


@pytest.mark.parametrize("inner", ["k1b far", "first minus"])
@pytest.mark.parametrize("directions", [1, 2])
def test_a_token_of_a_part_of_the_sequence_is_not_named(inner: str, directions: int, tmp_path: Path) -> None:
    """As PyTorch writes ``y[:, 1:][:, -1]``."""
    states = [("Transpose", "y", "t", {"perm": [0, 2, 1, 3]}), ("Reshape", "t copied", "both")]
    rest = [("Slice", f"both {inner} first", "part"), ("Gather", "part last", "s", {"axis": 0}),
            ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1}), ("Softmax", "g", "p")]  # fmt: skip
    proto = built([*states, *rest], "p", directions=directions)
    proto.graph.initializer.add(name="k1b", dims=[1], data_type=7, int64_data=[1])
    (stack,) = opened(tmp_path, proto).stacks
    assert "the file applies the read-out fc once a sequence; it is shown after every token" in stack.notes


def test_the_directions_the_wrong_way_round_are_no_readout(tmp_path: Path) -> None:
    states = [("Gather", "h k0", "a", {"axis": 0}), ("Gather", "h k1", "b", {"axis": 0})]
    rest = [("Concat", "b a", "s", {"axis": 1}), ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1})]
    (stack,) = opened(tmp_path, built([*states, *rest], "g", directions=2)).stacks
    assert stack.readouts == ()


@pytest.mark.parametrize(("classes", "other"), [(1, "logistic"), (3, "softmax")])
def test_bare_scores_are_plain_values_with_an_assumption(classes: int, other: str, tmp_path: Path) -> None:
    proto = built([SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "m fc.bias", "a")], "a", classes=classes)
    (stack,) = opened(tmp_path, proto).stacks
    assert stack.readouts[0].kind == "linear"
    (assumed,) = stack.assumptions
    assert (assumed.what, assumed.taken) == ("squashing of the read-out fc", "linear")
    assert assumed.override == f"readout={other}"
    said = read_out(stack.network, run(stack, sequence(STEPS, INPUTS)).hidden)["fc"]
    np.testing.assert_allclose(said, output(proto), rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("after", "note"),
    [
        pytest.param([("Relu", "a", "p")], "takes the hidden state on to further layers", id="a hidden layer"),
        pytest.param([("Softmax", "a", "p", {"axis": 0})], "takes the hidden state on", id="attention over time"),
        pytest.param([("Sigmoid", "a", "p")], "3 probabilities that are independent", id="several labels"),
    ],
)
def test_what_is_no_readout_is_said(after: list[Any], note: str, tmp_path: Path) -> None:
    linear = [SQUEEZED, ("MatMul", "s fc.T", "m"), ("Add", "m fc.bias", "a")]
    (stack,) = opened(tmp_path, built([*linear, *after], "p")).stacks
    assert stack.readouts == ()
    assert any(note in said for said in stack.notes)


@pytest.mark.parametrize(
    ("between", "what"),
    [
        ([("ReduceMean", "s", "m", {"axes": [0], "keepdims": 0})], "ReduceMean"),
        ([("ReduceMax", "s", "m", {"axes": [0], "keepdims": 0})], "ReduceMax"),
        ([("Squeeze", "h first", "l"), ("Tanh", "l", "t"), ("Identity", "t", "m")], "Tanh"),
    ],
    ids=["mean", "max", "tanh"],
)
def test_what_stands_between_a_state_and_a_linear_layer_is_said(between: list[Any], what: str, tmp_path: Path) -> None:
    rest = [("Gemm", "m fc.weight fc.bias", "g", {"transB": 1}), ("Softmax", "g", "p")]
    (stack,) = opened(tmp_path, built([SQUEEZED, *between, *rest], "p")).stacks
    assert stack.readouts == ()
    (note,) = stack.notes
    assert re.fullmatch(rf"'fc' \({UNITS} → {CLASSES}\) is not read out: '.+' \({what}\) stands between", note)


@pytest.mark.parametrize("opset", [9, 11, 13])
def test_the_axis_of_a_softmax_that_is_not_named(opset: int, tmp_path: Path) -> None:
    """Until opset 13 it was 1, of two axes the last one."""
    squeeze = ("Squeeze", "h", "s", {"axes": [0]}) if opset < 13 else ("Squeeze", "h first", "s")
    after = [squeeze, ("Gemm", "s fc.weight fc.bias", "g", {"transB": 1}), ("Softmax", "g", "p")]
    proto = built(after, "p", opset)
    (stack,) = opened(tmp_path, proto).stacks
    np.testing.assert_allclose(probabilities(stack)[-1:], output(proto), rtol=0, atol=1e-6)
