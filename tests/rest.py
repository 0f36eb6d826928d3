"""Whether the window has anything left to do, for tests that wait until it has not rather than for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer

from gatescope.app.start.application import Desktop
from gatescope.app.window.main_window import MainWindow
from gatescope.session.jobs import Jobs
from gatescope.session.run.current import has_parameters_of
from gatescope.session.session import Session

_PAINT_S = 0.01
"""Qt asks a window to paint 5 ms after what changed it; what stands beside a part of it is placed then."""
_SOON_MS = 200
"""A timer that waits no longer belongs to what was done; longer ones wait for a pause in what the person does."""
_TURN_S = 0.0005
_PATIENCE_S = 20.0


def up_to_date(session: Session) -> bool:
    """Whether what is shown is of the document; an answer counts as given a moment before it is there."""
    document, snapshot = session.document, session.snapshot
    if session.computing or snapshot is None or snapshot.text != document.text:
        return False
    if [run.model for run in snapshot.runs] != list(document.shown):
        return False
    return all(has_parameters_of(run, document) for run in snapshot.runs)


class ShortTimers:
    """The timers of a window that belong to what was done a moment ago."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        self._window, self._session = window, session
        self._known: list[QTimer] = []

    def due(self) -> bool:
        """Whether one of them is. While a model is trained, something always is."""
        # To look for them takes long, and while one is due there is no need to.
        if any(map(_is_due, self._known)):
            return True
        if self._session.trains:
            return False
        self._known = [*self._window.findChildren(QTimer), *self._session.findChildren(QTimer)]
        return any(map(_is_due, self._known))


def _is_due(timer: QTimer) -> bool:
    return shiboken6.isValid(timer) and timer.isActive() and timer.isSingleShot() and timer.interval() <= _SOON_MS


def turn(until: Callable[[], bool], patience_s: float) -> bool:
    """Let the event loop turn until `until` is true; return whether it was within `patience_s` seconds."""
    last = time.monotonic() + patience_s
    while not until():
        if time.monotonic() > last:
            return False
        QCoreApplication.processEvents()
        time.sleep(_TURN_S)
    return True


def let_paint() -> None:
    """Let what was asked to be painted be painted."""
    last = time.monotonic() + _PAINT_S
    turn(lambda: time.monotonic() >= last, 2 * _PAINT_S)
    QCoreApplication.processEvents()


def rest(desktop: Desktop) -> None:
    """Wait until the window has the picture of the document, no job and no short timer runs, and all is painted."""
    window, session = desktop.window, desktop.session
    jobs, timers = window.findChildren(Jobs), ShortTimers(window, session)

    def resting() -> bool:
        return up_to_date(session) and not any(one.running for one in jobs) and not timers.due()

    QCoreApplication.processEvents()
    # What is painted may set something off.
    for _ in range(2):
        assert turn(resting, _PATIENCE_S), "the window does not come to rest"
        let_paint()
        # Outside of `exec` no turn of the loop deletes what is to be deleted later.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
