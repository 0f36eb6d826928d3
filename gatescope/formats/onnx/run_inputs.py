"""What a recurrent node starts from and how long it runs, where a run is to say so: told, and not reproduced."""

from __future__ import annotations

from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.initial_states import is_stored
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.recurrent_operator import INITIAL_C, INITIAL_H, LENGTHS, Recurrent

# Operators that make nothing but zeros of zeros, by the inputs that count.
_KEEP_ZERO = (
    "Identity", "Expand", "Slice", "Transpose", "Reshape", "Unsqueeze", "Squeeze", "Cast", "Tile", "Gather", "Split",
)  # fmt: skip
_FARTHEST = 32


def run_inputs(graph: Graph, folding: Folding, reader: Recurrent) -> list[str]:
    """Sentences about the sequence lengths and the initial states of a recurrent node that are not computed here."""
    node = reader.node
    found = list(graph.remarks.get(node.name, ()))
    if lengths := node.input(LENGTHS):
        stored = folding.array(lengths)
        said = f"the lengths {[int(n) for n in stored.reshape(-1)[:8]]}" if stored is not None else f"{lengths!r}"
        found.append(f"{node.place} ends every sequence of a batch where {said} says; here all tokens are run")
    starts: dict[str, list[str]] = {}
    for place, state in ((INITIAL_H, "hidden state"), (INITIAL_C, "cell state")):
        value = node.input(place)
        if value and not _is_zero(graph, folding, value) and not is_stored(graph, folding, reader, place):
            starts.setdefault(_origin(graph, folding, value), []).append(state)
    for origin, states in starts.items():
        found.append(f"{node.place} takes its initial {' and '.join(states)} from {origin}; here it starts from zero")
    return found


def _origin(graph: Graph, folding: Folding, value: str) -> str:
    if folding.array(value) is not None:
        return f"the constant {value!r}"
    source = value
    for _ in range(_FARTHEST):
        if source in graph.inputs:
            return f"the input {source!r} of the graph"
        if source not in graph.producers or graph.producers[source][0].operator not in _KEEP_ZERO:
            break
        source = graph.producers[source][0].input(0)
    return f"{value!r}, which the graph computes"


def _is_zero(graph: Graph, folding: Folding, value: str, farthest: int = _FARTHEST) -> bool:
    """Return whether `value` is zero in any shape, as where an exporter makes it for any batch."""
    for left in range(farthest, 0, -1):
        constant = folding.array(value)
        if constant is not None:
            return not constant.any()
        if value not in graph.producers:
            return False
        node, _place = graph.producers[value]
        if node.operator == "Concat" and not node.domain:
            return len(node.inputs) <= 2 and all(_is_zero(graph, folding, part, left // 2) for part in node.inputs)
        if node.operator == "ConstantOfShape" and not node.domain:
            return "value" not in node.attributes or not _filling(node)
        if node.operator not in _KEEP_ZERO or node.domain:
            return False
        value = node.input(0)
    return False


def _filling(node: Node) -> bool:
    """Return whether a ConstantOfShape fills with something else than zero."""
    tensor = node.attributes["value"].t
    numbers = (*tensor.float_data, *tensor.double_data, *tensor.int32_data, *tensor.int64_data)
    return any(bytes(tensor.raw_data)) or any(numbers)
