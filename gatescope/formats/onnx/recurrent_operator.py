"""A node RNN, GRU or LSTM with its weights as a layer of the engine.

From the operators' text (https://onnx.ai/onnx/operators/onnx__LSTM.html): W (D, G·H, I), R (D, G·H, H), B (D, 2·G·H)
with the input side first, P (D, 3·H) in the order i o f; gates i o f c and z r h. ONNX' z keeps the old state, as the
engine's does. The text of the operators is the same, as far as it matters here, since version 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.network import Array, LayerParameters
from gatescope.errors import FormatError, ModelError
from gatescope.formats.core.found import FoundLayer
from gatescope.formats.onnx.activations import UnknownActivationError, activations
from gatescope.formats.onnx.folding import Constant, Folding, NotConstantError
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node
from gatescope.words import mark, tr

OPERATORS = ("RNN", "GRU", "LSTM")
# Where the engine's gates lie among ONNX', and where its peepholes i f o lie among i o f.
_ORDERS = {"RNN": (0,), "GRU": (1, 0, 2), "LSTM": (0, 2, 3, 1)}
_PEEPHOLES = (0, 2, 1)
_GATE_ORDERS = {"RNN": "", "GRU": "z r h", "LSTM": "i o f c"}
_DIRECTIONS: dict[str, tuple[Direction, ...]] = {
    "forward": ("forward",),
    "reverse": ("reverse",),
    "bidirectional": ("forward", "reverse"),
}
_X, _W, _R, _B, LENGTHS, INITIAL_H, INITIAL_C, _P = range(8)
_NAMES = ("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P")


@dataclass(frozen=True, eq=False)
class Recurrent:
    """A recurrent node that was read.

    Attributes:
        node: as the graph has it.
        layers: one; two, each of one direction, where the directions differ in their activations.
        notes: sentences about it.
        obstacles: as `found.Stack` has them.
    """

    node: Node
    layers: tuple[FoundLayer, ...]
    notes: tuple[str, ...]
    obstacles: tuple[str, ...] = ()

    @property
    def batch_first(self) -> bool:
        return self.node.integer("layout") == 1

    def reversed(self) -> Recurrent:
        """Return the same node as it reads a sequence that the graph has turned round."""
        return replace(self, layers=tuple(layer.reversed() for layer in self.layers))


def is_recurrent(node: Node) -> bool:
    return not node.domain and node.operator in OPERATORS


def recurrent(graph: Graph, folding: Folding, node: Node, name: str) -> Recurrent:
    """Read `node` as a layer called `name`.

    Raises:
        FormatError: its weights are not stored in the file, do not fit together, or an attribute is unknown to ONNX.
    """
    path, gates = graph.path, len(_ORDERS[node.operator])
    subject = tr("the {operator} {name!r}", operator=node.operator, name=name)
    directions = _DIRECTIONS.get(direction := node.text("direction", "forward").lower())
    if directions is None:
        raise FormatError(
            path,
            tr(
                "{subject} has the direction {direction!r:.40}, which ONNX does not have",
                subject=subject,
                direction=direction,
            ),
        )
    found = _weights(path, folding, node, subject)
    count = len(directions)
    W, R = found["W"].value, found["R"].value
    if R.ndim != 3 or R.shape[:2] != (count, gates * R.shape[2]) or 0 in R.shape:
        raise FormatError(
            path,
            tr(
                "{subject}: R has shape {shape}, expected ({count}, {gates} × units, units)",
                subject=subject,
                shape=R.shape,
                count=count,
                gates=gates,
            ),
        )
    units = R.shape[2]
    if (said := node.integer("hidden_size", units)) != units:
        raise FormatError(
            path,
            tr(
                "{subject} says it has {said} units, but R of shape {shape} is for {units}",
                subject=subject,
                said=said,
                shape=R.shape,
                units=units,
            ),
        )
    inputs = W.shape[2] if W.ndim == 3 else 0
    wanted = {
        "W": (count, gates * units, inputs), "B": (count, 2 * gates * units), "P": (count, 3 * units),
    }  # fmt: skip
    for key, shape in wanted.items():
        if key in found and (found[key].value.shape != shape or 0 in shape):
            raise FormatError(
                path,
                tr(
                    "{subject}: {key} has shape {shape}, expected {shape2}",
                    subject=subject,
                    key=key,
                    shape=found[key].value.shape,
                    shape2=shape,
                ),
            )
    dtype = np.float64 if any(c.value.dtype == np.float64 for c in found.values()) else np.float32
    arrays: dict[str, Array] = {key: np.asarray(constant.value, dtype) for key, constant in found.items()}
    parameters = tuple(_parameters(node.operator, arrays, d) for d in range(count))
    tensors = tuple(dict.fromkeys(tensor for constant in found.values() for tensor in constant.tensors))
    try:
        named, notes = activations(node, count)
        conventions = [_convention(node, names) for names in named]
    except (UnknownActivationError, ModelError) as error:
        raise FormatError(path, f"{subject}: {tr(error.args[0])}") from error
    layer = FoundLayer(
        name=name,
        cell=CELLS[node.operator.lower()],
        convention=conventions[0],
        directions=directions,
        parameters=parameters,
        tensors=tensors,
        gate_order=_GATE_ORDERS[node.operator],
        biases=f"B of {2 * gates}H, Wb and Rb" if "B" in found else "none",
        stored_dtype=next((graph.tensors[tensor].dtype for tensor in found["W"].tensors), str(W.dtype)),
    )
    layers: tuple[FoundLayer, ...] = (layer,)
    if len(set(conventions)) > 1:
        layers = tuple(_one_direction(layer, d, convention) for d, convention in enumerate(conventions))
        notes.append(
            mark(
                "the directions of {name} have other activations each, so that each is shown as a layer of its own",
                name=name,
            )
        )
    return Recurrent(node, layers, tuple(notes))


def _weights(path: Path, folding: Folding, node: Node, subject: str) -> dict[str, Constant]:
    """Return W, R and, where present, B and P."""
    found, missing = {}, []
    for place in (_W, _R, _B, _P):
        value = node.input(place)
        if not value and place in (_B, _P):
            continue
        try:
            found[_NAMES[place]] = folding.constant(value)
        except NotConstantError as reason:
            missing.append(
                mark("{names} ({value!r}) {reason}", names=_NAMES[place], value=value, reason=reason.args[0])
                if value
                else mark("{names} is left out", names=_NAMES[place])
            )
    if missing:
        raise FormatError(
            path,
            tr(
                "the weights of {subject} are not stored in the file: {listed}; export the model again with its "
                "weights as initialisers",
                subject=subject,
                listed="; ".join(map(tr, missing)),
            ),
        )
    for key, constant in found.items():
        if constant.value.dtype.kind != "f":
            raise FormatError(
                path,
                tr(
                    "{subject}: {key} holds {dtype} numbers, expected floating point",
                    subject=subject,
                    key=key,
                    dtype=constant.value.dtype,
                ),
            )
    return found


def _parameters(operator: str, arrays: dict[str, Array], d: int) -> LayerParameters:
    """Return the parameters of direction `d` in the engine's order of gates."""
    order = list(_ORDERS[operator])
    gates, units = len(order), arrays["R"].shape[2]

    def of_gates(array: Array) -> Array:
        return np.ascontiguousarray(array[d].reshape(gates, units, -1)[order])

    if "B" in arrays:
        biases = arrays["B"][d].reshape(2, gates, units)[:, order]
    else:
        biases = np.zeros((2, gates, units), arrays["R"].dtype)
    peepholes = arrays["P"][d].reshape(3, units)[list(_PEEPHOLES)] if "P" in arrays else None
    return LayerParameters(of_gates(arrays["W"]), of_gates(arrays["R"]), biases[0], biases[1], peepholes)


def _convention(node: Node, names: tuple[str, ...]) -> Convention:
    options: dict[str, Any]
    if node.operator == "RNN":
        options = {"activation": names[0]}
    else:
        options = {"gate_activation": names[0], "candidate_activation": names[1]}
    if node.operator == "LSTM":
        options |= {"output_activation": names[2], "coupled": bool(node.integer("input_forget"))}
    if node.operator == "GRU":
        options["reset_after"] = bool(node.integer("linear_before_reset"))
    return Convention(**options, clip=node.number("clip"))


def _one_direction(layer: FoundLayer, d: int, convention: Convention) -> FoundLayer:
    direction = layer.directions[d]
    return replace(
        layer,
        name=f"{layer.name}.{direction}",
        convention=convention,
        directions=(direction,),
        parameters=(layer.parameters[d],),
    )
