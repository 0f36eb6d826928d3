"""Operators that shape weights, computed by the onnx package's evaluator once the size of their results is bounded.

Only operators of which the bound is known are computed; what a node gives depends on its opset, which the evaluator
knows. Source: https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.onnx.node import Node

Values = Sequence[NDArray[Any] | None]

_MOST_NUMBERS = 64
"""Entries of a list of axes or lengths; no array has more axes."""

_EARLIEST = {"DequantizeLinear": 19, "Reshape": 5}
"""The first opset in which the evaluator knows an operator that was the same before."""


class TooLargeError(Exception):
    """More numbers than there may be."""


class UnfitError(Exception):
    """The operator does not take these inputs, or takes them in a form that is not computed."""


def computed(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    """Return what `node`, whose operator is one of `OPERATORS`, gives for `values` (None where one is left out).

    Args:
        most: numbers that one result may have.

    Raises:
        TooLargeError: a result would have more.
        UnfitError: the node is damaged, or its inputs do not fit it.
    """
    # A module with its hundred operators, which only graphs with folded weights need.
    from onnx import AttributeProto, GraphProto, helper
    from onnx.reference import ReferenceEvaluator

    names = [f"v{place}" if value is not None else "" for place, value in enumerate(values)]
    proto = helper.make_node(node.operator, names, [f"out{place}" for place in range(len(node.outputs))])
    for name, attribute in node.attributes.items():
        # References to the attributes of a function have the name that they have there.
        copy = AttributeProto()
        copy.CopyFrom(attribute)
        copy.name = name
        proto.attribute.append(copy)
    try:
        if OPERATORS[node.operator](node, values) > most:
            raise TooLargeError
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph = GraphProto(node=[proto], input=_named(filter(None, names)), output=_named(proto.output))
            evaluator = ReferenceEvaluator(graph, opsets={"": max(node.opset, _EARLIEST.get(node.operator, 1))})
            results = evaluator.run(None, {name: value for name, value in zip(names, values, strict=True) if name})
    except (TooLargeError, UnfitError):
        raise
    except Exception as error:
        # The evaluator raises any error over attributes and inputs that do not fit: TypeError, RuntimeError, KeyError…
        raise UnfitError from error
    if not all(isinstance(result, np.ndarray | np.generic) for result in results):
        raise UnfitError
    return [_widened(np.asarray(result)) for result in results]


def _named(names: Iterable[str]) -> list[Any]:
    from onnx import ValueInfoProto

    return [ValueInfoProto(name=name) for name in names]


def _widened(result: NDArray[Any]) -> NDArray[Any]:
    """Return half precision in float32, in which weights are read."""
    return result.astype(np.float32) if result.dtype.name in ("float16", "bfloat16") else result


def _array(values: Values, place: int) -> NDArray[Any]:
    value = values[place] if place < len(values) else None
    if value is None:
        raise UnfitError
    return value


def _product(lengths: Sequence[int]) -> int:
    if min(lengths, default=0) < 0 or len(lengths) > _MOST_NUMBERS:
        raise UnfitError
    return math.prod(lengths)


def _same(node: Node, values: Values) -> int:
    """As many as come in; axes and lengths may be given as a second input, or as an attribute once."""
    for name in ("axes", "perm", "starts", "split", "shape"):
        if len(node.integers(name) or ()) > _MOST_NUMBERS:
            raise UnfitError
    if any(value is not None and value.size > _MOST_NUMBERS for value in values[1:]):
        raise UnfitError
    return _array(values, 0).size


def _split(node: Node, values: Values) -> int:
    if node.integer("num_outputs", len(node.outputs)) != len(node.outputs):
        raise UnfitError
    return _same(node, values)


def _cast(node: Node, values: Values) -> int:
    """To numbers and truth values: FLOAT … INT64, BOOL … UINT64, BFLOAT16."""
    if node.integer("to") not in (*range(1, 8), *range(9, 14), 16):
        raise UnfitError
    return _array(values, 0).size


def _dequantized(node: Node, values: Values) -> int:
    if node.integer("block_size"):
        raise UnfitError
    return _array(values, 0).size


def _gathered(node: Node, values: Values) -> int:
    data, indices = _array(values, 0), _array(values, 1)
    length: int = data.shape[node.integer("axis")]
    return data.size // max(length, 1) * indices.size


def _together(node: Node, values: Values) -> int:
    return sum(_array(values, place).size for place in range(len(values)))


def _shaped(node: Node, values: Values) -> int:
    return _product(_array(values, 0).reshape(-1).tolist())


def _expanded(node: Node, values: Values) -> int:
    wanted = _array(values, 1).reshape(-1).tolist()
    _product(wanted)
    return _product(np.broadcast_shapes(_array(values, 0).shape, tuple(wanted)))


def _tiled(node: Node, values: Values) -> int:
    times = _array(values, 1).reshape(-1).tolist()
    return _product([length * count for length, count in zip(_array(values, 0).shape, times, strict=True)])


def _multiplied(node: Node, values: Values) -> int:
    a, b = _array(values, 0), _array(values, 1)
    if a.ndim != 2 or b.ndim != 2:
        raise UnfitError
    long, wide = a.shape[1 if node.integer("transA") else 0], b.shape[0 if node.integer("transB") else 1]
    return int(long) * int(wide)


def _broadcast(node: Node, values: Values) -> int:
    return _product(np.broadcast_shapes(*(_array(values, place).shape for place in range(len(values)))))


FOLDS: dict[str, Callable[[Node, Values], int]] = {
    "Constant": lambda node, values: len(node.numbers("value_floats") or node.integers("value_ints") or ()),
    "Unsqueeze": _same, "Squeeze": _same, "Concat": _together, "Transpose": _same, "Slice": _same,
    "Split": _split, "Reshape": _same, "Flatten": _same, "Cast": _cast, "Gather": _gathered,
    "Shape": lambda node, values: 0, "ConstantOfShape": _shaped, "Expand": _expanded, "Tile": _tiled,
    "Add": _broadcast, "Sub": _broadcast, "Mul": _broadcast, "Div": _broadcast, "Neg": _same,
    "DequantizeLinear": _dequantized,
}  # fmt: skip
"""How many numbers the operators that are computed on constants give, by type."""

OPERATORS = FOLDS | {
    "MatMul": _multiplied, "Gemm": _multiplied, "Min": _broadcast, "Max": _broadcast, "Sum": _broadcast,
    "Less": _broadcast, "And": _broadcast, "Where": _broadcast, "Clip": _same, "Not": _same, "HardSigmoid": _same,
}  # fmt: skip
"""With those that the bodies of loops are made of."""
