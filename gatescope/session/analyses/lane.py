"""A thread that answers questions one at a time: one slot an asker, in which a newer question replaces an older one."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gatescope.engine.network import Network
from gatescope.session.analyses.question import Question
from gatescope.session.reporter import Reporter


class Asked(Reporter):
    """A question that waits or runs; the analysis reports its progress to it.

    Attributes:
        question: what its asker waits for: the same one about other runs once a key has made those of before stale.
        networks: of its runs, where the answer is one of the networks alone; else none. Work that takes long must not
            hold a run, whose buffers the next key writes.
    """

    def __init__(
        self,
        asker: str,
        question: Question,
        title: str,
        tell: Callable[[Asked, float], None],
        networks: tuple[Network, ...] = (),
    ) -> None:
        super().__init__(title, tell)
        self.asker = asker
        self.question = question
        self.networks = networks

    def goes_on_for(self, question: Question) -> bool:
        """Return whether the work for this question answers `question` as well."""
        now = question.analysis, question.about, tuple(run.network for run in question.runs)
        return bool(self.networks) and now == (self.question.analysis, self.question.about, self.networks)


class Lane:
    """Calls `answer` on a thread of its own, which is started with the first question."""

    def __init__(self, name: str, answer: Callable[[Asked], None]) -> None:
        """`answer` is called with one question at a time, in the lane's thread; it raises nothing."""
        self._name = name
        self._answer = answer
        self._mail = threading.Condition()
        self._waiting: dict[str, Asked] = {}
        self._closing = False
        self.at_work = False
        """Whether it is answering a question at the moment."""
        self._thread: threading.Thread | None = None

    def put(self, asked: Asked) -> None:
        """Queue `asked` behind the waiting questions of other askers, in place of an older one of its own."""
        with self._mail:
            if self._closing:
                return
            self._waiting.pop(asked.asker, None)
            self._waiting[asked.asker] = asked
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
                self._thread.start()
            self._mail.notify()

    def close(self) -> None:
        """Drop waiting questions and join the thread, whose current one must be cancelled. May be called twice."""
        with self._mail:
            self._closing = True
            self._waiting.clear()
            self._mail.notify()
        if self._thread is not None:
            self._thread.join()

    def _loop(self) -> None:
        while self._answer_next():
            pass

    def _answer_next(self) -> bool:
        """Answer one question. Only this frame refers to it, so that its runs are released while the lane waits."""
        with self._mail:
            while not self._waiting and not self._closing:
                self._mail.wait()
            if self._closing:
                return False
            asked = self._waiting.pop(next(iter(self._waiting)))
            self.at_work = True
        try:
            if not asked.cancelled:
                self._answer(asked)
        finally:
            self.at_work = False
        return True
