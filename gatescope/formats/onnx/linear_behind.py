"""Linear layers that would read out a hidden state, but for what the file computes of it first."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from gatescope.formats.core.obstacles import between, not_read_out
from gatescope.formats.onnx.flow import Flow
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.recurrent_operator import OPERATORS

LINEAR = ("Gemm", "MatMul")
_GENERIC = (*LINEAR, "Add")
# These tell of a value only how long it is.
_LENGTHS = ("Shape", "Size")
_FARTHEST = 50


def linear_behind(graph: Graph, folding: Folding, flow: Flow) -> list[str]:
    """Return a sentence for each linear layer behind another operator at which the hidden state arrives."""
    found: dict[str, str] = {}
    for arrival in flow.arrivals:
        if arrival.node.operator in LINEAR:
            continue
        for node in _first_linear(graph, folding, arrival.node):
            weight = folding.constant(node.input(1))
            turned = node.operator == "Gemm" and node.integer("transB")
            shape = weight.value.shape[::-1] if turned else weight.value.shape
            name = layer_name(weight.tensors, node)
            found.setdefault(node.output, not_read_out(name, shape, between(arrival.node.place, arrival.node.kind)))
    return list(found.values())


def layer_name(tensors: Sequence[str], node: Node) -> str:
    """Return the module as the framework called it: ``fc`` of ``fc.weight``, ``dense_2`` of ``dense_2/kernel:0``."""
    first = next(iter(tensors), "").removesuffix(":0")
    for suffix in (".weight", "/kernel", "/MatMul/ReadVariableOp"):
        if first.endswith(suffix) and len(first) > len(suffix):
            return first.removesuffix(suffix)
    for tensor in tensors:
        if tensor.endswith(".bias") and len(tensor) > len(".bias"):
            return tensor.removesuffix(".bias")
    parts = [part for part in node.place.strip("/").split("/") if part.rstrip("_0123456789") not in _GENERIC]
    return parts[-1] if parts else node.place


def _first_linear(graph: Graph, folding: Folding, start: Node) -> list[Node]:
    """Return the linear layers of constant weights that are met first on every way on from `start`."""
    found: list[Node] = []
    waiting, seen = deque([start]), {start.output}
    while waiting and len(seen) < _FARTHEST:
        node = waiting.popleft()
        if node.operator in (*OPERATORS, *_LENGTHS, "Loop", "Scan", "If"):
            continue
        for value in node.outputs:
            for taker, place in graph.consumers.get(value, ()):
                if taker.output in seen:
                    continue
                seen.add(taker.output)
                weight = folding.array(taker.input(1)) if taker.operator in LINEAR and not place else None
                if weight is None:
                    waiting.append(taker)
                elif weight.ndim == 2 and not taker.domain:
                    found.append(taker)
    return found
