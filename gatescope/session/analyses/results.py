"""The results of analyses, kept for as long as their run lives."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from weakref import WeakKeyDictionary

from gatescope.session.run.snapshot import Run

_MOST = 8
"""Results kept of one run: as many as views are open, and some targets clicked before."""


class Results:
    """Results by run (a weak reference) and by question. Any thread may call it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Run, dict[Hashable, object]] = WeakKeyDictionary()

    def find(self, run: Run, asked: Hashable) -> object | None:
        """Return the result that was kept for `asked` about `run`, or None."""
        with self._lock:
            kept = self._kept.get(run)
            if kept is None or asked not in kept:
                return None
            # To the end of the row, whose beginning is forgotten first.
            found = kept[asked] = kept.pop(asked)
            return found

    def keep(self, run: Run, asked: Hashable, result: object) -> None:
        """Keep `result`, which must not hold the run or an array of its trace."""
        with self._lock:
            kept = self._kept.setdefault(run, {})
            kept[asked] = result
            if len(kept) > _MOST:
                del kept[next(iter(kept))]
