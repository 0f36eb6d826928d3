"""The real window on random models, driven by synthetic events, with the end of every paint noted."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot

from gatescope.app.controller import Controller
from gatescope.app.start.application import dress_application, make_application
from gatescope.app.window.dock_table import Dock
from gatescope.app.window.main_window import MainWindow
from gatescope.cli.bench.subjects import model, sentence
from gatescope.engine import executors
from gatescope.errors import GateScopeError
from gatescope.session.session import Session
from gatescope.session.settings import Settings

if TYPE_CHECKING:
    from gatescope.session.analyses.catalogue import Catalogue

SIZE = 1440, 900
PATIENCE_MS = 120_000
_MOST_TURNS = 10
WARM_UP = 10
"""Steps of every bench that do not count."""

Step = tuple[Callable[[], object], Callable[[], bool]]
"""An event, and the test whether a paint shows its answer."""


class Stage(QObject):
    """A window that shows `cells` side by side on a sentence of `tokens` words.

    Attributes:
        worst_stall_ms: the longest time since `forget_stalls` for which the event loop did not turn while an event was
            answered, or something else was waited for: what another event would have had to wait.
    """

    def __init__(
        self,
        cells: Sequence[str],
        units: int,
        tokens: int,
        *,
        more_docks: tuple[Dock, ...] = (),
        catalogue: Catalogue | None = None,
    ) -> None:
        super().__init__()
        executors.load_kernels()
        self._application = make_application(sys.argv[:1])
        self._folder = tempfile.TemporaryDirectory()
        models = [model(cell, units) for cell in cells]
        self.session = Session(models, text=sentence(tokens), catalogue=catalogue)
        self.session.show([m.name for m in models])
        self.window = MainWindow(more_docks)
        settings = Settings(Path(self._folder.name) / "gatescope.ini")
        self._controller = Controller(self.window, self.session, settings, dress_application)
        self._loop = QEventLoop()
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(PATIENCE_MS)
        self._limit.timeout.connect(self._loop.quit)
        self._shown: Callable[[], bool] = lambda: False
        self._painted_at = 0
        self.window.painted.connect(self._note_paint)
        self._turned_at = time.perf_counter_ns()
        self.worst_stall_ms = 0.0
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(1)
        self._heart.timeout.connect(self._note_turn)
        self.window.resize(*SIZE)
        self.window.show()
        # The first paint of all answers no request to paint but the window's exposure, and may be all that there is.
        self.wait(lambda: self.session.snapshot is not None and self.window.windowHandle().isExposed())
        self.until(self.window.update, lambda: True)

    def close(self) -> None:
        """Take the window down and join its threads."""
        self._controller.close()
        self.window.close()
        self.window.deleteLater()
        self._folder.cleanup()

    def until(self, event: Callable[[], object], shown: Callable[[], bool]) -> float:
        """Send an event; return milliseconds from it to the end of the paint at which `shown` holds, or of those that
        follow at once, because a part of the answer had to wait for another turn of the event loop.

        Raises:
            GateScopeError: no such paint came.
        """
        self._shown, self._painted_at = shown, 0
        start = self._turned_at = time.perf_counter_ns()
        event()
        if not self._painted_at:
            self._limit.start()
            self._heart.start()
            self._loop.exec()
            self._heart.stop()
            self._limit.stop()
        self._note_turn()
        if not self._painted_at:
            raise GateScopeError(f"nothing was painted within {PATIENCE_MS // 1000} seconds of an event")
        return (self._last_paint() - start) / 1e6

    def _last_paint(self) -> int:
        """Let the event loop turn until it paints no more."""
        for _ in range(_MOST_TURNS):
            before = self._painted_at
            self._application.processEvents()
            if self._painted_at == before:
                break
        return self._painted_at

    def wait(self, for_what: Callable[[], bool]) -> None:
        """Let the window live on until something is so.

        Raises:
            GateScopeError: it does not come.
        """
        until = time.monotonic() + PATIENCE_MS / 1000
        self._turned_at = time.perf_counter_ns()
        self._heart.start()
        self._heart.timeout.connect(self._loop.quit)
        while not for_what():
            if time.monotonic() > until:
                raise GateScopeError(f"the window did not come to it within {PATIENCE_MS // 1000} seconds")
            self._loop.exec()
        self._heart.timeout.disconnect(self._loop.quit)
        self._heart.stop()

    def forget_stalls(self) -> None:
        self.worst_stall_ms = 0.0

    @Slot(object)
    def _note_paint(self, at: int) -> None:
        if self._painted_at or self._shown():
            self._painted_at = at
            self._loop.quit()

    @Slot()
    def _note_turn(self) -> None:
        now = time.perf_counter_ns()
        self.worst_stall_ms = max(self.worst_stall_ms, (now - self._turned_at) / 1e6)
        self._turned_at = now
