"""The GUI thread's side of the training process: one request after the other, answered on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from gatescope.engine.network import Network
from gatescope.progress import Report
from gatescope.session.jobs import Job, Jobs
from gatescope.session.processes.worker_process import WorkerProcess
from gatescope.session.training.walking import Order, Ready, Walked, keep_model, make_ready, walk_on
from gatescope.training.report import TrainingState
from gatescope.words import tr

Failed = Callable[[str], object]


class Walker(QObject):
    """Owns the process in which runs are trained, apart from the one of the analyses."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._process = Jobs(self), WorkerProcess()
        self._asked = 0
        self._job: Job | None = None
        self._left_in: int | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process; None where none runs."""
        return self._process.pid

    @property
    def stands(self) -> bool:
        """Whether the process still stands where the last answer that was taken left it."""
        return self._left_in is not None and self._left_in == self._process.pid

    def make_ready(
        self, order: Order, name: str, folder: Path, then: Callable[[Ready], object], failed: Failed
    ) -> None:
        """Make a run ready, its model called `name`; the arguments are those of `make_ready`."""
        work = partial(self._process.run, make_ready, order, name, folder)
        self._ask(tr("Preparing {task}", task=order.task), work, then, failed)

    def walk(
        self,
        order: Order,
        start: TrainingState | None,
        seconds: float,
        most: int | None,
        keep: bool,
        then: Callable[[Walked], object],
        failed: Failed,
    ) -> None:
        """Train for a moment; the arguments are those of `walk_on`."""
        work = partial(self._process.run, walk_on, order, start, seconds, most, keep=keep)
        self._ask(tr("Training {task}", task=order.task), work, then, failed)

    def keep_model(
        self,
        order: Order,
        network: Network,
        path: Path,
        about: Mapping[str, Any],
        then: Callable[[Path], object],
        failed: Failed,
    ) -> None:
        """Write a model; training goes on afterwards."""
        work = partial(self._process.run, keep_model, order, network, path, about)
        self._jobs.start(tr("Writing {name}", name=path.name), partial(_reporting, work), then, failed)

    def forget(self) -> None:
        """Take no answer to what was asked; the process no longer counts as standing anywhere."""
        self._asked += 1
        self._job = self._left_in = None

    def cancel(self) -> None:
        """End what was asked, and the process with it where it does not end at once."""
        job = self._job
        self.forget()
        if job is not None:
            self._jobs.cancel_job(job)

    def close(self) -> None:
        """End the process and wait for the thread. May be called twice."""
        self.forget()
        self._jobs.close()
        self._process.close()

    def _ask(self, title: str, work: Callable[..., Any], then: Callable[[Any], object], failed: Failed) -> None:
        self._asked += 1
        asked = self._asked
        answered = partial(self._take, asked, then)
        self._job = self._jobs.start(title, partial(_reporting, work), answered, partial(self._fail, asked, failed))

    def _take(self, asked: int, then: Callable[[Any], object], answer: object) -> None:
        if asked == self._asked:
            self._job, self._left_in = None, self._process.pid
            then(answer)

    def _fail(self, asked: int, failed: Failed, sentence: str) -> None:
        if asked == self._asked:
            self.forget()
            failed(sentence)


def _reporting(work: Callable[..., Any], report: Report) -> Any:
    return work(report=report)
