"""Which token of a sequence a value of a graph is of, where it is of a single one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from gatescope.formats.onnx.axes import TIME, Layout
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.layout import cuts
from gatescope.formats.onnx.node import Node

_LONGEST_WAY = 100
SOMEWHERE: Final = "somewhere"
"""The moment of what was cut out of a part of the sequence."""
Moment = int | Literal["somewhere"] | None


def moment_of(graph: Graph, folding: Folding, layouts: Mapping[str, Layout], value: str) -> Moment:
    """Return the token at which `value` was cut out of the states of a sequence, from the end where it is negative;
    None where it comes from the last states of a node, or of its halves each from another token."""
    found: Moment = None
    for _ in range(_LONGEST_WAY):
        if value not in layouts or value not in graph.producers:
            return found
        node, _place = graph.producers[value]
        if node.operator == "Concat" and found is None:
            halves = {moment_of(graph, folding, layouts, half) for half in node.inputs if half in layouts}
            return halves.pop() if len(halves) == 1 else None
        cut = _cut(node, folding, layouts.get(node.input(0), ()))
        if cut is not None:
            found = cut if found is None else SOMEWHERE
        value = node.input(0)
    return found


def _cut(node: Node, folding: Folding, before: Layout) -> Moment:
    """Return where `node` cuts the time of what lies as `before`; None where it does not."""
    if node.operator == "Gather" and before and before[node.integer("axis") % len(before)] == TIME:
        index = folding.array(node.input(1))
        return SOMEWHERE if index is None or index.size != 1 else int(index.reshape(-1)[0])
    for start, end, axis, step in cuts(node, folding) or ():
        if before and before[axis] == TIME and not (start == 0 and end > 1 << 30 and step == 1):
            return start
    return None
