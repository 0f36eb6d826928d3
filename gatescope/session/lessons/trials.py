"""Tests claims in a worker process of their own, one at a time, so that typing goes on meanwhile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.formats.core.model import Model
from gatescope.lessons.card import Card, Setting
from gatescope.progress import Report
from gatescope.session.jobs import Job, Jobs
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.lessons.verdict import Result
    from gatescope.session.processes.worker_process import WorkerProcess


class Trials(QObject):
    """Runs the test of one card; a newer one ends it.

    Signals:
        told(float): the share of the test that is done, 0 to 1.
        measured(Result): the test is done.
        failed(str): a sentence that says why it could not be run. It says nothing about the claim.
    """

    told = Signal(float)
    measured = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._jobs.progressed.connect(self._tell)
        self._worker: WorkerProcess | None = None

    @property
    def running(self) -> bool:
        """Whether a test runs."""
        return bool(self._jobs.running)

    def start(self, card: Card, setting: Setting | None, model: Model | None) -> None:
        """Test the claim of `card` with its control at `setting`, on `model` where one stands in for its own."""
        self._jobs.cancel()
        self._jobs.start(
            tr("Testing claim {claim}", claim=card.claim),
            partial(self._decide, card, setting, model),
            self.measured.emit,
            self.failed.emit,
        )

    def cancel(self) -> None:
        """End the test; nothing is told of it any more."""
        self._jobs.cancel()

    def close(self) -> None:
        """End the test, its thread and its process. May be called twice."""
        self._jobs.close()
        if self._worker is not None:
            self._worker.close()

    def _decide(self, card: Card, setting: Setting | None, model: Model | None, report: Report) -> Result:
        """Called on the jobs' thread: it waits for the process."""
        # Imported late: few of those who open a window test a claim.
        from gatescope.session.lessons.deciding import decide_soon
        from gatescope.session.processes.worker_process import WorkerProcess

        if self._worker is None:
            self._worker = WorkerProcess()
        return cast("Result", self._worker.run(decide_soon, card, setting, model, report=report))

    @Slot(object, float)
    def _tell(self, job: Job, share: float) -> None:
        if job in self._jobs.running:
            self.told.emit(share)
