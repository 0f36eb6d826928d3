"""The one decorator of all kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile `function` when it is first called with arguments of new types.

    nogil: the window goes on painting while the worker steps.
    cache: the machine code is kept in the directory that `kernel_cache` chose.
    error_model="numpy": x / 0 is an infinity; Python's exception would put a branch into every loop.
    fastmath={"contract"}: a·b + c may become one fused multiply-add. Nothing else is allowed: full fastmath assumes
        that NaN does not exist, and would hide just the steps that a person must be shown.
    Not parallel=True: its thread pools abort the process when two Python threads call kernels.
    """
    compiled: Any = njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract"})(function)
    return compiled  # type: ignore[no-any-return]
