"""How the app is imported, which is most of its start."""

from __future__ import annotations

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def modules_kept() -> Iterator[None]:
    """Import what stays for good inside: nothing is collected meanwhile, and nothing of it is looked at ever again.

    The 180 collections while the app is imported find nothing and take a tenth of its start; each full collection
    later takes 50 ms of the GUI thread where it walks all modules, and 4 where it does not.
    """
    leave_sources_unread()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def leave_sources_unread() -> None:
    """Import PySide6, and take its feature hook out of the import statement.

    The hook reads the source of every module that is imported after it, in search of ``from __feature__ import``, and
    Python's `linecache` keeps what was read: a sixth of the time of a start, and 30 MB. Nothing here has such an
    import.
    """
    import PySide6.QtCore  # noqa: F401

    names = vars(builtins)
    if names["__import__"] is names.get("__feature_import__"):
        names["__import__"] = names["__orig_import__"]
