"""The effect of a Reshape on the meanings of axes: directions joined with their units, all others kept."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.formats.onnx.axes import BOTH, DIRECTION, ONE, OTHER, UNITS, Axis, Layout, Sizes
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node

_MOST_AXES = 16
Length = int | None
"""A length that a Reshape asks for; None where it is computed from other shapes."""


def reshaped(graph: Graph, folding: Folding, node: Node, layout: Layout, sizes: Sizes) -> Layout | None:
    """Return the layout after the Reshape `node`, or None where it takes the features apart."""
    wanted = _wanted(graph, folding, node)
    if not wanted:
        return None
    known = graph.lengths.get(node.input(0), ())
    have = [sizes.of(axis) or (known[k] if len(known) == len(layout) else None) for k, axis in enumerate(layout)]
    last, rest = wanted[-1], layout[:-1]
    features = layout[-1]
    if rest[-1:] == (DIRECTION,) and features == UNITS and _joins(last, len(wanted), len(layout), sizes):
        features, rest = (BOTH if sizes.directions > 1 else UNITS), rest[:-1]
    elif last != have[-1] and not (last in (-1, 0) and len(wanted) == len(layout)):
        # A single feature may lie along any axis, or none.
        return (OTHER,) * len(wanted) if have[-1] == 1 and features == UNITS else None
    leading = _in_place(rest, have, wanted[:-1])
    return (*(leading or [ONE if length == 1 else OTHER for length in wanted[:-1]]), features)


def _joins(last: Length, wanted: int, axes: int, sizes: Sizes) -> bool:
    """Return whether the last axis becomes the units of all directions."""
    return (last == sizes.of(BOTH) and (sizes.directions > 1 or wanted < axes)) or (
        last in (-1, 0) and wanted == axes - 1
    )


def _in_place(rest: Layout, have: Sequence[Length], wanted: Sequence[Length]) -> list[Axis] | None:
    """Return the meanings of the leading axes, if they stay in their order and keep their lengths."""
    found: list[Axis] = []
    at = 0
    for place, length in enumerate(wanted):
        # An axis of length 1 may go where there are more axes than are wanted.
        while len(rest) - at > len(wanted) - place and have[at] == 1 and rest[at] in (DIRECTION, ONE):
            at += 1
        if at == len(rest):
            return None
        copied = length == 0 and (at == place or (have[place] is not None and have[place] == have[at]))
        left_over = length in (-1, None) and len(rest) - at == len(wanted) - place
        if not (copied or left_over or (length is not None and length > 0 and length == have[at])):
            return None
        found.append(rest[at])
        at += 1
    return found if at == len(rest) else None


def _wanted(graph: Graph, folding: Folding, node: Node) -> list[Length]:
    """Return the lengths that `node` asks for; empty where nothing is known of them."""
    attribute = node.integers("shape")
    if attribute is not None:
        return list(attribute[:_MOST_AXES])
    value = node.input(1)
    constant = folding.array(value)
    if constant is not None:
        return [int(length) for length in constant.reshape(-1)[:_MOST_AXES]] if constant.dtype.kind in "iu" else []
    if value not in graph.producers or graph.producers[value][0].operator != "Concat":
        return []
    lengths: list[Length] = []
    for part in graph.producers[value][0].inputs[:_MOST_AXES]:
        numbers = folding.array(part)
        lengths += [None] if numbers is None else [int(length) for length in numbers.reshape(-1)[:_MOST_AXES]]
    return lengths
