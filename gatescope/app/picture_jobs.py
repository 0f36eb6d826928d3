"""Paints pictures for files and the clipboard off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from gatescope.errors import GateScopeError


class PictureJobs(QObject):
    """Runs one picture after the other; the answer arrives on the GUI thread.

    Signals:
        done(object, object): the function given to `start` as `then`, and what the work returned.
        failed(str): one sentence.
    """

    done = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.done.connect(self._finish)

    def start(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Call `work` on the picture thread and `then` with its result on this one."""
        self._pool.start(_Job(self, work, then))

    def wait(self) -> None:
        """Return when every picture that was asked for is painted."""
        self._pool.waitForDone()

    def close(self) -> None:
        """Forget the pictures that have not been started and wait for the one that has."""
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(object, object)
    def _finish(self, then: Callable[[object], None], result: object) -> None:
        then(result)


class _Job(QRunnable):
    def __init__(self, jobs: PictureJobs, work: Callable[[], object], then: Callable[[object], None]) -> None:
        super().__init__()
        self._jobs, self._work, self._then = jobs, work, then

    def run(self) -> None:
        try:
            self._jobs.done.emit(self._then, self._work())
        except GateScopeError as error:
            self._jobs.failed.emit(str(error))
        except MemoryError:
            self._jobs.failed.emit("There is not enough memory for a picture of this size; choose a smaller scale.")
