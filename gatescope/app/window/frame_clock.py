"""Measures the time from an intent to the end of the paint that shows its answer."""

from __future__ import annotations

import time
from collections import deque
from statistics import median


class FrameClock:
    """One measurement at a time, on the GUI thread.

    ``start`` marks the oldest intent that has not been painted yet, ``answered`` the arrival of its snapshot, and
    ``painted`` the end of a paint. Only a paint after the answer counts. The window's first picture, which no event
    asked for, counts from its arrival, and until there is another.
    """

    def __init__(self) -> None:
        self._started: int | None = None
        self._answered = False
        self._arrived: int | None = None
        self._first: float | None = None
        self.recent: deque[float] = deque(maxlen=31)

    def start(self) -> None:
        """Mark the arrival of an intent; an earlier one that still waits keeps its time."""
        if self._started is None:
            self._started = time.perf_counter_ns()
            self._answered = False

    def answered(self) -> None:
        """Mark that the views have the newest snapshot."""
        self._answered = True
        if self._arrived is None:
            self._arrived = time.perf_counter_ns()

    def painted(self, at: int) -> float | None:
        """Mark the end of a paint at `at` (ns); return milliseconds since the intent if it showed its answer."""
        if self._first is None and self._arrived is not None:
            self._first = (at - self._arrived) / 1e6
        if self._started is None or not self._answered:
            return None
        elapsed = (at - self._started) / 1e6
        self._started = None
        self.recent.append(elapsed)
        return elapsed

    def forget(self) -> None:
        """Start afresh: what was measured so far, such as the window's first paint, tells nothing about typing."""
        self._started = None
        self.recent.clear()

    def median_ms(self) -> float | None:
        """Return the median of the recent frames, the first paint while there are none, or None before that."""
        return median(self.recent) if self.recent else self._first
