"""Calls off the GUI thread, one after the other."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Lock, Thread

_LOG = logging.getLogger(__name__)


class OneThread:
    """Makes calls in the order in which they are started, on a thread that ends when none is left.

    Qt's pool would do, but PySide keeps a `QRunnable` for ever, with all that it knows, whose work is done before
    `QThreadPool.start` has returned.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._calls: deque[Callable[[], object]] = deque()
        self._thread: Thread | None = None

    def start(self, call: Callable[[], object]) -> None:
        """Call `call` after the calls that wait already. What it raises is logged."""
        with self._lock:
            self._calls.append(call)
            if self._thread is None:
                self._thread = Thread(target=self._run, name=self._name)
                self._thread.start()

    def clear(self) -> None:
        """Forget the calls that wait; the one under way goes on."""
        with self._lock:
            self._calls.clear()

    def wait(self) -> None:
        """Return when every call has been made."""
        while (thread := self._thread) is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._calls:
                    self._thread = None
                    return
                call = self._calls.popleft()
            try:
                call()
            except Exception:
                _LOG.exception("A call on the thread %s failed", self._name)
            # The next one may take long, and this one knows the window.
            del call
