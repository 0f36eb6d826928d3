"""Two or more ways to do one thing, timed in turns, so that whatever else the machine does meets them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


def nothing() -> None:
    """What there is to prepare in most cases."""


@dataclass(frozen=True)
class Contestant:
    """Something to be timed.

    Attributes:
        run: what is timed.
        prepare: what has to be done before each time and is not timed.
    """

    run: Callable[[], object]
    prepare: Callable[[], object] = nothing


@dataclass(frozen=True)
class Outcome:
    """Medians of one pair over all turns.

    Attributes:
        ours_ns, theirs_ns: of each side.
        ratio: of ours / theirs, each from one turn.
    """

    ours_ns: float
    theirs_ns: float
    ratio: float


def duel(
    ours: Contestant, others: Mapping[str, Contestant], *, seconds: float, turns: int, most: int = 1000
) -> dict[str, Outcome]:
    """Time all of them in turns, at least `turns` and at most `most` times, for about `seconds`.

    Whoever comes second finds the other's data in the cache, so every second turn goes backwards.
    """
    contestants = [ours, *others.values()]
    for each in contestants:
        _time(each)
    times: list[list[int]] = []
    end = time.monotonic() + seconds
    while len(times) < turns or (len(times) < most and time.monotonic() < end):
        order = contestants if len(times) % 2 == 0 else contestants[::-1]
        turn = [_time(each) for each in order]
        times.append(turn if order is contestants else turn[::-1])
    columns = list(zip(*times, strict=True))
    return {
        name: Outcome(
            ours_ns=median(columns[0]),
            theirs_ns=median(column),
            ratio=median(mine / other for mine, other in zip(columns[0], column, strict=True)),
        )
        for name, column in zip(others, columns[1:], strict=True)
    }


def _time(contestant: Contestant) -> int:
    contestant.prepare()
    start = time.perf_counter_ns()
    contestant.run()
    return time.perf_counter_ns() - start
