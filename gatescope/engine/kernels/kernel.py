"""The one decorator of all kernels."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import numba
import numpy as np

from gatescope.engine.kernels.sealed_cache import SealedCache

F = TypeVar("F", bound=Callable[..., object])

Column = np.uint64
"""A column that a loop runs over. Of a signed one Numba would ask whether it counts from the end, and the loop would
gather its numbers one by one instead of loading a vector."""


def kernel(function: F) -> F:
    """Compile `function` when it is first called with arguments of new types.

    nogil: the window goes on painting while the worker steps.
    error_model="numpy": x / 0 is an infinity; Python's exception would put a branch into every loop.
    fastmath={"contract"}: a·b + c may become one fused multiply-add. Nothing else is allowed: full fastmath assumes
        that NaN does not exist, and would hide just the steps that a person must be shown.
    Not cache=True: the machine code is kept in the directory that `kernel_cache` chose, but by a cache that knows a
        damaged file.
    Not parallel=True: its thread pools abort the process when two Python threads call kernels.
    """
    return _compiled(function, {"contract"})


def rounding_kernel(function: F) -> F:
    """Compile like `kernel`, but round after every operation, as NumPy does: the same bits as its twin there."""
    return _compiled(function, set())


def _compiled(function: F, fastmath: set[str]) -> F:
    compiled: Any = numba.njit(nogil=True, error_model="numpy", fastmath=fastmath)(function)
    config: Any = numba.config
    if config.CACHE_DIR:
        # RuntimeError: the folder went away since it was chosen.
        with suppress(RuntimeError):
            compiled._cache = SealedCache(function)
    return compiled  # type: ignore[no-any-return]
