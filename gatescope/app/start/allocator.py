"""Has the C library of Linux keep few heaps, so that memory which one thread gave back serves the next.

glibc keeps a heap a thread, up to eight a core. Pictures that several threads paint leave holes in all of them: a
window in use held 450 MB after 1,500 actions, 330 MB with two heaps. Large blocks of their own (``M_MMAP_THRESHOLD``)
would save 40 MB more and cost a fifth of the time of a resize. The options are those of ``mallopt(3)``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

_VARIABLE, _ARENA_MAX, _HEAPS = "MALLOC_ARENA_MAX", -8, 2
"""The environment variable by which a person may choose otherwise, the number of the option, and its value."""


def share_heaps(environ: Mapping[str, str]) -> bool:
    """Let all threads of the process share two heaps, unless `environ` says otherwise; return whether they do."""
    if _VARIABLE in environ:
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        # Windows has no such name for the program itself; macOS and musl have no mallopt.
        return False
    mallopt.argtypes, mallopt.restype = (ctypes.c_int, ctypes.c_int), ctypes.c_int
    return bool(mallopt(_ARENA_MAX, _HEAPS) == 1)
