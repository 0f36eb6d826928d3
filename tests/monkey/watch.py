"""Hears what must not be heard: exceptions, warnings of Qt and of Python, stray records of the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

# What the offscreen platform says about ordinary windows, and Qt's mouse about a window that has just become smaller.
_IGNORED = ("This plugin does not support", "occurs outside target window")
_WARNINGS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class Heard(logging.Handler):
    """Collects faults, each as a text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.faults.append(f"logged: {record.getMessage()}\n{_trace(error)}")

    def take_exception(self, _kind: object, error: BaseException | None, _trace_back: object) -> None:
        self.faults.append(f"exception: {_trace(error)}")

    def take_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self.faults.append(f"exception in a thread: {_trace(arguments.exc_value)}")

    def take_unraisable(self, arguments: sys.UnraisableHookArgs) -> None:
        self.faults.append(f"unraisable: {arguments.object!r} {_trace(arguments.exc_value)}")

    def take_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind in _WARNINGS and not any(part in message for part in _IGNORED):
            ours = [frame for frame in traceback.extract_stack() if "gatescope" in frame.filename]
            self.faults.append(f"Qt: {message}\n{''.join(traceback.format_list(ours))}".rstrip())


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear everything that happens in the body; what heard it before hears nothing of it."""
    heard = Heard()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = heard.take_exception
    threading.excepthook = heard.take_thread
    sys.unraisablehook = heard.take_unraisable
    before = qInstallMessageHandler(heard.take_qt)
    logging.getLogger().addHandler(heard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield heard
    finally:
        logging.getLogger().removeHandler(heard)
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def _trace(error: BaseException | None) -> str:
    return "" if error is None else "".join(traceback.format_exception(error)).rstrip()
