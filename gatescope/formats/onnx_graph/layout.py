"""What each axis of a value means, carried through the operators that only move, join and drop axes.

Two recurrent nodes are layers of one stack only if the time of the first is the time of the second: a Transpose in
between may have made a batch of it. Source of each rule: the operator's text, https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.formats.onnx_graph.folding import Folding
from gatescope.formats.onnx_graph.node import Node

TIME, BATCH, DIRECTION = "time", "batch", "direction"
UNITS = "units"
"""The features: units of a direction, or what a linear layer made of them."""
BOTH, FIRST, SECOND = "units of both directions", "units of the first", "units of the second"
ONE, OTHER = "one", "other"
"""An axis of length 1, and one that several were joined into."""
_FEATURES = (UNITS, BOTH, FIRST, SECOND)

Layout = tuple[str, ...]
"""The meanings of the axes of one value."""


@dataclass(frozen=True)
class Sizes:
    """The lengths that are known: of the axis of directions, and of the features of one direction."""

    directions: int
    features: int

    def of(self, axis: str) -> int | None:
        if axis == BOTH:
            return self.directions * self.features
        return {DIRECTION: self.directions, ONE: 1}.get(axis, self.features if axis in _FEATURES else None)


def passed(node: Node, layouts: Mapping[str, Layout], sizes: Sizes, folding: Folding) -> dict[str, Layout] | None:
    """The layouts of what `node` gives, or None where it does more than to move axes, or more than is understood."""
    step = _STEPS.get(node.operator) if not node.domain else None
    if step is None:
        return None
    if node.operator in ("Concat", "If"):
        known = [layouts[name] for name in node.inputs if name in layouts]
        result = _concat(node, layouts) if node.operator == "Concat" else known[0]
        return None if result is None else {node.outputs[0]: result}
    layout = layouts.get(node.input(0))
    if layout is None:
        return None
    try:
        results = step(node, layout, sizes, folding)
    except (IndexError, ValueError):
        return None
    return None if results is None else {name: r for name, r in zip(node.outputs, results, strict=False) if name}


def _same(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    return [layout]


def _transpose(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    perm = node.integers("perm") or tuple(range(len(layout)))[::-1]
    return [tuple(layout[k] for k in perm)] if len(perm) == len(layout) else None


def _squeeze(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axes = _numbers(node, "axes", 1, folding)
    if axes is None:
        return None
    gone = {axis % len(layout) for axis in axes}
    if any((sizes.of(layout[k]) or 1) > 1 for k in gone):
        return None
    return [tuple(axis for k, axis in enumerate(layout) if k not in gone)]


def _unsqueeze(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axes = _numbers(node, "axes", 1, folding)
    if axes is None:
        return None
    rank = len(layout) + len(axes)
    new, old = {axis % rank for axis in axes}, iter(layout)
    return [tuple(ONE if k in new else next(old, OTHER) for k in range(rank))]


def _flatten(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axis = node.integer("axis", 1) % (len(layout) + 1)
    return [(_joined(layout[:axis], sizes), _joined(layout[axis:], sizes))]


def _joined(axes: Layout, sizes: Sizes) -> str:
    """What several axes are as one."""
    wide = tuple(axis for axis in axes if sizes.of(axis) != 1)
    if len(wide) == 1:
        return wide[0]
    if not wide:
        return ONE
    return BOTH if wide == (DIRECTION, UNITS) else OTHER


def _reshape(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    """The features must stay whole, or be joined with the directions before them."""
    shape = _numbers(node, "shape", 1, folding)
    if not shape:
        return None
    copied = [0 if length == 0 and k < len(layout) else length for k, length in enumerate(shape)]
    last, rest = copied[-1], layout[:-1]
    with_directions = rest[-1:] == (DIRECTION,) and layout[-1] == UNITS
    features, whole = layout[-1], sizes.of(layout[-1])
    if with_directions and (last == sizes.of(BOTH) or (last in (-1, 0) and len(shape) == len(layout) - 1)):
        features, rest = (BOTH if sizes.directions > 1 else UNITS), rest[:-1]
    elif last != whole and not (last in (-1, 0) and len(shape) == len(layout)):
        return None
    leading = copied[:-1]
    if len(leading) == len(rest) and leading.count(-1) <= 1 and all(length in (0, -1) for length in leading):
        return [(*rest, features)]
    return [(*(ONE if length == 1 else OTHER for length in leading), features)]


def _gather(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    """One step, one sample or one direction taken out."""
    index = folding.array(node.input(1))
    axis = node.integer("axis") % len(layout)
    if index is None or index.size != 1 or layout[axis] in _FEATURES:
        return None
    kept = () if index.ndim == 0 else (ONE,)
    return [_of_direction((*layout[:axis], *kept, *layout[axis + 1 :]), layout[axis], int(index.reshape(-1)[0]), sizes)]


def _slice(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    starts, ends = _numbers(node, "starts", 1, folding), _numbers(node, "ends", 2, folding)
    if starts is None or ends is None or len(starts) != len(ends):
        return None
    axes = _numbers(node, "axes", 3, folding) or list(range(len(starts)))
    steps = _numbers(node, "steps", 4, folding) or [1] * len(starts)
    result = layout
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        what = layout[axis]
        whole = start == 0 and step == 1 and (sizes.of(what) or end + 1) <= end
        if what == DIRECTION and sizes.directions == 2 and not whole:
            first, last, _ = slice(start, end, step).indices(2)
            if last - first != 1:
                return None
            place = axis % len(layout)
            result = _of_direction((*result[:place], ONE, *result[place + 1 :]), DIRECTION, first, sizes)
        elif not whole and (what in _FEATURES or step < 0):
            return None
    return [result]


def _split(node: Node, layout: Layout, sizes: Sizes, folding: Folding) -> list[Layout] | None:
    axis = node.integer("axis") % len(layout)
    if layout[axis] == DIRECTION and len(node.outputs) == sizes.directions == 2:
        cut = (*layout[:axis], ONE, *layout[axis + 1 :])
        return [_of_direction(cut, DIRECTION, d, sizes) for d in range(2)]
    return None if layout[axis] in _FEATURES else [layout] * len(node.outputs)


def _of_direction(layout: Layout, axis: str, index: int, sizes: Sizes) -> Layout:
    """`layout` once its directions are cut down to the one at `index`."""
    if axis != DIRECTION or sizes.directions == 1:
        return layout
    one = FIRST if index % 2 == 0 else SECOND
    return tuple(one if name == UNITS else name for name in layout)


def _concat(node: Node, layouts: Mapping[str, Layout]) -> Layout | None:
    """Both directions, the first one first, side by side."""
    parts = [layouts.get(name) for name in node.inputs]
    if len(parts) != 2 or parts[0] is None or parts[1] is None or len(parts[0]) != len(parts[1]):
        return None
    axis = node.integer("axis", 1)
    if not -len(parts[0]) <= axis < len(parts[0]) or (parts[0][axis], parts[1][axis]) != (FIRST, SECOND):
        return None
    axis %= len(parts[0])
    same = all(a == b for k, (a, b) in enumerate(zip(*parts, strict=True)) if k != axis)
    return (*parts[0][:axis], BOTH, *parts[0][axis + 1 :]) if same else None


def _numbers(node: Node, name: str, place: int, folding: Folding) -> list[int] | None:
    """Whole numbers that are an attribute or, in later opsets, a constant input."""
    attribute = node.integers(name)
    if attribute is not None:
        return list(attribute)
    value = folding.array(node.input(place)) if node.input(place) else None
    return None if value is None or value.dtype.kind not in "iu" else [int(n) for n in value.reshape(-1)[:32]]


_STEPS = {
    "Identity": _same, "Dropout": _same, "Cast": _same, "If": _same, "Concat": _same, "Transpose": _transpose,
    "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Flatten": _flatten, "Reshape": _reshape, "Gather": _gather,
    "Slice": _slice, "Split": _split,
}  # fmt: skip
