"""How long the GUI thread worked without looking at its events: for so long nothing that a person does is seen."""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QAbstractEventDispatcher


class Stretch:
    """The longest stretch of this thread's own work between two turns of its event loop, while the context lasts.

    Work is counted, and not time: beside other processes a thread waits, and is not at fault for it.

    Attributes:
        seconds: the longest so far.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._last = 0.0

    def __enter__(self) -> Stretch:
        self._last = time.thread_time()
        QAbstractEventDispatcher.instance().awake.connect(self._turn)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._turn()
        QAbstractEventDispatcher.instance().awake.disconnect(self._turn)

    def _turn(self) -> None:
        now = time.thread_time()
        self.seconds, self._last = max(self.seconds, now - self._last), now
