"""The `Report` for work off the GUI thread, which also ends that work early."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from gatescope.errors import Cancelled

_EVERY_S = 0.03
"""Seconds between two reports that reach the GUI thread; others are dropped."""


class Reporter:
    """A `gatescope.progress.Report` for one piece of work. Any thread may cancel it."""

    def __init__(self, title: str, tell: Callable[[Any, float], None]) -> None:
        """`tell` takes this and the share that is done, in the work's thread, some thirty times a second at most.

        `title` says what is being done: ``"Reading model.h5"``.
        """
        self.title = title
        self._tell = tell
        self._unwanted = threading.Event()
        self._told = -_EVERY_S
        self._share = -1.0

    @property
    def cancelled(self) -> bool:
        return self._unwanted.is_set()

    def cancel(self) -> None:
        """Cancel the work, which ends at its next report."""
        self._unwanted.set()

    def check(self) -> None:
        """Raise if the work was cancelled.

        Raises:
            Cancelled: it was.
        """
        if self.cancelled:
            raise Cancelled(f"{self.title} was cancelled")

    def __call__(self, share: float) -> None:
        """Tell the share that is done, 0 to 1.

        Raises:
            Cancelled: the work was cancelled.
        """
        self.check()
        now = time.monotonic()
        if share != self._share and now - self._told >= _EVERY_S:
            self._told, self._share = now, share
            self._tell(self, share)
