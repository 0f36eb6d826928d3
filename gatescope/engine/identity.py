"""Tells arrays that are the very same numbers, in memory or by their values."""

from __future__ import annotations

import numpy as np

from gatescope.engine.record import Array


def same_memory(first: Array, second: Array) -> bool:
    """Return whether two arrays are one object, or views of the same place, as `Network.array` makes one at each call.

    The arrays of a network are never written, so that what is the same stays the same.
    """
    return first is second or (
        first.shape == second.shape
        and first.strides == second.strides
        and first.dtype == second.dtype
        and first.__array_interface__["data"] == second.__array_interface__["data"]
    )


def same_values(first: Array, second: Array) -> bool:
    """Return whether two arrays have the same shape and the same numbers; NaN equals NaN."""
    return first.shape == np.shape(second) and bool(np.array_equal(first, second, equal_nan=True))
