"""What a test must not leave behind: threads, running timers, top-level widgets, pressed buttons, log records.

The Qt classes are watched from the moment they are started, since Qt has no list of its timers and threads.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QThread, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

JOIN_SECONDS = 5.0
QT_OWN_WIDGETS = {"QTipLabel"}
"""Windows that Qt makes for itself and keeps for the next time."""


class Watch:
    """Remembers every timer and thread that is started between `install` and `remove`."""

    def __init__(self) -> None:
        self._started: WeakSet[Any] = WeakSet()
        self._originals: dict[type, Any] = {}

    def install(self) -> None:
        for kind in (QTimer, QThread):
            original = kind.start
            self._originals[kind] = original
            kind.start = self._recording(original)  # type: ignore[method-assign]

    def remove(self) -> None:
        for kind, original in self._originals.items():
            kind.start = original  # type: ignore[attr-defined]

    def running(self) -> set[Any]:
        """The timers and threads that still run."""
        return {thing for thing in list(self._started) if _runs(thing)}

    def _recording(self, original: Any) -> Any:
        def start(thing: Any, *args: Any) -> Any:
            self._started.add(thing)
            return original(thing, *args)

        return start


class Records(logging.Handler):
    """Keeps what is logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def leaks(watch: Watch, *, check_logs: bool) -> Iterator[list[str]]:
    """Yield a list to be filled, after the test, with one sentence a leak."""
    threads, widgets, running = set(threading.enumerate()), set(_top_level()), watch.running()
    records = Records()
    logging.getLogger().addHandler(records)
    found: list[str] = []
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(records)
    _delete_what_waits_for_deletion()
    found += [f"left a thread: {name}" for name in _surviving(threads)]
    found += [f"left a window: {name}" for name in _open_windows(widgets)]
    found += [f"left running: {thing!r}" for thing in watch.running() - running]
    if QThreadPool.globalInstance().activeThreadCount():
        found.append("left work in Qt's global thread pool")
    found += [f"left a mouse button pressed: {name}" for name in let_go_of_mouse()]
    if check_logs:
        found += [f"logged {r.levelname} from {r.name}: {r.getMessage()}" for r in records.records]


def let_go_of_mouse() -> list[str]:
    """Release the buttons that are still pressed, which Qt would take for pressed in every later window; return their
    names."""
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        return []
    buttons = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
    pressed = [button for button in buttons if QGuiApplication.mouseButtons() & button]
    if pressed:
        window = QWindow()
        window.resize(9, 9)
        window.create()
        for button in pressed:
            QTest.mouseRelease(window, button, pos=QPoint(1, 1))
        window.destroy()
    return [button.name for button in pressed]


def _surviving(before: set[threading.Thread]) -> list[str]:
    # A QThread that once ran Python code leaves a _DummyThread in the list for good.
    after = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    for thread in after:
        thread.join(JOIN_SECONDS)
    return [thread.name for thread in after if thread.is_alive()]


def _open_windows(before: set[QWidget]) -> list[str]:
    if not _new_windows(before):
        return []
    gc.collect()  # a window in a reference cycle is garbage, not a leak
    _delete_what_waits_for_deletion()
    return [f"{type(w).__name__} {w.windowTitle()!r}" for w in _new_windows(before)]


def _new_windows(before: set[QWidget]) -> list[QWidget]:
    return [w for w in _top_level() if w not in before and w.metaObject().className() not in QT_OWN_WIDGETS]


def _top_level() -> list[QWidget]:
    """Windows without an owner: a pop-up of a combo box goes with the box."""
    if not isinstance(QApplication.instance(), QApplication):
        return []
    return [w for w in QApplication.topLevelWidgets() if w.parentWidget() is None]


def _delete_what_waits_for_deletion() -> None:
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _runs(thing: QTimer | QThread) -> bool:
    if not shiboken6.isValid(thing):
        return False
    return thing.isActive() if isinstance(thing, QTimer) else thing.isRunning()
