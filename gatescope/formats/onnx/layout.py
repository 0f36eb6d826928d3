"""What each axis of a value means, carried through the operators that only move, join and drop axes.

Two recurrent nodes are layers of one stack only if the time of the first is the time of the second: a Transpose in
between may have made a batch of it. Source of each rule: the operator's text, https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.formats.onnx.axes import (
    BOTH,
    DIRECTION,
    FEATURES,
    FIRST,
    ONE,
    OTHER,
    SECOND,
    UNITS,
    Axis,
    Layout,
    Sizes,
    Stacked,
)
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.reshaping import reshaped


def passed(
    graph: Graph, folding: Folding, node: Node, layouts: Mapping[str, Layout], sizes: Sizes
) -> dict[str, Layout] | None:
    """Return the layouts of what `node` gives, or None where it does more than to move axes, or more than is
    understood."""
    if node.domain or not node.outputs:
        return None
    try:
        if node.operator in ("Concat", "If"):
            known = [layouts[name] for name in node.inputs if name in layouts]
            one = _concat(graph, node, layouts, sizes) if node.operator == "Concat" else known[0]
            return None if one is None else {node.outputs[0]: one}
        layout = layouts.get(node.input(0))
        if layout is None:
            return None
        if node.operator == "Reshape":
            one = reshaped(graph, folding, node, layout, sizes)
            return None if one is None else {node.outputs[0]: one}
        step = _STEPS.get(node.operator)
        results = None if step is None else step(node, layout, sizes, folding)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if results is None else {name: r for name, r in zip(node.outputs, results, strict=False) if name}


def _same(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    return [layout]


def _transpose(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    perm = node.integers("perm") or tuple(range(len(layout)))[::-1]
    return [tuple(layout[k] for k in perm)] if len(perm) == len(layout) else None


def _squeeze(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axes = numbers(node, "axes", 1, folding)
    if axes is None:
        return None
    gone = {axis % len(layout) for axis in axes}
    if any((sizes.of(layout[k]) or 1) > 1 for k in gone):
        return None
    return [tuple(axis for k, axis in enumerate(layout) if k not in gone)]


def _unsqueeze(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axes = numbers(node, "axes", 1, folding)
    if axes is None:
        return None
    rank = len(layout) + len(axes)
    new, old = {axis % rank for axis in axes}, iter(layout)
    return [tuple(ONE if k in new else next(old, OTHER) for k in range(rank))]


def _flatten(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axis = node.integer("axis", 1) % (len(layout) + 1)
    return [(_joined(layout[:axis], sizes), _joined(layout[axis:], sizes))]


def _joined(axes: Layout, sizes: Sizes) -> Axis:
    """Return what several axes are as one."""
    wide = tuple(axis for axis in axes if sizes.of(axis) != 1)
    if len(wide) == 1:
        return wide[0]
    if not wide:
        return ONE
    return BOTH if wide == (DIRECTION, UNITS) else OTHER


def _gather(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    """Return one step, one sample or one direction taken out."""
    index = folding.array(node.input(1))
    axis = node.integer("axis") % len(layout)
    if index is None or index.size != 1 or (layout[axis] in FEATURES and sizes.of(layout[axis]) != 1):
        return None
    kept = () if index.ndim == 0 else (ONE,)
    cut = (*layout[:axis], *kept, *layout[axis + 1 :])
    return _list(_of_direction(cut, layout[axis], int(index.reshape(-1)[0]), sizes))


def _slice(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    found = cuts(node, folding)
    if found is None:
        return None
    result = layout
    for start, end, axis, step in found:
        what = layout[axis]
        whole = start == 0 and step == 1 and (sizes.of(what) or end + 1) <= end
        if isinstance(what, Stacked) or (what == DIRECTION and sizes.directions == 2 and not whole):
            # One of them: [k : k + 1], or [-1 :].
            if step != 1 or not (end == start + 1 or (start == -1 and end > 0)):
                return None
            place = axis % len(layout)
            one = _of_direction((*result[:place], ONE, *result[place + 1 :]), what, start, sizes)
            if one is None:
                return None
            result = one
        elif not whole and (what in FEATURES or step < 0):
            return None
    return [result]


def _split(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axis = node.integer("axis") % len(layout)
    if layout[axis] == DIRECTION and len(node.outputs) == sizes.directions == 2:
        cut = (*layout[:axis], ONE, *layout[axis + 1 :])
        return [one for d in range(2) if (one := _of_direction(cut, DIRECTION, d, sizes)) is not None]
    return None if layout[axis] in FEATURES else [layout] * len(node.outputs)


def _of_direction(cut: Layout, axis: Axis, index: int, sizes: Sizes) -> Layout | None:
    """Return `cut` after `index` was taken of its `axis`: the units of one direction, or None for another layer's."""
    if isinstance(axis, Stacked):
        index += (axis.count if index < 0 else 0) - axis.first
        if not 0 <= index < sizes.directions:
            return None
    elif axis != DIRECTION:
        return cut
    if sizes.directions == 1:
        return cut
    one = FIRST if index % 2 == 0 else SECOND
    return tuple(one if name == UNITS else name for name in cut)


