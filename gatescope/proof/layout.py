"""The meaning of each axis of a reference's array: time, sequence, direction, unit.

inputs   (T, I) (T, B, I) (B, T, I)
states   (T, F) (T, B, F) (B, T, F), where F may be both directions side by side, or an axis D of its own before F
         (PyTorch, Keras) or before B (ONNX' Y)
final    (F,) (B, F) (S, B, F) with S layers × directions (PyTorch's h_n), (D, B, F) and (B, D, F) (ONNX' Y_h)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.generic]
Sizes = Mapping[str, int]

_SEQUENCES = {
    True: ("TBF", "TF", "TDBF", "TBDF", "TDF"),
    False: ("BTF", "TF", "BTDF", "TDF"),
}
_FINAL = ("BF", "F", "SBF", "BSF", "SF")


def input_layouts(lead: tuple[int, ...]) -> Iterator[tuple[bool, int, int]]:
    """Yield the ways to read the shape of ids, or of inputs without their last axis: whether time comes first, T and
    B."""
    match lead:
        case (length,):
            yield True, length, 1
        case (first, second):
            if first != 1 or second == 1:
                yield True, first, second
            if second != 1:
                yield False, second, first


def sequences_of(array: Numbers, lead: int, time_first: bool) -> Numbers:
    """Return (B, T, …) of ids or inputs whose first `lead` axes, one or two, are time and, if any, sequence."""
    if lead == 1:
        return array[None]
    return array.swapaxes(0, 1) if time_first else array


def as_sequence(array: Numbers, time_first: bool, sizes: Sizes) -> Numbers | None:
    """Return (B, T, D, F) of the states after every token, or None where the shape is another one.

    Args:
        sizes: the lengths of B, T, D and F.
    """
    layouts = _SEQUENCES[time_first]
    if sizes["B"] == 1:
        layouts = (*layouts, *_SEQUENCES[not time_first])
    return _fit(array, layouts, "BTDF", sizes)


def as_final(array: Numbers, sizes: Sizes) -> Numbers | None:
    """Return (B, S, F) of the states before the first or after the last token, or None where the shape is another one.

    Args:
        sizes: the lengths of B, S and F.
    """
    return _fit(array, _FINAL, "BSF", sizes)


def _fit(array: Numbers, layouts: tuple[str, ...], canonical: str, sizes: Sizes) -> Numbers | None:
    """Return `array` with its axes as in `canonical`, by the first of `layouts` with its shape; an axis that a layout
    leaves out has the length 1."""
    for layout in layouts:
        missing = [axis for axis in canonical if axis not in layout]
        if array.shape == tuple(sizes[axis] for axis in layout) and all(sizes[axis] == 1 for axis in missing):
            axes = [*layout, *missing]
            whole = array.reshape(*array.shape, *[1] * len(missing))
            return whole.transpose([axes.index(axis) for axis in canonical])
    return None
