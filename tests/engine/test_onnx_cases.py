"""ONNX' own node tests: those stored beside the project, and those that the installed onnx package generates."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array
from tests.engine.oracles_onnx import OUTPUTS, draw, model_of, run_node
from tests.shared import ORACLES, needs_oracles

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed (pip install 'gatescope[onnx]')")

STORED = ORACLES / "onnx_node"
CASES = [
    f"{case['source']}/{case['name']}"
    for case in (json.loads((STORED / "index.json").read_text()) if STORED.is_dir() else ())
]


def attributes_of(node: Any) -> dict[str, Any]:
    values = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    return {key: value.decode() if isinstance(value, bytes) else value for key, value in values.items()}


def assert_node(node: Any, inputs: Mapping[str, Array], outputs: Mapping[str, Array], executor: Executor) -> None:
    """Inputs and outputs are named by their place in the operator, whatever the file calls them."""
    inputs_of = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")
    arguments = {place: inputs[name] for place, name in zip(inputs_of, node.input, strict=False) if name}
    found = run_node(node.op_type, attributes_of(node), arguments, executor)
    wanted = {place: outputs[name] for place, name in zip(("Y", "Y_h", "Y_c"), node.output, strict=False) if name}
    assert wanted
    for place, value in wanted.items():
        np.testing.assert_allclose(found[place], value, rtol=0, atol=1e-5, err_msg=place)


@needs_oracles
@pytest.mark.parametrize("case", CASES)
def test_stored(case: str, executor: Executor) -> None:
    graph = onnx.load(STORED / case / "model.onnx").graph
    data = STORED / case / "test_data_set_0"

    def tensors(values: Any, kind: str) -> dict[str, Array]:
        return {
            value.name: onnx.numpy_helper.to_array(onnx.load_tensor(data / f"{kind}_{n}.pb"))
            for n, value in enumerate(values)
        }

    assert_node(graph.node[0], tensors(graph.input, "input"), tensors(graph.output, "output"), executor)


@pytest.mark.parametrize("op", ["RNN", "GRU", "LSTM"])
def test_those_the_package_generates(op: str, executor: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module(f"onnx.backend.test.case.node.{op.lower()}")
    found: list[str] = []

    def expect(node: Any, inputs: list[Array], outputs: list[Array], name: str, **_: Any) -> None:
        named = dict(zip([n for n in node.input if n], inputs, strict=True))
        assert_node(node, named, dict(zip([n for n in node.output if n], outputs, strict=True)), executor)
        found.append(name)

    monkeypatch.setattr(module, "expect", expect)
    cases = vars(module)[op]
    for name in dir(cases):
        if name.startswith("export"):
            getattr(cases, name)()
    assert len(found) >= 6, found


@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
@pytest.mark.parametrize(
    ("op", "attributes"),
    [("RNN", {}), ("GRU", {"linear_before_reset": 0}), ("GRU", {"linear_before_reset": 1}), ("LSTM", {})],
)
def test_the_packages_own_evaluator(op: str, attributes: dict[str, Any], direction: str, executor: Executor) -> None:
    """Random weights in float64, peepholes and initial states among them. It knows no clip, no coupling, no lengths."""
    reference = importlib.import_module("onnx.reference")
    inputs = {key: value.astype(np.float64) for key, value in draw(op, direction).items() if key != "sequence_lens"}
    attributes = {**attributes, "direction": direction}
    expected = reference.ReferenceEvaluator(model_of(op, attributes, inputs)).run(None, inputs)
    found = run_node(op, attributes, inputs, executor)
    for name, value in zip(OUTPUTS[op], expected, strict=True):
        np.testing.assert_allclose(found[name], value, rtol=0, atol=1e-10, err_msg=name)
