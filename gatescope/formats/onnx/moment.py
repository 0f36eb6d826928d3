"""Which token of a sequence a value of a graph is of, where it is of a single one."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.formats.onnx.axes import TIME, Layout
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.layout import cuts

_LONGEST_WAY = 100


def moment_of(graph: Graph, folding: Folding, layouts: Mapping[str, Layout], value: str) -> int | None:
    """Return the token at which `value` was cut out of the states of a sequence, from the end where it is negative;
    None where it comes from the last states of a node, or of its halves each from another token."""
    for _ in range(_LONGEST_WAY):
        if value not in layouts or value not in graph.producers:
            return None
        node, _place = graph.producers[value]
        if node.operator == "Concat":
            halves = {moment_of(graph, folding, layouts, half) for half in node.inputs if half in layouts}
            return halves.pop() if len(halves) == 1 else None
        before = layouts.get(node.input(0), ())
        if node.operator == "Gather" and before and before[node.integer("axis") % len(before)] == TIME:
            index = folding.array(node.input(1))
            return None if index is None or index.size != 1 else int(index.reshape(-1)[0])
        for start, _end, axis, _step in cuts(node, folding) or ():
            if before and before[axis] == TIME:
                return start
        value = node.input(0)
    return None
