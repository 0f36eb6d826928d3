"""Writes down what goes wrong inside GateScope: a fault in Python, which the window survives, and a crash below it."""

from __future__ import annotations

import faulthandler
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from gatescope.errors import FileError
from gatescope.session.crash.crash_log import CrashLog, crash_folder


class CrashHandler(QObject):
    """Keeps the log of this process from now until `close`.

    What Python prints about a fault is still printed. Where the log cannot be written, a crash is printed as well.

    Signals:
        met(str): the first fault, as its kind and its message.

    Attributes:
        log: None where it cannot be written.
    """

    met = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.log: CrashLog | None
        try:
            self.log = CrashLog(crash_folder())
        except FileError:
            self.log = None
        if self.log is not None:
            faulthandler.enable(self.log.fileno())
        elif sys.stderr is not None:
            faulthandler.enable(sys.stderr)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._take, self._take_of_thread

    def close(self) -> None:
        """End the log, and let others handle what goes wrong from now on."""
        sys.excepthook, threading.excepthook = self._hooks
        faulthandler.disable()
        if self.log is not None:
            self.log.close()

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._note(error)
        self._hooks[0](kind, error, trace)

    def _take_of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._note(arguments.exc_value)
        self._hooks[1](arguments)

    def _note(self, error: BaseException) -> None:
        if not isinstance(error, Exception) or self.log is None:
            return
        if self.log.note(error):
            self.met.emit(f"{type(error).__name__}: {str(error)[:200]}" if str(error) else type(error).__name__)