def _concat(graph: Graph, node: Node, layouts: Mapping[str, Layout], sizes: Sizes) -> Layout | None:
    """Return both directions side by side, the first one first; or the last states of several layers one after the
    other."""
    parts = [layouts.get(name) for name in node.inputs]
    known = [part for part in parts if part is not None]
    first = known[0]
    axis = node.integer("axis", 1)
    if not -len(first) <= axis < len(first) or any(len(part) != len(first) for part in known):
        return None
    axis %= len(first)
    if first[axis] == DIRECTION and len(known) == 1:
        sources = [graph.producers.get(name, (node, -1)) for name in node.inputs]
        directions = [2 if other.text("direction") == "bidirectional" else 1 for other, _ in sources]
        if any(place != 1 or count != sizes.directions for (_, place), count in zip(sources, directions, strict=True)):
            return None
        place = next(k for k, part in enumerate(parts) if part is not None)
        joined = Stacked(place * sizes.directions, len(parts) * sizes.directions)
        return (*first[:axis], joined, *first[axis + 1 :])
    if len(known) != 2 or len(parts) != 2 or (known[0][axis], known[1][axis]) != (FIRST, SECOND):
        return None
    same = all(a == b for k, (a, b) in enumerate(zip(*known, strict=True)) if k != axis)
    return (*first[:axis], BOTH, *first[axis + 1 :]) if same else None


def _list(layout: Layout | None) -> list[Layout] | None:
    return None if layout is None else [layout]


def cuts(node: Node, folding: Folding) -> list[tuple[int, int, int, int]] | None:
    """Return (start, end, axis, step) of every axis that a Slice cuts; None where that depends on a run."""
    if node.operator != "Slice" or node.domain:
        return None
    starts, ends = numbers(node, "starts", 1, folding), numbers(node, "ends", 2, folding)
    if starts is None or ends is None:
        return None
    axes = numbers(node, "axes", 3, folding) or list(range(len(starts)))
    steps = numbers(node, "steps", 4, folding) or [1] * len(starts)
    if not len(starts) == len(ends) == len(axes) == len(steps):
        return None
    return list(zip(starts, ends, axes, steps, strict=True))


def numbers(node: Node, name: str, place: int, folding: Folding) -> list[int] | None:
    """Whole numbers that are an attribute or, in later opsets, a constant input."""
    attribute = node.integers(name)
    if attribute is not None:
        return list(attribute)
    value = folding.array(node.input(place)) if node.input(place) else None
    return None if value is None or value.dtype.kind not in "iu" else [int(n) for n in value.reshape(-1)[:32]]


_STEPS = {
    "Identity": _same, "Dropout": _same, "Cast": _same, "Transpose": _transpose,
    "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Flatten": _flatten, "Gather": _gather,
    "Slice": _slice, "Split": _split,
}  # fmt: skip
