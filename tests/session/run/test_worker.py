from __future__ import annotations

import queue
import threading
import weakref
from dataclasses import replace

import pytest

from gatescope.errors import UsageError
from gatescope.session.run.resolve import Cache
from gatescope.session.run.snapshot import Request, Snapshot
from gatescope.session.run.worker import THREAD_NAME, Failure, Worker

WAIT = 10


class Gate:
    """Stands in for `resolve`: tells what it was asked, and answers when it is let."""

    def __init__(self) -> None:
        self.asked: queue.Queue[int] = queue.Queue()
        self.let = threading.Semaphore(0)
        self.caches: list[Cache] = []
        self.fail: Exception | None = None

    def __call__(self, request: Request, cache: Cache) -> Snapshot:
        self.asked.put(request.generation)
        self.caches.append(cache)
        assert self.let.acquire(timeout=WAIT)
        if self.fail is not None:
            failure, self.fail = self.fail, None
            raise failure
        return Snapshot(request.generation, request.text, (), threading.current_thread().name, 0.0)


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def answers():
    return queue.Queue()


@pytest.fixture
def worker(gate, answers):
    worker = Worker(answers.put, gate)
    yield worker
    gate.let.release(10)
    worker.close()


def request(generation: int) -> Request:
    return Request(generation, "text", None, ())


def worker_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


def test_a_request_is_answered_in_the_workers_thread(worker, gate, answers):
    worker.submit(request(1))
    gate.let.release()
    snapshot = answers.get(timeout=WAIT)
    assert (snapshot.generation, snapshot.text, snapshot.kernels) == (1, "text", THREAD_NAME)
    assert worker.answered == 1


def test_the_newest_request_takes_the_place_of_those_that_wait(worker, gate, answers):
    worker.submit(request(1))
    assert gate.asked.get(timeout=WAIT) == 1
    for generation in range(2, 30):
        worker.submit(request(generation))
    gate.let.release(2)
    assert [answers.get(timeout=WAIT).generation for _ in range(2)] == [1, 29]
    assert gate.asked.get(timeout=WAIT) == 29
    assert gate.asked.empty()


def test_one_cache_serves_all_requests(worker, gate, answers):
    for generation in (1, 2):
        worker.submit(request(generation))
        gate.let.release()
        answers.get(timeout=WAIT)
    assert gate.caches[0] is gate.caches[1]


def test_an_error_of_ours_is_told_in_its_own_words(worker, gate, answers):
    gate.fail = UsageError("words reads vectors, not text")
    worker.submit(request(1))
    gate.let.release()
    assert answers.get(timeout=WAIT) == Failure(1, "words reads vectors, not text")


def test_who_types_has_the_next_key_prepared_unless_it_is_there(worker, gate, answers, monkeypatch):
    prepared = queue.Queue()
    monkeypatch.setattr(Cache, "prepare_typing", lambda cache, wanted: prepared.put(wanted()))
    for generation, caret in ((1, None), (2, 4)):
        worker.submit(replace(request(generation), caret=caret))
        gate.let.release()
        assert answers.get(timeout=WAIT).generation == gate.asked.get(timeout=WAIT) == generation
    assert prepared.get(timeout=WAIT) is False
    worker.submit(replace(request(3), caret=4))
    assert gate.asked.get(timeout=WAIT) == 3
    worker.submit(request(4))
    gate.let.release(2)
    assert prepared.get(timeout=WAIT) is True
    assert [answers.get(timeout=WAIT).generation for _ in range(2)] == [3, 4]
    assert prepared.empty()


@pytest.mark.parametrize("error", [ValueError("shapes differ"), MemoryError()])
def test_no_exception_ends_the_worker(worker, gate, answers, caplog, error):
    gate.fail = error
    worker.submit(request(1))
    gate.let.release()
    failure = answers.get(timeout=WAIT)
    assert failure.generation == 1
    assert failure.sentence.startswith("The sentence could not be run, the last picture stays (")
    assert type(error).__name__ in failure.sentence
    assert caplog.records[0].exc_info[1] is error
    worker.submit(request(2))
    gate.let.release()
    assert answers.get(timeout=WAIT).generation == 2
    # What the failed run left half done must not serve the next.
    assert gate.caches[0] is not gate.caches[1]


def test_close_finishes_what_runs_drops_what_waits_and_joins(gate, answers):
    worker = Worker(answers.put, gate)
    assert len(worker_threads()) == 1
    worker.submit(request(1))
    assert gate.asked.get(timeout=WAIT) == 1
    worker.submit(request(2))
    closer = threading.Thread(target=worker.close)
    closer.start()
    with worker._mail:
        assert worker._mail.wait_for(lambda: worker._closing, WAIT)
    gate.let.release(2)
    closer.join(WAIT)
    assert not closer.is_alive()
    assert worker_threads() == []
    assert answers.empty()
    assert gate.asked.empty()


def test_close_may_be_called_twice_and_without_any_request(answers):
    worker = Worker(answers.put)
    worker.close()
    worker.close()
    worker.submit(request(1))
    assert worker_threads() == []
    assert answers.empty()


def test_the_waiting_worker_holds_no_answer():
    class Answer:
        pass

    gone = threading.Event()
    watched = []
    worker = Worker(lambda answer: watched.append(weakref.ref(answer, lambda _: gone.set())), lambda *_: Answer())
    try:
        worker.submit(request(1))
        assert gone.wait(WAIT)
    finally:
        worker.close()
