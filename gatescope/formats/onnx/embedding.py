"""The table that a Gather looks tokens up in before they reach a recurrent node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Array
from gatescope.formats.onnx.axes import OTHER, UNITS, Sizes
from gatescope.formats.onnx.flow import follow
from gatescope.formats.onnx.folding import Folding, NotConstantError
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.recurrent_operator import is_recurrent

# Ids come as (T, B), alone as (T,), or with an axis of their own.
_RANKS = (2, 1, 3)


@dataclass(frozen=True, eq=False)
class FoundEmbedding:
    """A table (V, I) and the tensor that it was made of."""

    table: Array
    tensor: str


def embeddings(graph: Graph, folding: Folding) -> dict[Node, FoundEmbedding]:
    """Return recurrent nodes → the embedding that feeds each of them directly, where there is one."""
    found: dict[Node, FoundEmbedding] = {}
    for node in graph.nodes:
        if node.operator != "Gather" or node.domain or node.integer("axis"):
            continue
        shape = _shape(graph, node)
        if shape is not None and len(shape) != 2:
            continue
        for target in _targets(graph, folding, node):
            if target in found:
                continue
            try:
                table = folding.constant(node.input(0))
            except NotConstantError:
                break
            if table.value.ndim == 2 and table.value.dtype.kind == "f" and folding.array(node.input(1)) is None:
                found[target] = FoundEmbedding(np.ascontiguousarray(table.value), next(iter(table.tensors), ""))
    return found


def _shape(graph: Graph, node: Node) -> tuple[int, ...] | None:
    tensor = graph.tensors.get(node.input(0))
    return None if tensor is None else tensor.shape


def _targets(graph: Graph, folding: Folding, node: Node) -> list[Node]:
    """Return the recurrent nodes whose X is what `node` looked up."""
    known = graph.lengths.get(node.input(1))
    for rank in _RANKS if known is None else (len(known),):
        flow = follow(graph, folding, {node.output: (*[OTHER] * rank, UNITS)}, Sizes(1, 1 << 62))
        targets = [a.node for a in flow.arrivals if a.place == 0 and is_recurrent(a.node) and a.layout[2:] == (UNITS,)]
        if targets:
            return targets
    return []
