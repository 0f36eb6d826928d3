"""Weights that come to a recurrent node by every way that exporters write, against onnxruntime on the same file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Array
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, run, sequence, weights

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")

STEPS, INPUTS, UNITS = 6, 3, 4
X = info("x", (STEPS, 1, INPUTS))
Built = tuple[list[Any], dict[str, Any]]


def constant(name: str, value: Any) -> Any:
    return node("Constant", "", name, value=onnx.numpy_helper.from_array(np.asarray(value)))


def plain(w: dict[str, Array]) -> Built:
    return [], w


def constants(w: dict[str, Array]) -> Built:
    return [constant(name, value) for name, value in w.items()], {}


def unsqueezed(w: dict[str, Array]) -> Built:
    nodes = [node("Unsqueeze", f"{name}0 axes", name) for name in w]
    return nodes, {f"{name}0": value[0] for name, value in w.items()} | {"axes": np.array([0])}


def as_pytorch_hands_them_on(w: dict[str, Array]) -> Built:
    """Blocks i f g o of a state dict, cut, brought to i o f c, joined, and given an axis of directions."""
    order = [0, 2, 3, 1]
    nodes, tensors = [], {"axis": np.array([0])}
    for place in range(5):
        tensors[f"at{place}"] = np.array([place * UNITS])
    for name, value in (("W", w["W"][0]), ("R", w["R"][0]), ("Bx", w["B"][0, :16]), ("Bh", w["B"][0, 16:])):
        tensors[f"lstm.{name}"] = np.concatenate([value.reshape(4, UNITS, -1)[k] for k in order]).reshape(value.shape)
        nodes += [node("Slice", f"lstm.{name} at{k} at{k + 1} axis", f"{name}.{k}") for k in range(4)]
        nodes.append(node("Concat", " ".join(f"{name}.{k}" for k in (0, 3, 1, 2)), f"{name}0", axis=0))
    nodes.append(node("Concat", "Bx0 Bh0", "B0", axis=0))
    nodes += [node("Unsqueeze", f"{name}0 axis", name) for name in w]
    return nodes, tensors


def transposed(w: dict[str, Array]) -> Built:
    nodes = [node("Transpose", f"{name}T", name, perm=[0, 2, 1]) for name in ("W", "R")]
    return nodes, {"WT": w["W"].swapaxes(1, 2).copy(), "RT": w["R"].swapaxes(1, 2).copy(), "B": w["B"]}


def split_and_reshaped(w: dict[str, Array]) -> Built:
    """One flat array of all weights, as cuDNN keeps them."""
    sizes = [value.size for value in w.values()]
    tensors: dict[str, Any] = {"all": np.concatenate([v.ravel() for v in w.values()]), "sizes": np.array(sizes)}
    nodes = [node("Split", "all sizes", " ".join(f"{name}0" for name in w), axis=0)]
    for name, value in w.items():
        tensors[f"{name}shape"] = np.array([1, *value.shape[1:-1], -1])
        nodes.append(node("Reshape", f"{name}0 {name}shape", name))
    return nodes, tensors


def summed_and_scaled(w: dict[str, Array]) -> Built:
    half = {f"{name}half": value / 2 for name, value in w.items()}
    return [node("Add", f"{name}half {name}half", name) for name in w], half


def quantised(w: dict[str, Array]) -> Built:
    nodes: list[Any] = []
    tensors: dict[str, Any] = {"scale": np.array(0.01, np.float32), "zero": np.array(100, np.uint8)}
    for name, value in w.items():
        tensors[f"{name}8"] = np.clip(np.round(value / 0.01) + 100, 0, 255).astype(np.uint8)
        nodes.append(node("DequantizeLinear", f"{name}8 scale zero", name))
    return nodes, tensors


def half_precision(w: dict[str, Array]) -> Built:
    nodes = [node("Cast", f"{name}16", name, to=1) for name in w]
    return nodes, {f"{name}16": value.astype(np.float16) for name, value in w.items()}


WAYS = [
    plain, constants, unsqueezed, as_pytorch_hands_them_on, transposed, split_and_reshaped, summed_and_scaled,
    quantised, half_precision,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_the_node(way: Callable[[dict[str, Array]], Built], tmp_path: Path) -> None:
    nodes, tensors = way(weights("LSTM", INPUTS, UNITS))
    proto = model([*nodes, node("LSTM", "x W R B", "y", hidden_size=UNITS)], [X], ["y"], tensors)
    x = sequence(STEPS, INPUTS)
    expected = by_onnxruntime(proto, x=x[:, None])[0][:, 0, 0]
    file = opened(tmp_path, proto)
    np.testing.assert_allclose(run(file.stacks[0], x).hidden, expected, rtol=0, atol=1e-6)
    used = {tensor.name for tensor in file.tensors if tensor.used_by}
    assert used >= set(file.stacks[0].layers[0].tensors) != set()


def test_tensors_are_named_as_the_file_has_them(tmp_path: Path) -> None:
    nodes, tensors = as_pytorch_hands_them_on(weights("LSTM", INPUTS, UNITS))
    proto = model([*nodes, node("LSTM", "x W R B", "y", hidden_size=UNITS, name="rnn")], [X], ["y"], tensors)
    (layer,) = opened(tmp_path, proto).stacks[0].layers
    assert layer.name == "rnn"
    assert [name for name in layer.tensors if name.startswith("lstm")] == ["lstm.W", "lstm.R", "lstm.Bx", "lstm.Bh"]


def test_half_precision_is_read_as_it_rounds_and_said_so(tmp_path: Path) -> None:
    nodes, tensors = half_precision(weights("LSTM", INPUTS, UNITS))
    proto = model([*nodes, node("LSTM", "x W R B", "y", hidden_size=UNITS)], [X], ["y"], tensors)
    (layer,) = opened(tmp_path, proto).stacks[0].layers
    assert layer.stored_dtype == "float16"
    wanted = tensors["W16"].astype(np.float32).reshape(4, UNITS, INPUTS)[[0, 2, 3, 1]]
    np.testing.assert_array_equal(layer.parameters[0].W, wanted)


@pytest.mark.parametrize("kind", ["BFLOAT16", "FLOAT16", "DOUBLE", "FLOAT"])
@pytest.mark.parametrize("raw", [True, False])
def test_every_type_of_number_as_bytes_and_one_by_one(kind: str, raw: bool, tmp_path: Path) -> None:
    dtype = getattr(onnx.TensorProto, kind)
    tensors = {}
    # Eighths are exact in every type.
    values = {name: np.round(value * 8) / 8 for name, value in weights("GRU", INPUTS, UNITS).items()}
    for name, value in values.items():
        array = onnx.helper.tensor_dtype_to_np_dtype(dtype).type
        data = value.astype(array)
        content = data.tobytes() if raw else value.ravel().tolist()
        tensors[name] = onnx.helper.make_tensor(name, dtype, value.shape, content, raw=raw)
    x = info("x", (STEPS, 1, INPUTS), np.float64 if kind == "DOUBLE" else np.float32)
    proto = model([node("GRU", "x W R B", "y", hidden_size=UNITS)], [x], ["y"], tensors)
    (layer,) = opened(tmp_path, proto).stacks[0].layers
    assert layer.stored_dtype == {"DOUBLE": "float64", "FLOAT": "float32"}.get(kind, kind.lower())
    assert layer.parameters[0].W.dtype == (np.float64 if kind == "DOUBLE" else np.float32)
    np.testing.assert_array_equal(layer.parameters[0].W, values["W"].reshape(3, UNITS, INPUTS)[[1, 0, 2]])


@pytest.mark.parametrize("opset", [7, 9, 11, 13, 14, 18, 22])
@pytest.mark.parametrize("operator", ["RNN", "GRU", "LSTM"])
def test_every_opset(operator: str, opset: int, tmp_path: Path) -> None:
    w = weights(operator, INPUTS, UNITS)
    nodes = [node(operator, "x W R B", "y", hidden_size=UNITS, name="a node")]
    x = sequence(STEPS, INPUTS)
    proto = model(nodes, [X], ["y"], w, opset)
    file = opened(tmp_path, proto)
    assert file.kind == f"ONNX model (opset {opset})"
    assert file.stacks[0].name == "a node"
    np.testing.assert_allclose(
        run(file.stacks[0], x).hidden, by_onnxruntime(proto, x=x[:, None])[0][:, 0, 0], rtol=0, atol=1e-6
    )
