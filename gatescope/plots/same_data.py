"""Tells plots that hold the very same numbers and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from gatescope.engine.identity import same_values


def same_data(first: Any, second: Any) -> bool:
    """Return whether two plots, or parts of them, hold the same data: field by field, array by array; NaN equals NaN.

    What is none of plain data is the same only where it is one object or says that it is equal.
    """
    if first is second:
        return True
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray):
        alike = same_values if first.dtype.kind in "fc" else np.array_equal
        return first.dtype == second.dtype and alike(first, second)
    if isinstance(first, (tuple, list)):
        return len(first) == len(second) and all(map(same_data, first, second))
    if isinstance(first, Mapping):
        return list(first) == list(second) and all(same_data(first[key], second[key]) for key in first)
    if isinstance(first, float):
        return first == second or (first != first and second != second)
    if is_dataclass(first):
        return all(same_data(getattr(first, field.name), getattr(second, field.name)) for field in fields(first))
    return bool(first == second)
