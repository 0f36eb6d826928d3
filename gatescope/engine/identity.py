"""Tells arrays that are the very same numbers in memory, without a look at the numbers."""

from __future__ import annotations

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
