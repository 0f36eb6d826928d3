"""Unfolds an ONNX model into one flat list of nodes: branches, loop bodies and functions are taken into it.

What connects the inside of a subgraph with the outside becomes a node of its own: `Identity` for a value that a loop
hands on unchanged and for what a function gives, `If` with both branches' values for what a branch gives.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.onnx.graph import Graph, Loop
from gatescope.formats.onnx.node import NATIVE, Node
from gatescope.formats.onnx.protobuf import text
from gatescope.formats.onnx.stored_tensor import stored
from gatescope.words import mark, tr

_DEEPEST, _MOST_COPIES = 24, 16
_MOST_VISITS = 200_000
_SUBGRAPHS = {"If": ("then_branch", "else_branch"), "Loop": ("body",), "Scan": ("body",), "SequenceMap": ("body",)}


def flatten(path: Path, model: Any) -> Graph:
    """Unfold the ``onnx.ModelProto`` of the file at `path`.

    Raises:
        FormatError: a name or a tensor in it is damaged, a value has two origins, or it is nested or grows too much.
    """
    graph = Graph(path)
    functions = {
        (text(path, f.domain), text(path, f.name), text(path, getattr(f, "overload", ""))): f for f in model.functions
    }
    opset = opset_of(path, model.opset_import)
    unfolding = _Unfolding(graph, functions)
    scope = _Scope("", None)
    for info in model.graph.input:
        graph.inputs.add(unfolding.define(scope, text(path, info.name)))
    unfolding.body(model.graph, scope, opset, {}, 0)
    graph.outputs = frozenset(scope.find(text(path, info.name)) for info in model.graph.output)
    graph.inputs -= graph.tensors.keys()
    for info in (*model.graph.input, *model.graph.value_info):
        if info.type.tensor_type.HasField("shape"):
            graph.lengths[text(path, info.name)] = _lengths(info)
    return graph


def _lengths(info: Any) -> tuple[int | None, ...]:
    return tuple(int(dim.dim_value) or None for dim in info.type.tensor_type.shape.dim)


def opset_of(path: Path, imports: Any) -> int:
    """Return the version of ONNX' own operators among the opsets that a file imports; 1 where it does not say."""
    return next((int(entry.version) for entry in imports if text(path, entry.domain) in NATIVE), 1)


