"""Long work off the GUI thread: one piece after the other, with its progress, and a way to end it early."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.errors import Cancelled
from gatescope.progress import Report
from gatescope.session.failure import failure_sentence
from gatescope.session.one_thread import OneThread
from gatescope.session.reporter import Reporter

_Result = TypeVar("_Result")


class Job(Reporter):
    """One piece of work, as the GUI thread sees it; its work reports to it."""


class Jobs(QObject):
    """Runs jobs in the order in which they are started, on one thread of its own.

    Signals:
        began(Job): it runs, or waits for its turn.
        progressed(Job, float): the share that is done, 0 to 1.
        ended(Job): it is done, has failed or was cancelled, and its callback has been called.
    """

    began = Signal(object)
    progressed = Signal(object, float)
    ended = Signal(object)
    _answered = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = OneThread("jobs")
        self._running: list[Job] = []
        self._answered.connect(self._take)

    def start(
        self,
        title: str,
        work: Callable[[Report], _Result],
        then: Callable[[_Result], object],
        failed: Callable[[str], object],
    ) -> Job:
        """Call `work` with a report on the jobs' thread, and on this one `then` with what it returned, or `failed`
        with a sentence; neither once the job is cancelled."""
        job = Job(title, self.progressed.emit)
        self._running.append(job)
        self.began.emit(job)
        self._thread.start(partial(_do, job, partial(_outcome, job, work, then, failed), self._answered.emit))
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that are not cancelled, the running one first."""
        return tuple(self._running)

    def cancel(self) -> None:
        """Cancel every job; their callbacks are not called."""
        for job in self.running:
            self.cancel_job(job)

    def cancel_job(self, job: Job) -> None:
        """Cancel `job`, which counts as ended even if its work cannot stop at once."""
        if job in self._running:
            job.cancel()
            self._running.remove(job)
            self.ended.emit(job)

    def wait(self) -> None:
        """Return when all the work is done; its callbacks may still be queued."""
        self._thread.wait()

    def close(self) -> None:
        """Cancel everything, and wait for the thread to end its current work."""
        self.cancel()
        self._thread.clear()
        self._thread.wait()

    @Slot(object, object)
    def _take(self, job: Job, answer: Callable[[], object]) -> None:
        if job in self._running:
            self._running.remove(job)
            answer()
            self.ended.emit(job)


def _do(job: Job, run: Callable[[], Callable[[], object]], answer: Callable[[Job, Callable[[], object]], None]) -> None:
    if not job.cancelled:
        outcome = run()
        # The window may have been closed meanwhile.
        with suppress(RuntimeError):
            answer(job, outcome)


def _outcome(
    job: Job,
    work: Callable[[Report], _Result],
    then: Callable[[_Result], object],
    failed: Callable[[str], object],
) -> Callable[[], object]:
    """Do the work, and return the callback for the GUI thread."""
    try:
        return partial(then, work(job))
    except Cancelled:
        return _nothing
    except Exception as error:
        # Even after a bug of ours the window must live on, and the person must not wait for ever.
        return partial(failed, failure_sentence(job.title, error))


def _nothing() -> None:
    """Do nothing: the job was cancelled."""
