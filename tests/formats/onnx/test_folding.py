"""Every operator that is computed on constants against a whole graph in ONNX' own evaluator, and their bounds."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.formats.onnx.fold_operators import FOLDS
from gatescope.formats.onnx.folding import Folding, NotConstantError
from gatescope.formats.onnx.unfolding import flatten
from tests.formats.onnx.models import info, model, node

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
ReferenceEvaluator = importlib.import_module("onnx.reference").ReferenceEvaluator

A = np.arange(24, dtype=np.float32).reshape(2, 3, 4) - 7
TENSORS = {
    "a": A, "b": np.linspace(-1, 1, 4, dtype=np.float32), "column": A[:, :, :1].copy(), "flat": A.ravel().copy(),
    "i0": np.array([0]), "i1": np.array([1]), "i2": np.array([2]), "far": np.array([np.iinfo(np.int64).max]),
    "minus": np.array([-1]), "begin": np.array([np.iinfo(np.int64).min]), "both": np.array([0, 2]),
    "shape": np.array([0, -1, 2]), "big": np.array([3, 2, 3, 4]), "times": np.array([2, 1, 3]),
    "uneven": np.array([1, 3]), "whole": np.array([-7, 5, 9, 2]), "three": np.array(3), "index": np.array(-1),
    "u8": np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "scale": np.array(0.25, np.float32),
    "scales": np.array([0.5, 0.25, 2.0], np.float32), "zero": np.array(9, np.uint8),
    "zeros": np.array([1, 2, 3], np.uint8),
}  # fmt: skip
CASES: list[tuple[Any, ...]] = [
    ("Identity", "a"), ("Dropout", "a"), ("Unsqueeze", "a both"), ("Unsqueeze", "a minus"), ("Squeeze", "column i2"),
    ("Squeeze", "column"), ("Concat", "a a column", {"axis": 2}), ("Concat", "a a", {"axis": -3}), ("Transpose", "a"),
    ("Transpose", "a", {"perm": [2, 0, 1]}), ("Slice", "a i1 far"), ("Slice", "a i0 minus i2"),
    ("Slice", "a i0 far i2 i2"), ("Slice", "a minus begin i1 minus"), ("Slice", "a i2 i0 i2 minus"),
    ("Split", "a", {"axis": 2, "num_outputs": 2}), ("Split", "a uneven", {"axis": 2}), ("Reshape", "a shape"),
    ("Flatten", "a"), ("Flatten", "a", {"axis": 0}), ("Flatten", "a", {"axis": -1}), ("Cast", "a", {"to": 11}),
    ("Cast", "a", {"to": 7}), ("Gather", "a index", {"axis": 1}), ("Gather", "a both", {"axis": 2}), ("Shape", "a"),
    ("Shape", "a", {"start": 1}), ("Shape", "a", {"start": -2, "end": -1}), ("ConstantOfShape", "i2"),
    ("Expand", "a big"), ("Tile", "a times"), ("Add", "a b"), ("Sub", "b a"), ("Mul", "a a"), ("Div", "a b"),
    ("Div", "whole three"), ("Neg", "a"), ("DequantizeLinear", "u8 scale"), ("DequantizeLinear", "u8 scale zero"),
    ("DequantizeLinear", "u8 scales zeros", {"axis": 1}),
]  # fmt: skip


def folding(nodes: list[Any], opset: int = 19, tensors: dict[str, Any] | None = None) -> Folding:
    return Folding(flatten(Path("model.onnx"), model(nodes, [info("x", None)], ["y"], tensors or TENSORS, opset)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case)))
def test_as_onnx_evaluates_it(case: tuple[Any, ...]) -> None:
    operator, inputs, *attributes = case
    outputs = "y y2" if operator == "Split" else "y"
    nodes = [node(operator, inputs, outputs, **(attributes[0] if attributes else {}))]
    proto = model(nodes, [], outputs.split(), TENSORS, 19)
    expected = ReferenceEvaluator(proto).run(None, {})
    found = folding(nodes)
    for name, value in zip(outputs.split(), expected, strict=True):
        np.testing.assert_array_equal(found.constant(name).value, value)
        assert found.constant(name).value.shape == value.shape


def test_no_operator_goes_untested() -> None:
    assert {case[0] for case in CASES} | {"Constant"} - {"Identity", "Dropout"} >= set(FOLDS)


@pytest.mark.parametrize(
    ("operator", "inputs", "attributes", "opset"),
    [
        ("Unsqueeze", "a", {"axes": [0, 2]}, 11),
        ("Squeeze", "column", {"axes": [2]}, 11),
        ("Slice", "a", {"starts": [1], "ends": [9], "axes": [2]}, 9),
        ("Slice", "a", {"starts": [0, 1], "ends": [1, -1]}, 9),
        ("Split", "a", {"axis": 2, "split": [1, 3]}, 11),
        ("Split", "a", {"axis": 2}, 11),
    ],
)
def test_what_was_an_attribute_once(operator: str, inputs: str, attributes: dict[str, Any], opset: int) -> None:
    outputs = "y y2" if operator == "Split" else "y"
    nodes = [node(operator, inputs, outputs, **attributes)]
    expected = ReferenceEvaluator(model(nodes, [], outputs.split(), TENSORS, opset)).run(None, {})
    np.testing.assert_array_equal(folding(nodes, opset).constant("y").value, expected[0])


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ({"value_float": 0.5}, np.float32(0.5)),
        ({"value_int": 7}, np.int64(7)),
        ({"value_floats": [0.5, 2.0]}, np.array([0.5, 2], np.float32)),
        ({"value_ints": [3, 4]}, np.array([3, 4])),
    ],
)
def test_constants_given_as_plain_numbers(attributes: dict[str, Any], value: Any) -> None:
    np.testing.assert_array_equal(folding([node("Constant", "", "y", **attributes)]).constant("y").value, value)


def filled(number: float) -> Any:
    return onnx.helper.make_tensor("fill", onnx.TensorProto.FLOAT, [1], [number])


def test_a_shape_is_filled_with_what_the_file_says() -> None:
    found = folding([node("ConstantOfShape", "both", "y", value=filled(0.5))], tensors={"both": np.array([2, 3])})
    np.testing.assert_array_equal(found.constant("y").value, np.full((2, 3), 0.5, np.float32))


HUGE = {"huge": np.array([1 << 20, 1 << 20]), "one": np.ones((1, 1), np.float32), "million": np.array([1 << 20, 1])}
COLUMN = ("Expand", "one million", "c", {})


@pytest.mark.parametrize(
    "parts",
    [
        [("ConstantOfShape", "huge", "y", {})],
        [("Expand", "one huge", "y", {})],
        [("Tile", "one huge", "y", {})],
        [COLUMN, ("Transpose", "c", "r", {}), ("Add", "c r", "y", {})],
        [COLUMN, ("Concat", "c " * 100, "y", {"axis": 1})],
    ],
    ids=lambda parts: " ".join(part[0] for part in parts),
)
def test_nothing_is_made_that_is_too_large(parts: list[Any]) -> None:
    nodes = [node(operator, inputs, outputs, **more) for operator, inputs, outputs, more in parts]
    with pytest.raises(NotConstantError, match="too large"):
        folding(nodes, tensors=HUGE).constant("y")


def test_all_of_it_together_is_bounded() -> None:
    """Each of the sums is small enough; their number is not."""
    nodes = [node("Expand", "one million", "v0")]
    nodes += [node("Add", f"v{k} one", f"v{k + 1}") for k in range(40)]
    found = folding(nodes, tensors=HUGE)
    assert found.array("v1") is not None
    with pytest.raises(NotConstantError, match="too large"):
        found.constant("v40")


def test_a_long_chain_ends_in_a_sentence() -> None:
    nodes = [node("Identity", f"v{k}", f"v{k + 1}") for k in range(3000)]
    found = folding(nodes, tensors={"v0": A})
    with pytest.raises(NotConstantError, match="takes too many operators"):
        found.constant("v3000")


def test_a_circle_ends_in_a_sentence() -> None:
    with pytest.raises(NotConstantError, match="depends on itself"):
        folding([node("Neg", "y2", "y"), node("Neg", "y", "y2")]).constant("y")


@pytest.mark.parametrize(
    ("nodes", "reason"),
    [
        ([("Neg", "x", "y")], "is an input of the graph"),
        ([("Neg", "nobody", "y")], "comes from nowhere in the file"),
        ([("Softmax", "a", "y")], r"is computed by Softmax \('y'\)"),
        ([("Reshape", "a i2", "y")], r"does not fit the operator Reshape \('y'\)"),
        ([("Squeeze", "a i1", "y")], "does not fit the operator Squeeze"),
        ([("Neg", "", "y")], "does not fit the operator Neg"),
    ],
)
def test_why_something_is_no_constant(nodes: list[tuple[str, str, str]], reason: str) -> None:
    with pytest.raises(NotConstantError, match=reason):
        folding([node(*parts) for parts in nodes]).constant("y")
