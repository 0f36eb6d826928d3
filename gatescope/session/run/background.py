"""The GUI thread's side of the worker: requests out, answers in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gatescope.engine.warmup import KernelState, WarmUp
from gatescope.session.document.document import Document
from gatescope.session.run.snapshot import Request, RunRequest
from gatescope.session.run.worker import Answer, Failure, Worker


class _Bridge(QObject):
    """Signals of an object of the GUI thread, which other threads emit so that they arrive queued."""

    answered = Signal(object)
    kernels = Signal(object)


class Background(QObject):
    """Numbers the requests, drops stale answers, and owns the worker and the warm-up."""

    answered = Signal(object)
    """The newest `Snapshot`."""
    failed = Signal(str)
    """A sentence that says why a request could not be resolved."""
    kernels_changed = Signal(object)
    """The engine's `KernelState`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._oldest = 0
        self._closed = False
        self._warm_up: WarmUp | None = None
        self._bridge = _Bridge(self)
        self._bridge.answered.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._bridge.kernels.connect(self._take_kernels, Qt.ConnectionType.QueuedConnection)
        self._worker = Worker(self._bridge.answered.emit)

    def request(self, document: Document, *, other_models: bool = False) -> None:
        """Request a run of the shown models. With `other_models`, all answers to earlier requests are dropped."""
        if self._closed or not document.shown:
            return
        self._generation += 1
        if other_models:
            self._oldest = self._generation
        runs = tuple(RunRequest.of(document, name) for name in document.shown)
        caret = document.caret if document.typing else None
        self._worker.submit(Request(self._generation, document.text, caret, runs))

    @property
    def computing(self) -> bool:
        """Whether the newest request is not answered yet."""
        return not self._closed and self._worker.answered < self._generation

    def start_warm_up(self) -> None:
        """Start compiling or loading the kernels. A second call does nothing."""
        if self._warm_up is None and not self._closed:
            self._warm_up = WarmUp(self._bridge.kernels.emit)
            self._warm_up.start()

    def close(self) -> None:
        """Stop the worker and the warm-up and wait for them. May be called twice."""
        self._closed = True
        self._worker.close()
        if self._warm_up is not None:
            self._warm_up.close()

    @Slot(object)
    def _take(self, answer: Answer) -> None:
        # While the GUI thread painted, a newer answer may have been queued behind this one; painting one is enough.
        if self._closed or answer.generation < max(self._oldest, self._worker.answered):
            return
        if isinstance(answer, Failure):
            self.failed.emit(answer.sentence)
        else:
            self.answered.emit(answer)

    @Slot(object)
    def _take_kernels(self, state: KernelState) -> None:
        if not self._closed:
            self.kernels_changed.emit(state)
