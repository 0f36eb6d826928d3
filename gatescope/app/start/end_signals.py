"""Ends the app in order when the terminal or the system asks it to: Ctrl+C, a closed terminal, a shutdown."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_SIGNALS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__)
_OF_A_SIGNAL = 128
"""A shell's exit code of a process that a signal ended is the signal's number plus this."""


class EndSignals(QObject):
    """Turns the signals that ask a process to end into one of Qt's.

    Python runs a handler of its own between two instructions, so amid any slot: what it raised there would break the
    slot and leave the window. Here the handler does nothing, and the number arrives by a socket, in the event loop.

    Signals:
        asked(int): the exit code to end with, 128 and the signal's number.
    """

    asked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._arrived)
        self._before = {number: signal.signal(number, _nothing) for number in _SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Restore the earlier handlers of the signals."""
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    @Slot()
    def _arrived(self) -> None:
        try:
            numbers = self._read.recv(64)
        except BlockingIOError:
            return
        ending = [number for number in numbers if number in _SIGNALS]
        if ending:
            self.asked.emit(_OF_A_SIGNAL + ending[0])


def _nothing(_number: int, _frame: object) -> None:
    """Do nothing: the socket wakes the event loop."""
