"""ONNX' RNN, GRU and LSTM operators read by the reader of ONNX files and run by the engine, for tests that know what
comes out.

Lengths and initial states, which a file only tells of, are applied here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.recurrent_operator import recurrent
from gatescope.formats.onnx.unfolding import flatten

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
INPUTS = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")
OUTPUTS = {"RNN": ("Y", "Y_h"), "GRU": ("Y", "Y_h"), "LSTM": ("Y", "Y_h", "Y_c")}
_LENGTHS = np.array([6, 2, 4], np.int32)
_WEIGHTS = ("W", "R", "B", "P")


def run_node(
    op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array], executor: Executor
) -> dict[str, Array]:
    """Return Y (T, D, B, H), Y_h (D, B, H) and, of an LSTM, Y_c, or all of them batch first under ``layout=1``.

    Each direction runs as a network of its own, for each may have its own activations.
    """
    turn = (lambda a: np.swapaxes(a, 0, 1)) if attributes.get("layout", 0) else (lambda a: a)
    x = turn(inputs["X"])
    steps, batch, _ = x.shape
    lengths = np.asarray(inputs.get("sequence_lens", np.full(batch, steps)), dtype=np.int64)
    units = inputs["R"].shape[2]
    parts = networks(op, attributes, inputs)
    y = np.zeros((steps, len(parts), batch, units), x.dtype)
    last: dict[str, Array] = {state: np.zeros((len(parts), batch, units), x.dtype) for state in ("h", "c")}
    packed = np.concatenate([x[:n, b] for b, n in enumerate(lengths)])
    offsets = np.cumsum([0, *lengths])
    for d, network in enumerate(parts):
        direction = network.directions[0]
        initial = {
            f"layer0.{direction}.{name}": turn(inputs[key])[d]
            for name, key in (("hidden_state", "initial_h"), ("cell_state", "initial_c"))
            if key in inputs
        }
        tape = run_packed(network, packed, offsets, executor, initial)
        record = tape.records[f"layer0.{direction}"]
        for b, n in enumerate(lengths):
            y[:n, d, b] = tape.hidden[offsets[b] : offsets[b + 1]]
            end = offsets[b + 1] + b
            last["h"][d, b] = record.hidden[end]
            if op == "LSTM":
                last["c"][d, b] = record.cell[end]
    found = {"Y": y, "Y_h": last["h"], "Y_c": last["c"]}
    if attributes.get("layout", 0):
        found = {"Y": y.transpose(2, 0, 1, 3), "Y_h": last["h"].swapaxes(0, 1), "Y_c": last["c"].swapaxes(0, 1)}
    return {key: found[key] for key in OUTPUTS[op]}


def networks(op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array]) -> list[Network]:
    """The networks of an operator, one a direction, as the reader of ONNX files finds them."""
    path = Path("one layer.onnx")
    graph = flatten(path, model_of(op, attributes, inputs, stored=_WEIGHTS))
    (node,) = graph.nodes
    return [
        Network(layer.cell, layer.convention, ((parameters,),), (direction,))
        for layer in recurrent(graph, Folding(graph), node, op).layers
        for direction, parameters in zip(layer.directions, layer.parameters, strict=True)
    ]


def draw(op: str, direction: str, units: int = 5, seed: int = 1, scale: float = 1.0) -> dict[str, Array]:
    """Random inputs of an operator, every one that it may have; float32 as onnxruntime takes them."""
    rng = np.random.default_rng(seed)
    gates, sides, batch = GATES[op], 2 if direction == "bidirectional" else 1, len(_LENGTHS)

    def uniform(*shape: int) -> Array:
        return rng.uniform(-scale, scale, shape).astype(np.float32)

    found = {
        "X": 2 * uniform(int(_LENGTHS.max()), batch, 3),
        "W": uniform(sides, gates * units, 3),
        "R": uniform(sides, gates * units, units) / np.float32(np.sqrt(units)),
        "B": uniform(sides, 2 * gates * units),
        "sequence_lens": _LENGTHS,
        "initial_h": uniform(sides, batch, units),
    }
    if op == "LSTM":
        found |= {"initial_c": uniform(sides, batch, units), "P": uniform(sides, 3 * units)}
    return found


def model_of(op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array], stored: Sequence[str] = ()) -> Any:
    """An ONNX model of one operator whose inputs are the model's, but for those that are `stored` in it.

    Needs the onnx package.
    """
    from onnx import helper, numpy_helper

    places = [name if name in inputs else "" for name in INPUTS]
    while not places[-1]:
        places.pop()
    node = helper.make_node(op, places, OUTPUTS[op], **({"hidden_size": inputs["R"].shape[2]} | dict(attributes)))

    def info(name: str, dtype: Any, shape: tuple[int, ...] | None) -> Any:
        return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(dtype)), shape)

    graph = helper.make_graph(
        [node],
        "one layer",
        [info(name, value.dtype, value.shape) for name, value in inputs.items() if name not in stored],
        [info(name, inputs["X"].dtype, None) for name in OUTPUTS[op]],
        [numpy_helper.from_array(value, name) for name, value in inputs.items() if name in stored],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
