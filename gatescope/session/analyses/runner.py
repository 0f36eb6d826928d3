"""Answers the questions of views beside typing, and never in the way of a key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from gatescope.engine.network import Network
from gatescope.engine.trace import Trace
from gatescope.errors import Cancelled
from gatescope.progress import Report, portion
from gatescope.session.analyses.lane import Asked, Lane
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.analyses.results import Owner, Results
from gatescope.session.failure import failure_sentence
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.analyses.catalogue import Analysis, Catalogue
    from gatescope.session.processes.worker_process import WorkerProcess

# From a question to an answer:
#   1. A visible view states its `Question` about the snapshot that it has just been given.
#   2. `ask` puts it in the asker's slot; an older one of the same asker is cancelled.
#   3. `start_waiting`, called once the snapshot is painted, hands it to a lane; long work waits for a pause as well.
#   4. The lane's thread calls the analysis' function or has a worker process call it, or finds its result of the same
#      run.
#   5. The answer comes back by one queued signal; `_take` drops it unless its asker still waits for it.
#   6. A key cancels at `cancel_runs` what it makes stale, before the worker has even begun to step. What is asked of a
#      network alone goes on for as long as its asker asks the same.

_PAUSE_MS = 150
"""Long work starts when nothing new was asked for so long: a worker process must not be started for every key."""
_AT_LATEST_MS = 50
"""A window that paints nothing (it is covered, or minimised) starts its questions then."""


class Analyses(QObject):
    """Runs the newest question of each asker. All methods belong to the GUI thread; only `close` waits.

    Signals:
        answered(str, Question, Answer): by asker, the newest question it has asked; each is answered once.
        progressed(str, Question, float): the share of the work that is done, 0 to 1.
    """

    answered = Signal(str, object, object)
    progressed = Signal(str, object, float)
    _done = Signal(object, object)
    _told = Signal(object, float)

    def __init__(self, parent: QObject, catalogue: Catalogue | None = None) -> None:
        """`catalogue` has the analyses that may be asked for; by default `ANALYSES`."""
        super().__init__(parent)
        self._catalogue = catalogue
        self._asked: dict[str, Asked] = {}
        self._unpainted: list[Asked] = []
        self._pausing: list[Asked] = []
        self._results = Results()
        self._worker: WorkerProcess | None = None
        self._lanes = {
            "thread": Lane("gatescope-analyses", partial(self._answer, _call_here)),
            "process": Lane("gatescope-long-analyses", partial(self._answer, self._call_in_process)),
        }
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._take_share, Qt.ConnectionType.QueuedConnection)
        self._at_latest = self._timer(_AT_LATEST_MS, self.start_waiting)
        self._pause = self._timer(_PAUSE_MS, self._start_long)

    @property
    def at_work(self) -> bool:
        """Whether a thread computes an answer, a cancelled one included."""
        return any(lane.at_work for lane in self._lanes.values())

    def ask(self, asker: str, question: Question | None) -> None:
        """Answer `question`, in place of what `asker` asked before; None withdraws that. Asking twice changes nothing.

        Raises:
            KeyError: the catalogue has no such analysis.
            ValueError: the question is about something else than the analysis depends on.
        """
        before = self._asked.get(asker)
        if before is not None and before.question == question:
            return
        if before is not None and question is not None and before.goes_on_for(question):
            before.question = question
            if before in self._pausing:
                self._pause.start()
            return
        self._withdraw(asker)
        if question is None:
            return
        analysis, fields = self._analysis(question), tuple(name for name, _ in question.about)
        if tuple(sorted(analysis.about)) != fields:
            raise ValueError(f"{question.analysis} depends on {', '.join(analysis.about)}, not on {', '.join(fields)}")
        networks = tuple(run.network for run in question.runs) if analysis.of == "network" else ()
        asked = self._asked[asker] = Asked(asker, question, tr(analysis.title), self._told.emit, networks)
        self._unpainted.append(asked)
        if not self._at_latest.isActive():
            self._at_latest.start()

    @Slot()
    def start_waiting(self) -> None:
        """Start the questions about the snapshot that has just been painted."""
        self._at_latest.stop()
        unpainted, self._unpainted = self._unpainted, []
        for asked in unpainted:
            if self._analysis(asked.question).where == "thread":
                self._lanes["thread"].put(asked)
            elif (known := self._known(asked)) is not None:
                self._done.emit(asked, known)
            else:
                self._pausing.append(asked)
                self._pause.start()

    def cancel_runs(self, models: Collection[str]) -> None:
        """Cancel every question about a run of one of these models: it is about to be superseded.

        One about networks alone lets go of its runs and goes on, until it is asked about others or withdrawn.
        """
        for asker, asked in list(self._asked.items()):
            if not any(run.model in models for run in asked.question.runs):
                continue
            if asked.networks:
                asked.question = replace(asked.question, runs=())
            else:
                self._withdraw(asker)

    def close(self) -> None:
        """Cancel everything, join the threads and end the worker process. May be called twice."""
        for asker in list(self._asked):
            self._withdraw(asker)
        self._at_latest.stop()
        self._pause.stop()
        for lane in self._lanes.values():
            lane.close()
        if self._worker is not None:
            self._worker.close()

    def _analysis(self, question: Question) -> Analysis:
        if self._catalogue is None:
            # Imported late: a window opens sooner without its analyses, and most never ask for one.
            from gatescope.session.analyses.catalogue import ANALYSES

            self._catalogue = ANALYSES
        return self._catalogue[question.analysis]

    def _known(self, asked: Asked) -> Answer | None:
        """Return the answer where every result is there already; None where some work is left to do."""
        key, owners = (asked.question.analysis, asked.question.about), asked.networks or asked.question.runs
        results = [self._results.find(owner, key) for owner in owners]
        return None if any(one is None for one in results) else Answer(tuple(results), ("",) * len(results))

    def _withdraw(self, asker: str) -> None:
        asked = self._asked.pop(asker, None)
        if asked is not None:
            asked.cancel()
            for waiting in (self._unpainted, self._pausing):
                if asked in waiting:
                    waiting.remove(asked)

    @Slot()
    def _start_long(self) -> None:
        pausing, self._pausing = self._pausing, []
        for asked in pausing:
            self._lanes["process"].put(asked)

    def _timer(self, interval: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    # -- in a lane's thread

    def _answer(self, run_function: Callable[..., object], asked: Asked) -> None:
        key, title = (asked.question.analysis, asked.question.about), tr(self._analysis(asked.question).title)
        subjects: tuple[tuple[Owner, Network, Trace | None], ...] = tuple((one, one, None) for one in asked.networks)
        subjects = subjects or tuple((run, run.network, run.trace) for run in asked.question.runs)
        results: list[Any] = []
        failures: list[str] = []
        for index, subject in enumerate(subjects):
            result, failure = None, ""
            share = portion(asked, index / len(subjects), (index + 1) / len(subjects))
            try:
                result = self._result(run_function, key, subject, share)
            except Cancelled:
                return
            except Exception as error:
                failure = failure_sentence(title, error)
            results.append(result)
            failures.append(failure)
        self._done.emit(asked, Answer(tuple(results), tuple(failures)))

    def _result(
        self,
        run_function: Callable[..., object],
        key: tuple[str, tuple[tuple[str, Hashable], ...]],
        subject: tuple[Owner, Network, Trace | None],
        report: Report,
    ) -> object:
        (name, about), (owner, network, trace) = key, subject
        result = self._results.find(owner, key)
        if result is None:
            report(0.0)
            assert self._catalogue is not None
            result = run_function(self._catalogue[name].function, network, trace, report=report, **dict(about))
            self._results.keep(owner, key, result)
        return result

    def _call_in_process(self, function: Callable[..., object], *arguments: object, **keywords: Any) -> object:
        if self._worker is None:
            # Imported late: a window opens sooner without it, and most never use it.
            from gatescope.session.processes.worker_process import WorkerProcess

            self._worker = WorkerProcess()
        return self._worker.run(function, *arguments, **keywords)

    # -- back in the GUI thread

    @Slot(object, object)
    def _take(self, asked: Asked, answer: Answer) -> None:
        if self._asked.get(asked.asker) is asked:
            del self._asked[asked.asker]
            self.answered.emit(asked.asker, asked.question, answer)

    @Slot(object, float)
    def _take_share(self, asked: Asked, share: float) -> None:
        if self._asked.get(asked.asker) is asked:
            self.progressed.emit(asked.asker, asked.question, share)


def _call_here(function: Callable[..., object], *arguments: object, **keywords: Any) -> object:
    return function(*arguments, **keywords)
