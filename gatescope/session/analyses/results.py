"""The results of analyses, kept for as long as what they are of lives: a run, or a network."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import TypeAlias
from weakref import WeakKeyDictionary

from gatescope.engine.network import Network
from gatescope.session.run.snapshot import Run

_MOST = 8
"""Results kept of one run or network: as many as views are open, and some targets clicked before."""

Owner: TypeAlias = Run | Network
"""What a result is of, and lives with."""


class Results:
    """Results by what they are of (a weak reference) and by question. Any thread may call it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Owner, dict[Hashable, object]] = WeakKeyDictionary()

    def find(self, owner: Owner, asked: Hashable) -> object | None:
        """Return the result that was kept for `asked` about `owner`, or None."""
        with self._lock:
            kept = self._kept.get(owner)
            if kept is None or asked not in kept:
                return None
            # To the end of the row, whose beginning is forgotten first.
            found = kept[asked] = kept.pop(asked)
            return found

    def keep(self, owner: Owner, asked: Hashable, result: object) -> None:
        """Keep `result`, which must not hold `owner` or an array of its trace."""
        with self._lock:
            kept = self._kept.setdefault(owner, {})
            kept[asked] = result
            if len(kept) > _MOST:
                del kept[next(iter(kept))]
