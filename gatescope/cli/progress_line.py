"""The progress of long work on one line of a terminal; nothing where nobody watches."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

_EVERY_S = 0.1


class ProgressLine:
    """Writes “what: 37 %” over itself, and removes it in the end."""

    def __init__(self, what: str, stream: TextIO) -> None:
        self._what, self._stream = what, stream
        self._watched = stream.isatty()
        self._wrote = 0.0
        self._width = 0

    def show(self, share: float) -> None:
        """Show the share that is done; a `Report`."""
        now = time.monotonic()
        if not self._watched or now - self._wrote < _EVERY_S:
            return
        self._wrote = now
        self._write(f"{self._what}: {share:.0%}")

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._width:
            self._write("")
            self._stream.write("\r")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text:{self._width}}")
        self._stream.flush()
        self._width = len(text)
