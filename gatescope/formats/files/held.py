"""Reads an array once for all who hold it at the same time."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def while_held(read: Callable[[], NDArray[np.generic]]) -> Callable[[], NDArray[np.generic]]:
    """Return `read`, but giving the array that it gave before as long as somebody has that.

    A large embedding is most of a file; to count its NaN in a second copy would take as much memory again. Nothing is
    kept alive by this.
    """
    held: weakref.ReferenceType[NDArray[np.generic]] | None = None

    def read_or_share() -> NDArray[np.generic]:
        nonlocal held
        values = None if held is None else held()
        if values is None:
            values = read()
            held = weakref.ref(values)
        return values

    return read_or_share
