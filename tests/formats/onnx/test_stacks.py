"""Layers that feed each other, the embedding before them and the read-out after them, against onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.formats.core.found import Stack
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, run, sequence, weights

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")

STEPS, INPUTS, UNITS = 5, 3, 4
X = info("x", (STEPS, 1, INPUTS))


def two(operator: str, between: list[Any], joined: str, directions: int = 1, **attributes: Any) -> tuple[Any, Any]:
    """Nodes and tensors of two layers; `between` leads from y1 to the value `joined`."""
    if directions == 2:
        attributes["direction"] = "bidirectional"
    nodes = [
        node(operator, "x W1 R1 B1", "y1 h1", hidden_size=UNITS, name="one", **attributes),
        *between,
        node(operator, f"{joined} W2 R2 B2", "y h", hidden_size=UNITS, name="two", **attributes),
    ]
    first = weights(operator, INPUTS, UNITS, directions, seed=1, tag="1")
    return nodes, first | weights(operator, directions * UNITS, UNITS, directions, seed=2, tag="2")


def assert_runs_as(stack: Stack, expected: Array) -> None:
    """`expected` (T, F) is what the file gives for the one sequence that all tests here use."""
    np.testing.assert_allclose(run(stack, sequence(STEPS, INPUTS)).hidden, expected, rtol=0, atol=1e-6)


JOINS = {
    "squeezed": ([("Squeeze", "y1 one", "z", {})], "z"),
    "turned and turned back": (
        [("Transpose", "y1", "a", {"perm": [2, 1, 0, 3]}), ("Squeeze", "a one", "b", {}),
         ("Transpose", "b", "z", {"perm": [1, 0, 2]})], "z"),
    "reshaped to lengths": ([("Reshape", "y1 flat", "z", {})], "z"),
    "reshaped to copied lengths": (
        [("Transpose", "y1", "a", {"perm": [0, 2, 1, 3]}), ("Reshape", "a copied", "z", {})], "z"),
    "reshaped to computed lengths": (
        [("Shape", "x", "s", {"end": 1}), ("Concat", "s one units", "t", {"axis": 0}),
         ("Transpose", "y1", "a", {"perm": [0, 2, 1, 3]}), ("Reshape", "a t", "z", {})], "z"),
    "dropped out": ([("Squeeze", "y1 one", "a", {}), ("Dropout", "a", "b", {}), ("Identity", "b", "z", {})], "z"),
    "gathered": ([("Gather", "y1 zero", "z", {"axis": 1})], "z"),
}  # fmt: skip
SHAPES = {
    "one": np.array([1]), "flat": np.array([STEPS, 1, UNITS]), "copied": np.array([0, 0, -1]), "zero": np.array(0),
    "units": np.array([UNITS]),
}  # fmt: skip


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("operator", ["RNN", "GRU", "LSTM"])
def test_two_layers_are_one_stack(operator: str, join: str, tmp_path: Path) -> None:
    between, joined = JOINS[join]
    nodes, tensors = two(operator, [node(op, i, o, **more) for op, i, o, more in between], joined)
    proto = model(nodes, [X], ["y"], tensors | SHAPES)
    proto.graph.value_info.append(info("y1", (STEPS, 1, 1, UNITS)))
    if any("a t" in step for step in between):
        proto.graph.value_info.append(info("a", ("T", 1, 1, UNITS)))
    (stack,) = opened(tmp_path, proto).stacks
    assert stack.name == "one+two"
    assert_runs_as(stack, by_onnxruntime(proto, x=sequence(STEPS, INPUTS)[:, None])[0][:, 0, 0])


@pytest.mark.parametrize("operator", ["RNN", "GRU", "LSTM"])
def test_two_layers_of_two_directions(operator: str, tmp_path: Path) -> None:
    between = [node("Transpose", "y1", "a", perm=[0, 2, 1, 3]), node("Reshape", "a copied", "z")]
    nodes, tensors = two(operator, between, "z", directions=2)
    proto = model(nodes, [X], ["y"], tensors | SHAPES)
    (stack,) = opened(tmp_path, proto).stacks
    assert (stack.name, stack.layers[0].merge) == ("one+two", "concat")
    assert_runs_as(stack, by_onnxruntime(proto, x=sequence(STEPS, INPUTS)[:, None])[0][:, :, 0].reshape(STEPS, -1))


def test_layers_with_the_batch_first(tmp_path: Path) -> None:
    """onnxruntime does not run layout=1: the same weights with layout=0 tell what must come out."""
    nodes, tensors = two("GRU", [node("Squeeze", "y1 axis", "z")], "z", layout=1)
    batch_first = model(nodes, [info("x", (1, STEPS, INPUTS))], ["y"], tensors | {"axis": np.array([2])})
    (stack,) = opened(tmp_path, batch_first).stacks
    assert stack.name == "one+two"
    nodes, tensors = two("GRU", [node("Squeeze", "y1 one", "z")], "z")
    same = model(nodes, [X], ["y"], tensors | SHAPES)
    assert_runs_as(stack, by_onnxruntime(same, x=sequence(STEPS, INPUTS)[:, None])[0][:, 0, 0])


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(("Transpose", "a", "z", {"perm": [1, 0, 2]}), id="over the batch"),
        pytest.param(("Tanh", "a", "z", {}), id="through a tanh"),
        pytest.param(("Add", "a a", "z", {}), id="with a residual"),
        pytest.param(("Slice", "a minus far zeros minus", "z", {}), id="backwards"),
    ],
)
def test_layers_that_run_over_something_else_stay_apart(between: tuple[Any, ...], tmp_path: Path) -> None:
    operator, inputs, outputs, attributes = between
    between_them = [node("Squeeze", "y1 one", "a"), node(operator, inputs, outputs, **attributes)]
    nodes, tensors = two("GRU", between_them, "z")
    shapes = SHAPES | {"minus": np.array([-1]), "far": np.array([-(1 << 62)]), "zeros": np.array([0])}
    stacks = opened(tmp_path, model(nodes, [X], ["y"], tensors | shapes)).stacks
    assert [stack.name for stack in stacks] == ["one", "two"]


def test_a_layer_that_feeds_two_others_goes_on_as_the_first(tmp_path: Path) -> None:
    nodes, tensors = two("GRU", [node("Squeeze", "y1 one", "z")], "z")
    nodes.append(node("GRU", "z W2 R2 B2", "more", hidden_size=UNITS, name="other"))
    stacks = opened(tmp_path, model(nodes, [X], ["y", "more"], tensors | SHAPES)).stacks
    assert [stack.name for stack in stacks] == ["one+two", "other"]
    assert "other takes the output of one, which is a network of its own here" in stacks[1].obstacles


def test_layers_of_other_conventions_are_stacks_of_their_own(tmp_path: Path) -> None:
    nodes, tensors = two("GRU", [node("Squeeze", "y1 one", "z")], "z")
    nodes[-1].attribute.add(name="linear_before_reset", i=1, type=2)
    stacks = opened(tmp_path, model(nodes, [X], ["y"], tensors | SHAPES)).stacks
    assert [stack.network.convention.reset_after for stack in stacks] == [False, True]
    assert "two takes the output of one" in stacks[1].obstacles[0]


def test_directions_with_activations_of_their_own_are_two_stacks(tmp_path: Path) -> None:
    names = ["Sigmoid", "Tanh", "HardSigmoid", "Relu"]
    w = weights("GRU", INPUTS, UNITS, directions=2)
    nodes = [node("GRU", "x W R B", "y", hidden_size=UNITS, direction="bidirectional", activations=names, name="bi")]
    nodes += [
        node("Transpose", "y", "t", perm=[0, 2, 1, 3]),
        node("Reshape", "t joined", "h"),
        node("MatMul", "h V", "out"),
    ]
    tensors = w | {"joined": np.array([0, 0, -1]), "V": np.ones((2 * UNITS, 3), np.float32)}
    proto = model(nodes, [X], ["y", "out"], tensors)
    stacks = opened(tmp_path, proto).stacks
    assert [stack.name for stack in stacks] == ["bi.forward", "bi.reverse"]
    expected = by_onnxruntime(proto, x=sequence(STEPS, INPUTS)[:, None])[0]
    for d, stack in enumerate(stacks):
        assert_runs_as(stack, expected[:, d, 0])
        assert "other activations each" in stack.notes[0]
        assert stack.readouts == ()
        assert "takes both directions together: it is not shown" in stack.notes[-1]


@pytest.mark.parametrize("ids", [("T", 1), (1, "T"), ("T",), None])
def test_the_embedding_comes_along(ids: tuple[Any, ...] | None, tmp_path: Path) -> None:
    table = np.random.default_rng(3).normal(size=(7, INPUTS)).astype(np.float32)
    ways: dict[Any, list[Any]] = {
        (1, "T"): [node("Transpose", "e", "x", perm=[1, 0, 2])],
        ("T",): [node("Unsqueeze", "e one", "x")],
    }
    way = ways.get(ids, [node("Identity", "e", "x")])
    nodes = [node("Gather", "table ids", "e"), *way, node("GRU", "x W R B", "y", hidden_size=UNITS)]
    proto = model(nodes, [info("ids", ids, np.int64)], ["y"], {"table": table} | SHAPES | weights("GRU", INPUTS, UNITS))
    file = opened(tmp_path, proto)
    (stack,) = file.stacks
    assert stack.embedding is not None
    np.testing.assert_array_equal(stack.embedding, table)
    assert stack.embedding_name == "table"
    assert next(tensor for tensor in file.tensors if tensor.name == "table").used_by == (stack.name,)


def test_layers_in_a_circle_are_damage(tmp_path: Path) -> None:
    nodes = [
        node("GRU", "b W R B", "y", hidden_size=INPUTS), node("Squeeze", "y one", "a"),
        node("GRU", "a W R B", "z", hidden_size=INPUTS), node("Squeeze", "z one", "b"),
    ]  # fmt: skip
    proto = model(nodes, [], ["b"], weights("GRU", INPUTS, INPUTS) | SHAPES)
    with pytest.raises(FormatError, match="feed each other in a circle"):
        opened(tmp_path, proto)
