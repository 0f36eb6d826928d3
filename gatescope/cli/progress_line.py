"""The progress of long work on one line of a terminal; nothing where there is no terminal."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

_EVERY_S = 0.1
_ENOUGH_S, _ENOUGH_SHARE = 3.0, 0.01
"""Before so long, and so much of the work, it cannot be told how long the rest will take."""


class ProgressLine:
    """Writes “what: 37%, 2:10 left” over itself, and removes it in the end.

    Attributes:
        what: is done; it may change meanwhile.
    """

    def __init__(self, what: str, stream: TextIO) -> None:
        self.what, self._stream = what, stream
        self._watched = stream.isatty()
        self._wrote = 0.0
        self._width = 0
        self._began: tuple[float, float] | None = None

    def show(self, share: float) -> None:
        """Show the share that is done; a `Report`."""
        now = time.monotonic()
        # What was done before, as by an earlier attempt, says nothing about the time that the rest takes.
        self._began = self._began or (now, share)
        if not self._watched or now - self._wrote < _EVERY_S:
            return
        self._wrote = now
        self._write(f"{self.what}: {share:.0%}{self._left(now, share)}")

    def say(self, text: str) -> None:
        """Write a line that stays, watched or not."""
        self._clear()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._clear()

    def _left(self, now: float, share: float) -> str:
        assert self._began is not None
        began, before = self._began
        took, done = now - began, share - before
        return f", {clock((1.0 - share) * took / done)} left" if took > _ENOUGH_S and done > _ENOUGH_SHARE else ""

    def _clear(self) -> None:
        if self._width:
            self._write("")
            self._stream.write("\r")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text:{self._width}}")
        self._stream.flush()
        self._width = len(text)


def clock(seconds: float) -> str:
    """Return a time as ``2:10``, or ``1:02:10`` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
