"""Follows a value through operators that only move axes, to the operators that use it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from gatescope.formats.onnx.axes import Layout, Sizes
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.layout import passed
from gatescope.formats.onnx.node import Node


@dataclass(frozen=True)
class Arrival:
    """A node that does something with the value: which, at which of its inputs, and how the axes lie there."""

    node: Node
    place: int
    layout: Layout


@dataclass
class Flow:
    """The operators at which the followed values arrive.

    Attributes:
        layouts: every value that holds the same numbers, with the meaning of its axes.
        arrivals: in the order in which they were met.
    """

    layouts: dict[str, Layout]
    arrivals: list[Arrival] = field(default_factory=list)


def follow(graph: Graph, folding: Folding, start: Mapping[str, Layout], sizes: Sizes) -> Flow:
    """Follow the values of `start` down the graph."""
    flow = Flow({name: layout for name, layout in start.items() if name})
    waiting = deque(flow.layouts)
    while waiting:
        value = waiting.popleft()
        for node, place in graph.consumers.get(value, ()):
            results = passed(graph, folding, node, flow.layouts, sizes)
            if results is None:
                flow.arrivals.append(Arrival(node, place, flow.layouts[value]))
                continue
            for name, layout in results.items():
                if name not in flow.layouts:
                    flow.layouts[name] = layout
                    waiting.append(name)
    return flow
