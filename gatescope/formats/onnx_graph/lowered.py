"""Recurrent cells that an exporter has written out as MatMul, Sigmoid, Tanh, Mul and Add: found by their equations.

An LSTM is known by h = σ(·) ⊙ tanh(c) with c = σ(·) ⊙ · + σ(·) ⊙ tanh(·), a GRU by h = (1 − z) ⊙ n + z ⊙ h₋₁ or
n + z ⊙ (h₋₁ − n) with z = σ(·) and n = tanh(·), an RNN by the tanh or relu of a product of its own earlier result with
the same weights. No order of gates is guessed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gatescope.formats.onnx_graph.graph import Graph
from gatescope.formats.onnx_graph.node import Node

_GATES, _SQUASHES = ("Sigmoid", "HardSigmoid", "Clip"), ("Tanh", "Relu", "Softsign")
# Operators on the way from a gate back to the product with its weights.
_BETWEEN = ("Split", "Slice", "Add", "Squeeze", "Reshape", "Mul", "Gather", "Transpose", "Unsqueeze", "Identity")
_FARTHEST, _MOST_SUMMANDS = 200, 8


@dataclass(frozen=True)
class Lowered:
    """A cell written out as single operators.

    Attributes:
        cell: ``"LSTM"``, ``"GRU"`` or ``"RNN"``.
        place: the node with which its equations end.
        weights: the tensors that its gates multiply by.
        operators: the kinds of operator it was written out in, in the order of the equations.
    """

    cell: str
    place: str
    weights: tuple[str, ...]
    operators: tuple[str, ...]

    def __str__(self) -> str:
        of = f", weights {', '.join(map(repr, self.weights[:4]))}" if self.weights else ""
        return f"{'a' if self.cell == 'GRU' else 'an'} {self.cell} (at {self.place!r}{of})"


def lowered(graph: Graph) -> list[Lowered]:
    """Return every cell that is written out, once for all steps that share their weights."""
    found: dict[tuple[str, ...], Lowered] = {}
    for node in graph.nodes:
        if node.domain or node.operator not in _ENDS:
            continue
        cell, find = _ENDS[node.operator]
        gates = find(graph, node)
        if gates is None:
            continue
        weights, operators = _weights(graph, gates)
        squashes = dict.fromkeys(gate.operator for gate in gates)
        found.setdefault(weights or (node.place,), Lowered(cell, node.place, weights, (*operators, *squashes)))
    return list(found.values())


def _lstm(graph: Graph, node: Node) -> list[Node] | None:
    """Return the gates and the candidate, if `node` is the ⊙ of h = o ⊙ φ(c)."""
    for o, squashed in _both_ways(graph, node):
        if o.operator not in _GATES or squashed.operator not in _SQUASHES:
            continue
        c = _behind(graph, squashed.input(0))
        if c is None or c.operator != "Add":
            continue
        products = [p for k in range(2) if (p := _behind(graph, c.input(k))) is not None and p.operator == "Mul"]
        if len(products) != 2:
            continue
        for kept, added in (products, products[::-1]):
            forget = _factor(graph, kept, _GATES)
            squash, gate = _factor(graph, added, _SQUASHES), _factor(graph, added, _GATES)
            if forget is not None and squash is not None and gate is not None:
                return [o, forget, gate, squash]
    return None


def _gru(graph: Graph, node: Node) -> list[Node] | None:
    """Return the update gate and the candidate, if `node` is the + of the new hidden state."""
    for first, second in _both_ways(graph, node):
        if first.operator in _SQUASHES and second.operator == "Mul":
            z, difference = _factor(graph, second, _GATES), _factor(graph, second, ("Sub",))
            if z is not None and difference is not None and _behind(graph, difference.input(1)) is first:
                return [z, first]
        if first.operator == second.operator == "Mul":
            inverse, n = _factor(graph, first, ("Sub",)), _factor(graph, first, _SQUASHES)
            z = _factor(graph, second, _GATES)
            if z is not None and n is not None and inverse is not None and _behind(graph, inverse.input(1)) is z:
                return [z, n]
    return None


def _rnn(graph: Graph, node: Node) -> list[Node] | None:
    """Return `node` itself, if it squashes a product of an earlier result of the same weights."""
    products = _products(graph, node)
    for data, weight in products:
        earlier = _behind(graph, data)
        if earlier is None or earlier is node or earlier.operator != node.operator:
            continue
        if weight in {other for _, other in _products(graph, earlier)}:
            return [node]
    return None


def _products(graph: Graph, node: Node) -> list[tuple[str, str]]:
    """Return what is multiplied by which tensor in the sum that `node` squashes."""
    waiting, found = [node.input(0)], []
    for value in waiting:
        adds = _behind(graph, value)
        if adds is not None and adds.operator in ("MatMul", "Gemm") and adds.input(1) in graph.tensors:
            found.append((adds.input(0), adds.input(1)))
        elif adds is not None and adds.operator == "Add" and len(waiting) < _MOST_SUMMANDS:
            waiting += adds.inputs
    return found


def _both_ways(graph: Graph, node: Node) -> Iterator[tuple[Node, Node]]:
    a, b = _behind(graph, node.input(0)), _behind(graph, node.input(1))
    if a is not None and b is not None:
        yield a, b
        yield b, a


def _behind(graph: Graph, value: str) -> Node | None:
    """Return the node that computes `value`; copies are looked through."""
    for _ in range(8):
        node = graph.producers[value][0] if value in graph.producers else None
        if node is None or node.operator not in ("Identity", "Squeeze", "Unsqueeze", "Reshape"):
            return node
        value = node.input(0)
    return None


def _factor(graph: Graph, product: Node, operators: tuple[str, ...]) -> Node | None:
    """Return which factor of `product` comes out of one of `operators`."""
    factors = (_behind(graph, product.input(k)) for k in range(2))
    return next((factor for factor in factors if factor is not None and factor.operator in operators), None)


def _weights(graph: Graph, gates: list[Node]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tensors that are multiplied by on the way to `gates`, and by which operators."""
    waiting, seen, weights, operators = [gate.input(0) for gate in gates], set[str](), list[str](), list[str]()
    while waiting and len(seen) < _FARTHEST:
        value = waiting.pop(0)
        if value in seen or value not in graph.producers:
            continue
        seen.add(value)
        node = graph.producers[value][0]
        if node.operator in ("MatMul", "Gemm"):
            weights += [name for name in node.inputs[:2] if name in graph.tensors]
            operators.insert(0, node.operator)
        elif node.operator in _BETWEEN:
            waiting += node.inputs
            if node.operator in ("Split", "Slice"):
                operators.append(node.operator)
    return tuple(dict.fromkeys(weights)), tuple(dict.fromkeys(operators))


_Find = Callable[[Graph, Node], list[Node] | None]
_ENDS: dict[str, tuple[str, _Find]] = {
    "Mul": ("LSTM", _lstm),
    "Add": ("GRU", _gru),
    "Tanh": ("RNN", _rnn),
    "Relu": ("RNN", _rnn),
}
