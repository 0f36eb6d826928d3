"""An ONNX model as one flat list of nodes, with the producers and the consumers of every value."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.onnx.node import Node
from gatescope.words import tr

_MOST_NODES = 50_000


@dataclass(frozen=True, eq=False)
class Loop:
    """A Loop or a Scan whose body was taken into the graph.

    Attributes:
        node: the operator.
        formals, results: values that its body takes and gives, in the file's order.
        body: the nodes of it.
        lengths: the axes of its formals, as far as the file says.
    """

    node: Node
    formals: tuple[str, ...]
    results: tuple[str, ...]
    body: tuple[Node, ...]
    lengths: Mapping[str, tuple[int | None, ...]]

    @property
    def name(self) -> str:
        """What it is called, without what TensorFlow adds for a loop."""
        whole = self.node.place
        return whole.removesuffix(":0").removesuffix("_loop").removesuffix("/while") or whole


@dataclass(eq=False)
class Graph:
    """The whole file, flat.

    Attributes:
        path: the file.
        nodes: in the order they run.
        tensors: initialisers and constants by the value that they are.
        listed: the names among them that a person would call tensors of the model, in their order.
        lengths: the axes of inputs and other values, as far as the file says; None for a length that it does not.
        inputs: values that a run is given.
        outputs: values that a run gives.
        producers: value → the node that gives it, and at which place.
        consumers: value → the nodes that take it, and at which place.
        untold: values of which the file has the name but, in this reader's eyes, no numbers, and why.
        loops: all that have a body in `nodes`, those inside others first.
        made_of: tensors that were made of others here, with those.
        remarks: obstacles by the name of the node that they are about.
    """

    path: Path
    nodes: list[Node] = field(default_factory=list)
    tensors: dict[str, StoredTensor] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)
    lengths: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    inputs: set[str] = field(default_factory=set)
    outputs: frozenset[str] = frozenset()
    producers: dict[str, tuple[Node, int]] = field(default_factory=dict)
    consumers: dict[str, list[tuple[Node, int]]] = field(default_factory=dict)
    untold: dict[str, str] = field(default_factory=dict)
    loops: list[Loop] = field(default_factory=list)
    made_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        if len(self.nodes) >= _MOST_NODES:
            raise FormatError(
                self.path,
                tr("unfolds to more than {nodes} operators; no model with that many is read", nodes=_MOST_NODES),
            )
        self.nodes.append(node)
        for place, value in enumerate(node.outputs):
            if value:
                self.producers[value] = (node, place)
        for place, value in enumerate(node.inputs):
            if value:
                self.consumers.setdefault(value, []).append((node, place))

    def replace(self, loop: Loop, nodes: Sequence[Node], outputs: Container[str]) -> None:
        """Put `nodes` in the place of a loop and its body; those of its outputs that are not in `outputs` stay its."""
        kept = replace(loop.node, inputs=(), outputs=tuple("" if v in outputs else v for v in loop.node.outputs))
        gone = {*loop.body, loop.node}
        before = self.nodes
        self.nodes, self.producers, self.consumers = [], {}, {}
        for node in before:
            if node is loop.node:
                for one in (*nodes, kept):
                    self.add(one)
            elif node not in gone:
                self.add(node)
