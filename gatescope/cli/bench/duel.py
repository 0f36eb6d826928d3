"""Times two ways to do one thing in turns, so that other load on the machine meets both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


def nothing() -> None:
    """Prepare nothing: most contestants need no preparation."""


@dataclass(frozen=True)
class Contestant:
    """One side of a duel.

    Attributes:
        run: what is timed.
        prepare: what has to be done before each time and is not timed.
    """

    run: Callable[[], object]
    prepare: Callable[[], object] = nothing


@dataclass(frozen=True)
class Outcome:
    """Medians over all turns.

    Attributes:
        ours_ns, theirs_ns: of each side.
        ratio: of ours / theirs, each from one turn.
    """

    ours_ns: float
    theirs_ns: float
    ratio: float


def duel(ours: Contestant, theirs: Contestant, *, seconds: float, turns: int, most: int = 1000) -> Outcome:
    """Time both in turns, at least `turns` and at most `most` times, for about `seconds`.

    The second one may find the other's data in the caches, so they take turns in going first, too.
    """
    ours_ns: list[int] = []
    theirs_ns: list[int] = []
    _time(ours)
    _time(theirs)
    end = time.monotonic() + seconds
    while len(ours_ns) < turns or (len(ours_ns) < most and time.monotonic() < end):
        ours_first = len(ours_ns) % 2 == 0
        if ours_first:
            ours_ns.append(_time(ours))
        theirs_ns.append(_time(theirs))
        if not ours_first:
            ours_ns.append(_time(ours))
    ratios = (mine / other for mine, other in zip(ours_ns, theirs_ns, strict=True))
    return Outcome(median(ours_ns), median(theirs_ns), median(ratios))


def _time(contestant: Contestant) -> int:
    contestant.prepare()
    start = time.perf_counter_ns()
    contestant.run()
    return time.perf_counter_ns() - start
