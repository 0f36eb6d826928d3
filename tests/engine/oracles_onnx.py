"""ONNX' RNN, GRU and LSTM operators run by the engine, for tests that know what comes out.

Spelled out from the operators' text (https://onnx.ai/onnx/operators/onnx__LSTM.html): W (D, G·H, I), R (D, G·H, H),
B (D, 2·G·H) with the input side first, P (D, 3·H) in the order i o f; gates i o f c and z r h.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.packed import run_packed

# Where the engine's gates lie among ONNX'.
ORDERS = {"RNN": [0], "GRU": [1, 0, 2], "LSTM": [0, 2, 3, 1]}
PEEPHOLES = [0, 2, 1]
DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    "forward": ("forward",),
    "reverse": ("reverse",),
    "bidirectional": ("forward", "reverse"),
}
ACTIVATIONS = {
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Relu": "relu",
    "HardSigmoid": "hard_sigmoid",
    "Affine": "affine",
    "LeakyRelu": "leaky_relu",
    "ThresholdedRelu": "thresholded_relu",
    "ScaledTanh": "scaled_tanh",
    "Elu": "elu",
    "Softsign": "softsign",
    "Softplus": "softplus",
}
INPUTS = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")
OUTPUTS = {"RNN": ("Y", "Y_h"), "GRU": ("Y", "Y_h"), "LSTM": ("Y", "Y_h", "Y_c")}
_LENGTHS = np.array([6, 2, 4], np.int32)
_USUAL = {"RNN": ["Tanh"], "GRU": ["Sigmoid", "Tanh"], "LSTM": ["Sigmoid", "Tanh", "Tanh"]}
# How many constants each takes: alpha, then beta.
_CONSTANTS = {"Affine": 2, "LeakyRelu": 1, "ThresholdedRelu": 1, "ScaledTanh": 2, "HardSigmoid": 2, "Elu": 1}


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
    directions = DIRECTIONS[attributes.get("direction", "forward")]
    y = np.zeros((steps, len(directions), batch, units), x.dtype)
    last: dict[str, Array] = {state: np.zeros((len(directions), batch, units), x.dtype) for state in ("h", "c")}
    packed = np.concatenate([x[:n, b] for b, n in enumerate(lengths)])
    offsets = np.cumsum([0, *lengths])
    for d, direction in enumerate(directions):
        network = node_network(op, attributes, inputs, d, direction)
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


def node_network(
    op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array], d: int, direction: Direction
) -> Network:
    """The network of direction `d` of an operator."""
    order, W, R = ORDERS[op], inputs["W"][d], inputs["R"][d]
    gates, units = len(order), R.shape[1]
    B = inputs.get("B", np.zeros((d + 1, 2 * gates * units), W.dtype))[d].reshape(2, gates, units)[:, order]
    peepholes = inputs["P"][d].reshape(3, units)[PEEPHOLES] if "P" in inputs else None
    shaped = (m.reshape(gates, units, -1)[order] for m in (W, R))
    names = activations(op, attributes, d)
    chosen = (
        {"activation": names[0]} if op == "RNN" else {"gate_activation": names[0], "candidate_activation": names[1]}
    )
    if op == "LSTM":
        chosen["output_activation"] = names[2]
    convention = Convention(
        **chosen,
        clip=attributes.get("clip"),
        coupled=bool(attributes.get("input_forget", 0)),
        reset_after=bool(attributes.get("linear_before_reset", 0)),
    )
    layer = LayerParameters(*shaped, B[0], B[1], peepholes)
    return Network(CELLS[op.lower()], convention, ((layer,),), (direction,))


def activations(op: str, attributes: Mapping[str, Any], d: int) -> list[str]:
    """Our names for direction `d`, with their constants, which are handed out in the order of the functions."""
    usual = _USUAL[op]
    given: Sequence[str] = attributes.get("activations") or usual * (d + 1)
    alphas, betas = list(attributes.get("activation_alpha", ())), list(attributes.get("activation_beta", ()))
    names = []
    for name in given:
        count = _CONSTANTS.get(name, 0)
        constants = [alphas.pop(0)] if count > 0 and alphas else []
        constants += [betas.pop(0)] if count > 1 and betas and constants else []
        names.append(f"{ACTIVATIONS[name]}({', '.join(map(repr, map(float, constants)))})")
    return names[d * len(usual) : (d + 1) * len(usual)]


def draw(op: str, direction: str, units: int = 5, seed: int = 1, scale: float = 1.0) -> dict[str, Array]:
    """Random inputs of an operator, every one that it may have; float32 as onnxruntime takes them."""
    rng = np.random.default_rng(seed)
    gates, sides, batch = len(ORDERS[op]), 2 if direction == "bidirectional" else 1, len(_LENGTHS)

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


def model_of(op: str, attributes: Mapping[str, Any], inputs: Mapping[str, Array]) -> Any:
    """An ONNX model of one operator whose inputs are the model's. Needs the onnx package."""
    from onnx import helper

    places = [name if name in inputs else "" for name in INPUTS]
    while not places[-1]:
        places.pop()
    node = helper.make_node(op, places, OUTPUTS[op], hidden_size=inputs["R"].shape[2], **attributes)

    def info(name: str, dtype: Any, shape: tuple[int, ...] | None) -> Any:
        return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(dtype)), shape)

    graph = helper.make_graph(
        [node],
        "one layer",
        [info(name, value.dtype, value.shape) for name, value in inputs.items()],
        [info(name, inputs["X"].dtype, None) for name in OUTPUTS[op]],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
