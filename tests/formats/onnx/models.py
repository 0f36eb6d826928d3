"""Small ONNX models for tests, what onnxruntime makes of them, and what the engine makes of a stack that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine import executors
from gatescope.engine.network import Array
from gatescope.engine.packed import Tape, run_packed
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.onnx import read

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}


def node(operator: str, inputs: str, outputs: str, **attributes: Any) -> Any:
    """A node; values are parted by spaces, and ``-`` is one that is left out."""
    from onnx import helper

    names = [["" if name == "-" else name for name in values.split()] for values in (inputs, outputs)]
    return helper.make_node(operator, *names, **attributes)


def info(name: str, shape: Sequence[int | str | None] | None, dtype: Any = np.float32) -> Any:
    from onnx import helper

    return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(dtype)), shape)


def model(
    nodes: Sequence[Any],
    inputs: Sequence[Any],
    outputs: Sequence[str | Any],
    tensors: Mapping[str, Any] | None = None,
    opset: int = 17,
    **more: Any,
) -> Any:
    """A model; `tensors` are its initialisers, as arrays or as TensorProtos."""
    from onnx import helper, numpy_helper

    initialisers = [
        numpy_helper.from_array(value, name) if isinstance(value, np.ndarray) else value
        for name, value in (tensors or {}).items()
    ]
    ends = [info(end, None) if isinstance(end, str) else end for end in outputs]
    graph = helper.make_graph(nodes, "graph", inputs, ends, initialisers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8, **more)


def weights(
    operator: str, inputs: int, units: int, directions: int = 1, seed: int = 1, tag: str = ""
) -> dict[str, Array]:
    """W, R and B of a layer, every number another, under the names ``W`` + `tag` and so on."""
    rng = np.random.default_rng(seed)
    rows = GATES[operator] * units
    shapes = {"W": (rows, inputs), "R": (rows, units), "B": (2 * rows,)}
    return {key + tag: rng.uniform(-0.7, 0.7, (directions, *shape)).astype(np.float32) for key, shape in shapes.items()}


def opened(folder: Path, proto: Any) -> ModelFile:
    """`proto` written to a file and read back."""
    path = folder / "model.onnx"
    path.write_bytes(proto.SerializeToString())
    return read(path)


def by_onnxruntime(proto: Any, **feeds: Array) -> list[Array]:
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed; it is the oracle here")
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    return list(session.run(None, feeds))


def run(stack: Stack, x: Array) -> Tape:
    """One sequence x (T, I) through the stack."""
    return run_packed(stack.network, x.astype(stack.network.dtype), np.array([0, len(x)]), executors.reference)


def sequence(steps: int, inputs: int, seed: int = 9) -> Array:
    return np.random.default_rng(seed).normal(size=(steps, inputs)).astype(np.float32)
