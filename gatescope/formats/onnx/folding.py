"""Values of a graph that do not depend on its inputs, computed as far as weights are handed through operators.

Exporters slice, turn and join a framework's arrays on the way to an operator. Nothing is computed whose size was not
checked before, and all of it together is bounded, so that a hostile graph ends in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.onnx.fold_operators import FOLDS, TooLargeError, UnfitError, computed
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.node import Node
from gatescope.words import mark

# Deeper than the longest way from an array to an operator that an exporter writes.
_DEEPEST = 60
_MOST_OPERATIONS = 2_000
# Operators that give one of their inputs as it is.
_PASSED = ("Identity", "Dropout", "If")
# Every weight may be copied that often, and small files may make that many numbers all the same.
_TIMES, _LEAST = 3, 1 << 23


class NotConstantError(Exception):
    """A value is not stored in the file; the argument is the clause that says what it is instead."""


@dataclass(frozen=True, eq=False)
class Constant:
    """A value with the names of the file's tensors that it was made of."""

    value: NDArray[np.generic]
    tensors: tuple[str, ...]


class Folding:
    """The constants of a graph, each computed once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[str, Constant | str] = {}
        stored = sum(tensor.size for tensor in graph.tensors.values())
        self._numbers, self._most = _LEAST + _TIMES * stored, max(_LEAST, stored)
        self._operations = _MOST_OPERATIONS

    def constant(self, value: str) -> Constant:
        """Return what `value` always is.

        Raises:
            NotConstantError: it depends on what a run is given, or on an operator that is not computed here.
            FormatError: a tensor that it is made of cannot be read.
        """
        return self._constant(value, 0)

    def array(self, value: str) -> NDArray[np.generic] | None:
        """Return what `value` always is, or None."""
        try:
            return self.constant(value).value
        except NotConstantError:
            return None

    def _constant(self, value: str, depth: int) -> Constant:
        known = self._known.get(value)
        if known is None:
            # Coming back here while it is computed means that the graph has a circle.
            self._known[value] = mark("depends on itself")
            try:
                known = self._compute(value, depth)
            except NotConstantError as error:
                # The clause, not the error: with its traceback that would keep every array on the way alive.
                known = error.args[0]
            self._known[value] = known
        if isinstance(known, str):
            raise NotConstantError(known)
        return known

    def _compute(self, value: str, depth: int) -> Constant:
        graph = self._graph
        if value in graph.tensors:
            origins = (value,) if value in graph.listed else graph.made_of.get(value, ())
            return Constant(graph.tensors[value].read(), origins)
        if value in graph.inputs:
            raise NotConstantError(mark("is an input of the graph"))
        if value in graph.untold and value not in graph.producers:
            raise NotConstantError(graph.untold[value])
        if value not in graph.producers:
            raise NotConstantError(mark("comes from nowhere in the file"))
        node, place = graph.producers[value]
        if node.domain or node.operator not in (*FOLDS, *_PASSED):
            raise NotConstantError(mark("is computed by {kind} ({place!r})", kind=node.kind, place=node.place))
        if depth > _DEEPEST or self._operations <= 0:
            raise NotConstantError(mark("takes too many operators to compute"))
        self._operations -= 1
        inputs = [self._constant(name, depth + 1) if name else None for name in self._needed(node, depth)]
        tensors = dict.fromkeys(name for constant in inputs if constant is not None for name in constant.tensors)
        arrays = [None if c is None else c.value for c in inputs]
        try:
            passed = next((array for array in arrays if array is not None), None)
            if node.operator in _PASSED and passed is not None:
                result = passed
            else:
                result = computed(node, arrays, min(self._numbers, self._most))[place]
        except TooLargeError as error:
            raise NotConstantError(
                mark("is too large for what {kind} ({place!r}) makes of it", kind=node.kind, place=node.place)
            ) from error
        except (UnfitError, KeyError, IndexError, MemoryError) as error:
            raise NotConstantError(
                mark("does not fit the operator {kind} ({place!r})", kind=node.kind, place=node.place)
            ) from error
        if not any(np.may_share_memory(result, array) for array in arrays if array is not None):
            self._numbers -= result.size
        return Constant(result, tuple(tensors))

    def _needed(self, node: Node, depth: int) -> tuple[str, ...]:
        """Return the inputs of `node` that its result is made of: of an If, the condition and the branch that is
        taken."""
        if node.operator != "If" or len(node.inputs) < 2:
            return node.inputs
        try:
            taken = bool(self._constant(node.inputs[0], depth + 1).value.all())
        except NotConstantError as reason:
            raise NotConstantError(mark("depends on a condition, If ({place!r})", place=node.place)) from reason
        branch = node.inputs[1] if taken else node.input(2)
        return ("", branch)
