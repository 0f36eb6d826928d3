"""Values that pictures need of a run, computed once and kept as long as the run."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from gatescope.session.run.snapshot import Run
from gatescope.words import language

_Found = TypeVar("_Found")

# A run never changes: its trace and read-outs are read-only.
_KEPT: WeakKeyDictionary[Run, dict[Hashable, Any]] = WeakKeyDictionary()


def once(run: Run, key: Hashable, find: Callable[[], _Found]) -> _Found:
    """Return what `find` returned when it was asked for `key` of `run` for the first time.

    Args:
        key: names the question and everything its answer depends on besides the run and the language; there must be
            few of them.
        find: gives the answer, which must not refer to the run.
    """
    kept = _KEPT.get(run)
    if kept is None:
        kept = _KEPT[run] = {}
    spoken = language(), key
    if spoken not in kept:
        kept[spoken] = find()
    found: _Found = kept[spoken]
    return found


def forget() -> None:
    """Forget all values: what they depend on besides the runs has changed."""
    _KEPT.clear()
