"""Has the C library of Linux give memory back that pictures and traces took.

glibc keeps a heap a thread, up to eight a core, and after the first large block that is freed it takes later ones from
those heaps. Pictures of several threads then leave holes that nothing else fits in: the memory of a window in use grew
by 150 MB in 1,500 actions, three quarters of it free. The options are those of ``mallopt(3)``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

_OPTIONS = (("MALLOC_ARENA_MAX", -8, 2),)
"""Environment variable by which a person may choose otherwise, number of the option, and its value."""


def give_memory_back(environ: Mapping[str, str]) -> bool:
    """Set the options that `environ` leaves open, for the whole process; return whether the C library has them."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        # Windows has no such name for the program itself; macOS and musl have no mallopt.
        return False
    mallopt.argtypes, mallopt.restype = (ctypes.c_int, ctypes.c_int), ctypes.c_int
    taken = [mallopt(option, value) for variable, option, value in _OPTIONS if variable not in environ]
    return all(taken)
