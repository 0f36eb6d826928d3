"""The operators that shape weights, in NumPy, for constants: Slice, Concat, Transpose, Cast and their like.

Each takes the node, its inputs (None where left out) and how many numbers it may make at most, and returns its
outputs. Sizes are checked before anything is made. What depends on the opset is where a parameter stands: an
attribute once, an input since. Source: https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.onnx_graph.node import Node

Values = list[NDArray[Any] | None]
Fold = Callable[[Node, Values, int], Sequence[NDArray[Any]]]


class TooLargeError(Exception):
    """More numbers than there may be."""


def _checked(shape: Sequence[int], most: int) -> tuple[int, ...]:
    if math.prod(shape) > most or min(shape, default=0) < 0:
        raise TooLargeError
    return tuple(shape)


def _array(values: Values, place: int) -> NDArray[Any]:
    value = values[place]
    if value is None:
        raise ValueError("an input is left out")
    return value


def _list(node: Node, values: Values, name: str, place: int) -> list[int] | None:
    """Return whole numbers that are an attribute or, in later opsets, an input."""
    attribute = node.integers(name)
    if attribute is not None:
        return list(attribute)
    if place < len(values) and (value := values[place]) is not None:
        return [int(number) for number in value.reshape(-1)[:64]]
    return None


def _constant(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    """Return the value given as plain numbers; one that is a tensor is known before."""
    if "value_float" in node.attributes:
        return [np.asarray(node.attributes["value_float"].f, np.float32)]
    if "value_int" in node.attributes:
        return [np.asarray(node.attributes["value_int"].i, np.int64)]
    if "value_floats" in node.attributes:
        return [np.array(node.numbers("value_floats"), np.float32)]
    if "value_ints" in node.attributes:
        return [np.array(node.integers("value_ints"), np.int64)]
    raise ValueError("a constant of another kind")


def _same(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    return [_array(values, 0)]


def _branch(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    return [_array(values, 1)]


def _unsqueeze(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    axes = _list(node, values, "axes", 1)
    if axes is None:
        raise ValueError("no axes")
    return [np.expand_dims(_array(values, 0), tuple(axes))]


def _squeeze(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    axes = _list(node, values, "axes", 1)
    return [np.squeeze(_array(values, 0), None if axes is None else tuple(axes))]


def _concat(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    parts = [_array(values, k) for k in range(len(values))]
    if sum(part.size for part in parts) > most:
        raise TooLargeError
    return [np.concatenate(parts, node.integer("axis", 1))]


def _transpose(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    return [np.transpose(_array(values, 0), node.integers("perm"))]


def _slice(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data = _array(values, 0)
    starts, ends = _list(node, values, "starts", 1), _list(node, values, "ends", 2)
    if starts is None or ends is None:
        raise ValueError("a slice without its ends")
    axes = _list(node, values, "axes", 3) or list(range(len(starts)))
    steps = _list(node, values, "steps", 4) or [1] * len(starts)
    cut = [slice(None)] * data.ndim
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        length = data.shape[axis]
        # Backwards, an end before the first element is None in Python, any number below -length in ONNX.
        last = None if step < 0 and end < -length else end
        cut[axis] = slice(start, last, step)
    return [data[tuple(cut)]]


def _split(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, axis = _array(values, 0), node.integer("axis")
    parts, length = len(node.outputs), data.shape[axis]
    sizes = _list(node, values, "split", 1)
    if sizes is None:
        size = -(-length // parts)
        sizes = [min(size, length - k * size) for k in range(parts)]
    if sum(sizes) != length or len(sizes) != parts or min(sizes) < 0:
        raise ValueError("the parts are not the whole")
    return np.split(data, np.cumsum(sizes[:-1]), axis)


def _reshape(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, wanted = _array(values, 0), _list(node, values, "shape", 1)
    if wanted is None:
        raise ValueError("no shape")
    if not node.integer("allowzero"):
        wanted = [data.shape[k] if length == 0 else length for k, length in enumerate(wanted)]
    _checked(data.shape, most)
    return [data.reshape(wanted)]


def _flatten(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, axis = _array(values, 0), node.integer("axis", 1)
    axis += data.ndim if axis < 0 else 0
    _checked(data.shape, most)
    return [data.reshape(math.prod(data.shape[:axis]), -1)]


# As weights are computed here: half precision in float32.
_TYPES = {
    1: np.float32, 2: np.uint8, 3: np.int8, 4: np.uint16, 5: np.int16, 6: np.int32, 7: np.int64, 9: np.bool_,
    10: np.float32, 11: np.float64, 12: np.uint32, 13: np.uint64, 16: np.float32,
}  # fmt: skip
_HALF = 10


def _cast(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, to = _array(values, 0), node.integer("to")
    _checked(data.shape, most)
    if to not in _TYPES:
        raise ValueError("a type that is not read")
    rounded = data.astype(np.float16) if to == _HALF else data
    return [rounded.astype(_TYPES[to])]


def _gather(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, indices, axis = _array(values, 0), _array(values, 1), node.integer("axis")
    if data.ndim == 0 or data.size // max(data.shape[axis], 1) * indices.size > most:
        raise TooLargeError
    return [np.take(data, indices, axis)]


def _shape(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    end = node.integer("end") if "end" in node.attributes else None
    return [np.array(_array(values, 0).shape, np.int64)[node.integer("start") : end]]


def _filled(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    shape = _checked([int(n) for n in _array(values, 0).reshape(-1)[:32]], most)
    if "value" not in node.attributes:
        return [np.zeros(shape, np.float32)]
    tensor = node.attributes["value"].t
    raw = bytes(tensor.raw_data)
    if tensor.data_type not in (1, 11):
        raise ValueError("no floating point")
    kind = np.dtype("<f4" if tensor.data_type == 1 else "<f8")
    typed = tensor.float_data if tensor.data_type == 1 else tensor.double_data
    number = np.frombuffer(raw, kind)[0] if raw else typed[0]
    return [np.full(shape, number, kind.newbyteorder("="))]


def _expand(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, wanted = _array(values, 0), _list(node, values, "shape", 1) or []
    return [np.broadcast_to(data, _checked(np.broadcast_shapes(data.shape, tuple(wanted)), most))]


def _tile(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data, times = _array(values, 0), _list(node, values, "repeats", 1) or []
    _checked([length * count for length, count in zip(data.shape, times, strict=True)], most)
    return [np.tile(data, times)]


def _of_two(function: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]) -> Fold:
    def fold(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
        a, b = _array(values, 0), _array(values, 1)
        _checked(np.broadcast_shapes(a.shape, b.shape), most)
        return [function(a, b)]

    return fold


def _divided(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers are cut towards zero."""
    if a.dtype.kind in "iu":
        return np.asarray(np.sign(a) * np.sign(b) * (np.abs(a) // np.abs(b)), a.dtype)
    return np.asarray(a / b)


def _negative(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    data = _array(values, 0)
    _checked(data.shape, most)
    return [np.negative(data)]


def _dequantized(node: Node, values: Values, most: int) -> list[NDArray[Any]]:
    """(x − zero point) · scale, the same for all or one scale along `axis`."""
    data, scale = _array(values, 0), _array(values, 1)
    zero = values[2] if len(values) > 2 else None
    _checked(data.shape, most)
    if node.integer("block_size"):
        raise ValueError("scales by blocks")
    if scale.ndim == 1:
        along = [1] * data.ndim
        along[node.integer("axis", 1)] = -1
        scale, zero = scale.reshape(along), None if zero is None else zero.reshape(along)
    centred = data.astype(np.float32) - (0 if zero is None else zero.astype(np.float32))
    return [(centred * scale).astype(scale.dtype)]


FOLDS: dict[str, Fold] = {
    "Constant": _constant, "Identity": _same, "Dropout": _same, "If": _branch, "Unsqueeze": _unsqueeze,
    "Squeeze": _squeeze, "Concat": _concat, "Transpose": _transpose, "Slice": _slice, "Split": _split,
    "Reshape": _reshape, "Flatten": _flatten, "Cast": _cast, "Gather": _gather, "Shape": _shape,
    "ConstantOfShape": _filled, "Expand": _expand, "Tile": _tile, "Add": _of_two(np.add), "Sub": _of_two(np.subtract),
    "Mul": _of_two(np.multiply), "Div": _of_two(_divided), "Neg": _negative,
    "DequantizeLinear": _dequantized,
}  # fmt: skip
"""The operators of ONNX that are computed on constants, by type."""
