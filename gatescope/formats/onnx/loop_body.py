"""The body of a Loop or Scan: what it is given of every token, which states it hands on, and the cell that it computes.

Source: https://onnx.ai/onnx/operators/onnx__Loop.html, onnx__Scan.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.onnx.cell_fit import SQUASHES, FittedCell, Probes, fitted, probes
from gatescope.formats.onnx.fold_operators import OPERATORS, TooLargeError, UnfitError, computed
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph, Loop
from gatescope.formats.onnx.node import Node
from gatescope.words import mark

Values = dict[str, NDArray[Any]]

_MOST_NODES, _MOST_WIDTH, _MOST_NUMBERS = 400, 4096, 1 << 23
_FLOATS = (1, 10, 11, 16)
# Operators that hand an index, or the numbers of a token, on.
_PASSING = ("Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape")
# A trip count beyond any sequence is none.
_ENDLESS = 1 << 31


@dataclass(frozen=True)
class Tokens:
    """What the body is given of every token.

    Attributes:
        value: in the body.
        source: the whole sequence, outside.
        batch_first: it is (batch, time, features), else (time, batch, features).
        kept: the axis of time is there still, of length 1.
        reverse: the last token comes first.
    """

    value: str
    source: str
    batch_first: bool = False
    kept: bool = False
    reverse: bool = False


class NoCellError(Exception):
    """The argument says why a loop is none, in words that follow its name."""


class Body:
    """The body of one loop: what it is given, and what it computes of that."""

    def __init__(self, graph: Graph, folding: Folding, loop: Loop) -> None:
        if len(loop.body) > _MOST_NODES:
            raise NoCellError(mark("has a body of {count} operators, more than any cell", count=len(loop.body)))
        if not any(node.operator in ("MatMul", "Gemm") for node in loop.body):
            raise NoCellError(mark("multiplies by no matrix: no cell"))
        self._graph, self._folding, self._loop = graph, folding, loop
        self._inside = {value: node for node in loop.body for value in node.outputs if value}
        self.remarks: list[str] = []
        scan = loop.node.operator == "Scan"
        count = loop.node.integer("num_scan_inputs") if scan else 0
        states = len(loop.formals) - count if scan else len(loop.formals)
        first_in, first_out = (0, 0) if scan else (2, 1)
        self._states = {
            formal: (loop.node.input(k), loop.results[k - first_in + first_out])
            for k, formal in enumerate(loop.formals[:states])
            if k >= first_in and k - first_in + first_out < len(loop.results)
        }
        self._scanned = loop.formals[states:] if scan else ()
        self._collected = loop.results[len(self._states) + first_out :]
        if not scan:
            self._check_end()
        found = list(self._scans() if scan else self._gathers())
        wide = [one for one in found if self._rows(one.value) is not None]
        if len(wide) != 1:
            raise NoCellError(mark("does not take one vector a token"))
        self.tokens = wide[0]
        self._others = [one for one in found if one is not wide[0]]
        if self._others:
            what = {"name": loop.name, "mask": self._others[0].source}
            self.remarks.append(mark("{name} masks tokens by {mask!r:.80}; here all are run", **what))

    def cell(self) -> tuple[FittedCell, str, str | None]:
        """Return the cell with the names of its states, h and, of an LSTM, c."""
        changing = [formal for formal in self._states if self._origin(formal) == formal]
        widths = {formal: width for formal in changing if (width := self._width(formal)) is not None}
        for h, units in widths.items():
            rows, beside = self._rows(self.tokens.value) or (0, False)
            inputs = rows - units if beside else rows
            if not (0 < units <= _MOST_WIDTH and 0 < inputs <= _MOST_WIDTH):
                continue
            probed = probes(inputs, units)
            for c in (None, *(other for other, width in widths.items() if other != h and width == units)):
                found = self._fitted(probed, h, c)
                if found is not None:
                    return found, h, c
        raise NoCellError(mark("computes no RNN, GRU or LSTM: its equations were not found in it"))

    def initial(self, state: str) -> str:
        return self._states[state][0]

    def outputs(self, h: str, c: str | None) -> Iterator[tuple[int, str]]:
        """Yield outputs of the loop that are Y (0), Y_h (1) and Y_c (2) of the cell."""
        last = {self._origin(self._states[h][1]): 1}
        if c is not None:
            last[self._origin(self._states[c][1])] = 2
        names = list(self._states)
        for k, output in enumerate(self._loop.node.outputs):
            if k < len(names):
                if names[k] in (h, c) and output:
                    yield (1 if names[k] == h else 2), output
            elif output and last.get(self._origin(self._collected[k - len(names)])) == 1:
                yield 0, output

    def _fitted(self, probed: Probes, h: str, c: str | None) -> FittedCell | None:
        rows = len(probed.x)
        known: Values = {self.tokens.value: probed.x[None] if self.tokens.kept else probed.x}
        known |= {other.value: np.ones((rows, 1), np.bool_) for other in self._others}
        known |= {formal: np.array(0) for formal in self._states if self._is_counter(formal)}
        known |= {self._loop.formals[0]: np.array(0)} if self._loop.node.operator == "Loop" else {}
        known |= {h: probed.h} | ({} if c is None else {c: probed.c})
        for formal in self._states:
            # What a masked token would repeat; the new state may not depend on it.
            if formal not in known and self._origin(formal) == formal and self._width(formal) == probed.units:
                known[formal] = np.full_like(probed.h, np.nan)
        with np.errstate(all="ignore"):
            self._run(known)
        new_h, new_c = (None if one is None else known.get(self._states[one][1]) for one in (h, c))
        if new_h is None or new_h.shape != probed.h.shape or not np.isfinite(new_h).all():
            return None
        if c is not None and (new_c is None or new_c.shape != probed.c.shape or not np.isfinite(new_c).all()):
            return None
        units = probed.units
        blocks = [
            value
            for name, value in known.items()
            if name in self._inside and value.dtype.kind == "f" and value.ndim == 2 and len(value) == rows
            and value.shape[1] % units == 0 and np.isfinite(value).all()
        ]  # fmt: skip
        return fitted(probed, blocks, new_h, new_c)

    def _run(self, known: Values) -> None:
        """Compute everything that can be, in float64."""
        for node in self._loop.body:
            if node.domain or any(output in known for output in node.outputs) or node.operator not in _COMPUTED:
                continue
            inputs = [None if not name else self._value(name, known) for name in node.inputs]
            if any(value is None and name for value, name in zip(inputs, node.inputs, strict=True)):
                continue
            try:
                results = _step(node, inputs)
            except (TooLargeError, UnfitError):
                continue
            known.update(
                (name, np.asarray(value, np.float64) if value.dtype.kind == "f" else value)
                for name, value in zip(node.outputs, results, strict=False)
                if name
            )

    def _value(self, name: str, known: Values) -> NDArray[Any] | None:
        if name not in known and (constant := self._folding.array(name)) is not None:
            known[name] = constant.astype(np.float64) if constant.dtype.kind == "f" else constant
        return known.get(name)

    def _origin(self, value: str) -> str:
        """Return what `value` is a mere copy of."""
        for _ in range(_MOST_NODES):
            node = self._graph.producers[value][0] if value in self._graph.producers else None
            if node is None or node.operator != "Identity" or node.domain:
                break
            value = node.input(0)
        return value

    def _is_counter(self, formal: str) -> bool:
        """Return whether a state begins at 0 and grows by 1."""
        start, result = self._states[formal]
        node, begin = self._inside.get(self._origin(result)), self._folding.array(start)
        if node is None or node.operator != "Add" or begin is None or begin.size != 1 or begin.any():
            return False
        others = [value for value in node.inputs if self._origin(value) != formal]
        step = self._folding.array(others[0]) if len(others) == 1 else None
        return step is not None and step.size == 1 and bool((step == 1).all())

    def _counts(self, value: str) -> bool:
        """Return whether `value` is the number of the token."""
        for _ in range(_MOST_NODES):
            if value == self._loop.formals[0] or (value in self._states and self._is_counter(value)):
                return True
            node = self._inside.get(value)
            if node is None or node.operator not in _PASSING:
                return False
            value = node.input(0)
        return False

    def _scans(self) -> Iterator[Tokens]:
        node = self._loop.node
        turned = node.integers("scan_input_directions") or (0,) * len(self._scanned)
        axes = node.integers("scan_input_axes") or (0,) * len(self._scanned)
        out = node.integers("scan_output_directions") or (0,) * len(self._collected)
        if len(turned) != len(self._scanned) or len(axes) != len(self._scanned) or node.opset < 9:
            raise NoCellError(mark("is of a form that is not read"))
        if any(node.integers("scan_output_axes") or ()) or len({*turned, *out}) > 1:
            raise NoCellError(mark("turns its tokens round on one side alone, or collects them along another axis"))
        first = len(self._states)
        for k, formal in enumerate(self._scanned):
            yield Tokens(formal, node.input(first + k), axes[k] == 1, reverse=bool(turned[k]))

    def _gathers(self) -> Iterator[Tokens]:
        for node in self._loop.body:
            source = self._origin(node.input(0))
            if node.operator != "Gather" or node.domain or source in self._inside or not self._counts(node.input(1)):
                continue
            kept = any(step.operator == "Unsqueeze" for step in self._way(node.input(1)))
            if node.integer("axis") in (0, 1) and self._folding.array(source) is None:
                yield Tokens(node.output, source, node.integer("axis") == 1, kept and node.integer("axis") == 0)

    def _way(self, value: str) -> Iterator[Node]:
        for _ in range(_MOST_NODES):
            node = self._inside.get(value)
            if node is None:
                return
            yield node
            value = node.input(0)

    def _check_end(self) -> None:
        """Note where the loop may end before the tokens do; a condition on anything but their number is no cell's."""
        waiting, limits = [self._loop.results[0]], [self._loop.node.input(0)]
        for value in waiting:
            origin = self._origin(value)
            node = self._inside.get(origin)
            constant = self._folding.array(origin)
            if origin == self._loop.formals[1] or (constant is not None and constant.all()):
                continue
            if node is None or node.operator not in ("Less", "And", "Cast") or len(waiting) > _MOST_NODES:
                raise NoCellError(mark("ends by a condition of its own"))
            if node.operator == "Less":
                limits.append(self._limit(node))
            else:
                waiting += node.inputs
        name = self._loop.name
        for limit in filter(None, limits):
            stored = self._folding.array(limit)
            steps = int(stored.reshape(-1)[0]) if stored is not None and stored.size == 1 else _ENDLESS
            # The last of three axes or more is that of the features.
            known = (self._graph.lengths.get(name, ()) for name in self._graph.inputs)
            if steps < _ENDLESS and not any(steps in (axes[:-1] if len(axes) > 2 else axes) for axes in known):
                self.remarks.append(mark("{name} takes {steps} steps; here all tokens are run", name=name, steps=steps))

    def _limit(self, node: Node) -> str:
        counter, limit = (self._origin(self._uncast(value)) for value in node.inputs[:2])
        start = self._inside.get(counter)
        counted = start is not None and start.operator == "Add" and any(map(self._counts, start.inputs))
        if not (counted or self._counts(counter)) or limit in self._inside:
            raise NoCellError(mark("ends by a condition of its own"))
        return limit

    def _uncast(self, value: str) -> str:
        node = self._inside.get(self._origin(value))
        return node.input(0) if node is not None and node.operator == "Cast" else value

    def _rows(self, value: str) -> tuple[int, bool] | None:
        """Return how many rows the matrix has that `value` is multiplied by, and whether beside the state; None where
        there is none."""
        waiting = [(value, False)]
        for at, beside in waiting:
            for node, place in self._graph.consumers.get(at, ()):
                matrix = self._folding.array(node.input(1)) if node.operator in ("MatMul", "Gemm") else None
                if place == 0 and matrix is not None and matrix.ndim == 2:
                    return int(matrix.shape[1 if node.integer("transB") else 0]), beside
                if node.operator in (*_PASSING, "Concat") and len(waiting) < _MOST_NODES:
                    waiting.append((node.output, beside or node.operator == "Concat"))
        return None

    def _width(self, formal: str) -> int | None:
        lengths = self._loop.lengths.get(formal, ())
        if len(lengths) == 2 and lengths[-1]:
            return lengths[-1]
        found = self._rows(formal)
        return None if found is None or found[1] else found[0]


_SQUASHED = {name: squash for (name, constants), squash in SQUASHES.items() if not constants}
_COMPUTED = {*OPERATORS, *_SQUASHED, "Identity", "Dropout"}


def _step(node: Node, inputs: list[NDArray[Any] | None]) -> list[NDArray[Any]]:
    first = inputs[0] if inputs else None
    if first is not None and node.operator in ("Identity", "Dropout"):
        return [first]
    if first is not None and node.operator in _SQUASHED and first.dtype.kind == "f":
        return [_SQUASHED[node.operator](first)]
    if first is not None and node.operator == "Cast" and node.integer("to") in _FLOATS:
        return [first.astype(np.float64)]
    return computed(node, inputs, _MOST_NUMBERS)
