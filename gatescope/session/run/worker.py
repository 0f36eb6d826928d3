"""The one thread that resolves requests, so that no key press ever waits for a network."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from gatescope.errors import GateScopeError
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import Request, Snapshot
from gatescope.words import tr

_log = logging.getLogger(__name__)
THREAD_NAME = "gatescope-worker"


@dataclass(frozen=True)
class Failure:
    """The answer to a request that could not be resolved, as a sentence for a person."""

    generation: int
    sentence: str


Answer = Snapshot | Failure


class Worker:
    """Resolves the newest request; one that waits is replaced by the next, one that runs is finished."""

    def __init__(self, post: Callable[[Answer], None], resolve: Callable[[Request, Cache], Snapshot] = resolve) -> None:
        """`post` takes every answer, in the worker's thread and in the order of the requests."""
        self._post = post
        self._resolve = resolve
        self._mail = threading.Condition()
        self._waiting: Request | None = None
        self._closing = False
        self.answered = -1
        """Generation of the newest answer posted; older ones need not be shown any more."""
        self._thread = threading.Thread(target=self._loop, name=THREAD_NAME, daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Resolve `request` next, in place of one that is still waiting."""
        with self._mail:
            self._waiting = request
            self._mail.notify()

    def close(self) -> None:
        """Finish what runs, drop what waits and join the thread. May be called twice."""
        with self._mail:
            self._closing = True
            self._mail.notify()
        self._thread.join()

    def _loop(self) -> None:
        cache = Cache()
        while (request := self._next()) is not None:
            cache = self._answer(request, cache)
            # After the answer and while no request waits: a word that is being typed usually goes on.
            if request.caret is not None:
                cache.prepare_typing(self._wanted)

    def _wanted(self) -> bool:
        """Return whether a request waits or the worker is closing, so that preparing has to end."""
        return self._waiting is not None or self._closing

    def _next(self) -> Request | None:
        with self._mail:
            while self._waiting is None and not self._closing:
                self._mail.wait()
            request, self._waiting = self._waiting, None
            return None if self._closing else request

    def _answer(self, request: Request, cache: Cache) -> Cache:
        """Post the answer to `request` and return the cache for the next: a new one after a failure.

        No reference to the answer outlives this method: the buffers of a live trace cannot be reused.
        """
        answer: Answer
        try:
            answer = self._resolve(request, cache)
        except GateScopeError as error:
            answer, cache = Failure(request.generation, str(error)), Cache()
        except Exception as error:
            # After any failure the thread must live on: the next key press may well succeed.
            _log.exception("the request could not be resolved")
            why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            answer = Failure(
                request.generation, tr("The sentence could not be run, the last picture stays ({why}).", why=why)
            )
            cache = Cache()
        if not self._closing:
            self.answered = request.generation
            self._post(answer)
        return cache