class _Scope:
    """Names of one graph, and through its parent those of the graphs around it."""

    def __init__(self, name: str, parent: _Scope | None) -> None:
        self.name, self.parent = name, parent
        self.values: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return the value called `name` here; a name without a definition stands for itself."""
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        return name

    def inner(self, node: str, part: str) -> str:
        here = f"{node}.{part}" if part else node
        return f"{self.name}/{here}" if self.name else here


class _Unfolding:
    """The walk through a graph and all that is nested in it."""

    def __init__(self, graph: Graph, functions: dict[tuple[str, str, str], Any]) -> None:
        self.graph, self.functions, self.path = graph, functions, graph.path
        self.taken: set[str] = set()
        self.again: Counter[str] = Counter()
        self.visits = 0

    def define(self, scope: _Scope, name: str) -> str:
        """Return a name for the whole file: its own one, or with the scope before it where that is taken."""
        if not name:
            return ""
        if name in scope.values:
            raise DamagedFile(self.path, tr("is damaged: the value {name!r} has two origins", name=name))
        value = name
        if value in self.taken:
            wanted = value = f"{scope.name}/{name}"
            # Found by counting rather than by trying names: a function may be called a hundred thousand times.
            while value in self.taken:
                self.again[wanted] += 1
                value = f"{wanted}#{self.again[wanted] + 1}"
        self.taken.add(value)
        scope.values[name] = value
        return value

    def body(self, graph: Any, scope: _Scope, opset: int, arguments: dict[str, Any], depth: int) -> None:
        """Unfold the GraphProto `graph`, whose inputs are defined in `scope` already."""
        for tensor in graph.initializer:
            name = text(self.path, tensor.name)
            # Until IR version 4 every initialiser had to be an input as well.
            value = scope.values[name] if name in scope.values else self.define(scope, name)
            if value in self.graph.tensors:
                raise DamagedFile(self.path, tr("is damaged: the tensor {name!r} stands in it twice", name=name))
            self.graph.tensors[value] = stored(self.path, tensor, value)
            self.graph.listed[value] = None
        for sparse in graph.sparse_initializer:
            value = self.define(scope, text(self.path, sparse.values.name))
            self.graph.untold[value] = mark("is stored as a sparse tensor, which is not read")
        self.nodes(graph.node, scope, opset, arguments, depth)

    def nodes(self, nodes: Any, scope: _Scope, opset: int, arguments: dict[str, Any], depth: int) -> None:
        if depth > _DEEPEST:
            raise DamagedFile(
                self.path, tr("is damaged: its subgraphs or functions are nested deeper than in any model")
            )
        for found in nodes:
            self.visits += 1
            if self.visits > _MOST_VISITS:
                raise FormatError(
                    self.path, tr("calls its functions more often than any model: it is not read to the end")
                )
            attributes = self._attributes(found, arguments)
            operator, domain = text(self.path, found.op_type), text(self.path, found.domain)
            name = text(self.path, found.name)
            inputs = tuple(scope.find(text(self.path, value)) for value in found.input)
            where = scope.inner(name or operator, "")
            function = self.functions.get((domain, operator, text(self.path, getattr(found, "overload", ""))))
            results: tuple[str, ...] = ()
            start, formals = len(self.graph.nodes), dict[str, tuple[int | None, ...]]()
            if function is not None:
                results = self._call(function, inputs, attributes, where, depth)
            elif domain in NATIVE and operator in _SUBGRAPHS:
                results = self._subgraphs(operator, inputs, attributes, scope, where, opset, arguments, depth, formals)
            outputs = tuple(self.define(scope, text(self.path, value)) for value in found.output)
            domain = "" if domain in NATIVE else domain
            node = Node(operator, domain, name, scope.name, opset, inputs, outputs, attributes)
            if function is not None:
                self._hand_on(results, outputs, where)
            elif operator == "If" and not domain:
                then, other = results[: len(results) // 2], results[len(results) // 2 :]
                for value, *branches in zip(outputs, then, other, strict=False):
                    self.graph.add(Node("If", "", name, scope.name, opset, (*inputs[:1], *branches), (value,)))
            else:
                self._constant(node)
                self.graph.add(node)
                if formals and results:
                    body = tuple(self.graph.nodes[start:-1])
                    self.graph.loops.append(Loop(node, tuple(formals), results, body, formals))

    def _attributes(self, found: Any, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return attributes by name; references to an attribute of the surrounding function are taken from its call."""
        attributes = {}
        for attribute in found.attribute:
            reference = text(self.path, attribute.ref_attr_name)
            if not reference:
                attributes[text(self.path, attribute.name)] = attribute
            elif reference in arguments:
                attributes[text(self.path, attribute.name)] = arguments[reference]
        return attributes

    def _call(
        self, function: Any, inputs: tuple[str, ...], attributes: dict[str, Any], where: str, depth: int
    ) -> tuple[str, ...]:
        """Unfold one call of `function`, and return the values that it gives."""
        scope = _Scope(where, None)
        for k, formal in enumerate(function.input):
            scope.values[text(self.path, formal)] = inputs[k] if k < len(inputs) else ""
        defaults = {text(self.path, a.name): a for a in getattr(function, "attribute_proto", ())}
        opset = opset_of(self.path, function.opset_import)
        self.nodes(function.node, scope, opset, defaults | attributes, depth + 1)
        return tuple(scope.find(text(self.path, value)) for value in function.output)

    def _subgraphs(
        self, operator: str, inputs: tuple[str, ...], attributes: dict[str, Any], around: _Scope, where: str,
        opset: int, outer: dict[str, Any], depth: int, taken: dict[str, tuple[int | None, ...]],
    ) -> tuple[str, ...]:  # fmt: skip
        """Unfold the bodies of a node, and return the values that they give, one body after the other.

        What they take is entered in `taken` with the lengths of its axes.
        """
        results: list[str] = []
        for name in _SUBGRAPHS[operator]:
            if name not in attributes:
                continue
            body = attributes[name].g
            scope = _Scope(f"{where}.{name}", around)
            formals = [self.define(scope, text(self.path, info.name)) for info in body.input]
            taken |= {formal: _lengths(info) for formal, info in zip(formals, body.input, strict=True)}
            outputs = [text(self.path, info.name) for info in body.output]
            copies = {node.output[0]: node.input[0] for node in body.node if _copies(node)}
            first_in, first_out = (2, 1) if operator == "Loop" else (0, 0)
            states = len(inputs) - attributes["num_scan_inputs"].i if "num_scan_inputs" in attributes else len(inputs)
            for k in range(first_in, min(states, len(formals))):
                out = k - first_in + first_out
                if out < len(outputs) and _origin(copies, outputs[out]) == body.input[k].name:
                    self._hand_on((inputs[k],), (formals[k],), where)
            for formal in formals:
                self.graph.untold.setdefault(formal, mark("changes from step to step of a loop"))
            self.body(body, scope, opset, outer, depth + 1)
            results += [scope.find(value) for value in outputs]
        return tuple(results)

    def _hand_on(self, values: tuple[str, ...], names: tuple[str, ...], where: str) -> None:
        for value, name in zip(values, names, strict=False):
            if value and name:
                self.graph.add(Node("Identity", "", "", where, 1, (value,), (name,)))

    def _constant(self, node: Node) -> None:
        """Enter the tensor of a Constant node; numbers given otherwise are the folding's."""
        if node.operator == "Constant" and not node.domain and "value" in node.attributes and node.outputs:
            value = node.outputs[0]
            tensor = self.graph.tensors[value] = stored(self.path, node.attributes["value"].t, value)
            if tensor.floating and tensor.size > 1:
                self.graph.listed[value] = None


def _copies(node: Any) -> bool:
    return node.op_type == "Identity" and len(node.input) == len(node.output) == 1


def _origin(copies: dict[str, str], name: str) -> str:
    """Return what `name` is a mere copy of."""
    for _ in range(_MOST_COPIES):
        name = copies.get(name, name)
    return name
