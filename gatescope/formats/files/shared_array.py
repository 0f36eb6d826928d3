"""Reads an array once for everything that uses it at the same time."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def shared_while_alive(read: Callable[[], NDArray[np.generic]]) -> Callable[[], NDArray[np.generic]]:
    """Return `read`, but giving the array of its last call again for as long as that array is referenced elsewhere.

    A large embedding is most of a file; to count its NaN in a second copy would take as much memory again. The
    returned function keeps no array alive.
    """
    last: weakref.ReferenceType[NDArray[np.generic]] | None = None

    def read_or_share() -> NDArray[np.generic]:
        nonlocal last
        values = None if last is None else last()
        if values is None:
            values = read()
            last = weakref.ref(values)
        return values

    return read_or_share
