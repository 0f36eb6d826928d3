"""What a long play costs: memory, threads and descriptors between windows, and the longest of every kind of action."""

from __future__ import annotations

import ctypes
import gc
import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent

from gatescope.cli.bench.probe import resident_bytes
from tests.monkey.action import Action
from tests.monkey.stage import Stage

EVERY = 500
"""Actions from one window of its own to the next, in which all is measured."""
WARM = 4
"""Measures that do not count: caches fill, and docks are imported when they are first shown."""
MOST_GROWN = 5 << 20
STALL_S = 0.1


@dataclass(frozen=True)
class Measured:
    """The process after so many actions, with a window that was just opened: resident bytes, threads, descriptors."""

    actions: int
    resident: int
    threads: int
    descriptors: int


@dataclass
class Figures:
    """Attributes:
    measured: one for every `EVERY` actions.
    longest: seconds of this thread's own work between two turns of the event loop, by kind of action, and in which
        action of the play it was.
    stalls: how many actions had one of more than `STALL_S`, by kind.
    taken: how many actions there were.
    """

    measured: list[Measured] = field(default_factory=list)
    longest: dict[str, tuple[float, int]] = field(default_factory=lambda: defaultdict(lambda: (0.0, 0)))
    stalls: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    taken: int = 0

    def take(self, action: Action, seconds: float) -> None:
        """Take note of the longest stretch that the GUI thread worked for `action` without a turn of its event loop."""
        self.taken += 1
        self.longest[action.kind] = max(self.longest[action.kind], (seconds, self.taken))
        self.stalls[action.kind] += seconds > STALL_S

    def measure(self, stage: Stage, done: int) -> None:
        """Open a window anew, so that the same is open every time, and measure the process."""
        stage.renew()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        _give_back()
        self.measured.append(Measured(done, resident_bytes(), _count("task"), _count("fd")))

    def faults(self) -> Iterator[str]:
        """What grew, a sentence each; nothing of a play that was too short to tell."""
        counted = self.measured[WARM:]
        if len(counted) < 2 * WARM:
            return
        half = len(counted) // 2
        grown = statistics.median(one.resident for one in counted[half:]) - statistics.median(
            one.resident for one in counted[:half]
        )
        if grown > MOST_GROWN:
            yield f"memory grew by {grown / 1e6:.1f} MB over the second half of the measures"
        for what in ("threads", "descriptors"):
            first, last = (vars(one)[what] for one in (counted[0], counted[-1]))
            if last > first:
                yield f"{what} grew from {first} to {last}"

    def told(self) -> Iterator[str]:
        """Lines for a person."""
        for one in self.measured:
            yield (
                f"{one.actions} actions: {one.resident / 1e6:.1f} MB, {one.threads} threads,"
                f" {one.descriptors} descriptors"
            )
        for kind, (seconds, number) in sorted(self.longest.items(), key=lambda pair: -pair[1][0])[:12]:
            yield (
                f"{kind}: at most {seconds * 1e3:.0f} ms (action {number}),"
                f" {self.stalls[kind]} times over {STALL_S * 1e3:.0f} ms"
            )


def _count(what: str) -> int:
    return len(os.listdir(f"/proc/self/{what}")) if sys.platform == "linux" else 0


def _give_back() -> None:
    """Let the C library give freed memory back, so that what is resident is what is used."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
