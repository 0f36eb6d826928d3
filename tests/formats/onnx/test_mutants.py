"""Graphs rewired at random: well-formed protobuf that says nonsense, which damaged bytes hardly ever do."""

from __future__ import annotations

import random
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.onnx import read
from tests.formats.onnx.models import info, model, node, weights

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

OPERATORS = (
    "Reshape", "Concat", "Slice", "Transpose", "Gather", "Split", "Squeeze", "Unsqueeze", "Expand", "Tile", "If",
    "Loop", "LSTM", "GRU", "RNN", "MatMul", "Gemm", "Softmax", "ConstantOfShape", "Shape", "Div", "DequantizeLinear",
    "Cast", "Flatten", "Mul", "Add", "Identity", "Constant", "Tanh", "Sigmoid",
)  # fmt: skip
ATTRIBUTES = (
    "axis", "axes", "perm", "shape", "direction", "layout", "to", "then_branch", "body", "starts", "ends", "split",
    "value", "activations", "hidden_size",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2, 3, 5, -5, 1 << 20, 1 << 40, -(1 << 63), (1 << 63) - 1)


def original() -> Any:
    """Embedding, two bidirectional layers and a read-out, with weights that come through other operators."""
    rng = np.random.default_rng(1)
    nodes = [
        node("Gather", "table ids", "e"), node("Transpose", "e", "x", perm=[1, 0, 2]),
        node("Slice", "packed start end axis", "W1"),
        node("LSTM", "x W1 Ra Ba", "y1 h1", hidden_size=4, direction="bidirectional"),
        node("Transpose", "y1", "t", perm=[0, 2, 1, 3]), node("Reshape", "t copied", "z"),
        node("LSTM", "z Wb Rb Bb", "y h", hidden_size=4, direction="bidirectional"),
        node("Concat", "h1 h", "states", axis=0), node("Gather", "states k2", "f", axis=0),
        node("Gather", "states k3", "r", axis=0), node("Concat", "f r", "s", axis=1),
        node("Gemm", "s fc bias", "g", transB=1), node("Softmax", "g", "p", axis=-1),
    ]  # fmt: skip
    first, second = weights("LSTM", 3, 4, 2, tag="a"), weights("LSTM", 8, 4, 2, tag="b")
    tensors = {
        "table": rng.normal(size=(9, 3)).astype(np.float32),
        "packed": np.pad(first.pop("Wa"), ((0, 1), (0, 0), (0, 0))),
        "start": np.array([0]), "end": np.array([2]), "axis": np.array([0]), "copied": np.array([0, 0, -1]),
        "k2": np.array(2), "k3": np.array(3), "fc": np.ones((5, 8), np.float32), "bias": np.ones(5, np.float32),
    }  # fmt: skip
    return model(nodes, [info("ids", ("B", "T"), np.int64)], ["p"], first | second | tensors)


def mutate(proto: Any, rng: random.Random) -> None:
    """One change of `proto`'s wiring, operators, attributes or tensors."""
    graph = proto.graph
    values = [name for found in graph.node for name in found.output] + [t.name for t in graph.initializer] + [""]
    found, tensor = rng.choice(graph.node), rng.choice(graph.initializer)
    match rng.randrange(8):
        case 0 if found.input:
            found.input[rng.randrange(len(found.input))] = rng.choice(values)
        case 1 if found.input:
            del found.input[rng.randrange(len(found.input))]
        case 2:
            found.op_type = rng.choice(OPERATORS)
        case 3 if found.attribute:
            attribute = rng.choice(found.attribute)
            attribute.i, attribute.f = rng.choice(NUMBERS), rng.choice([0, -1, float("nan"), 1e30])
            attribute.ints[:] = [rng.choice(NUMBERS) for _ in attribute.ints]
        case 4 if found.attribute:
            found.attribute[0].name = rng.choice(ATTRIBUTES)
        case 5 if tensor.data_type == onnx.TensorProto.INT64:
            count = len(tensor.raw_data) // 8
            tensor.raw_data = struct.pack(f"<{count}q", *rng.choices(NUMBERS, k=count))
        case 6:
            tensor.dims[:] = rng.choice([tensor.dims[::-1], [1, *tensor.dims], tensor.dims[1:]])
        case 7 if found.output:
            del found.output[rng.randrange(len(found.output))]


def test_the_original_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(original().SerializeToString())
    (stack,) = read(path).stacks
    assert (len(stack.layers), stack.embedding_name, len(stack.readouts)) == (2, "table", 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_only_our_own_error_and_soon(seed: int, tmp_path: Path) -> None:
    rng, path, base = random.Random(seed), tmp_path / "model.onnx", original()
    read_whole = 0
    for _ in range(200):
        proto = onnx.ModelProto()
        proto.CopyFrom(base)
        for _ in range(rng.choice([1, 2, 5, 20])):
            mutate(proto, rng)
        path.write_bytes(proto.SerializeToString())
        began = time.perf_counter()
        with suppress(FormatError):
            networks = [stack.network for stack in read(path).stacks]
            read_whole += bool(networks)
        assert time.perf_counter() - began < 2
    assert 20 < read_whole < 180
