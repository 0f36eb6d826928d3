"""One thread: the order of its calls, its end, and that nothing of a call is kept."""

from __future__ import annotations

import gc
import threading
import weakref
from functools import partial

import pytest

from gatescope.session.one_thread import OneThread


class Known:
    """What a call knows, such as a window."""

    def take(self) -> None:
        pass


def test_calls_are_made_in_order_on_one_thread_that_ends() -> None:
    thread, made = OneThread("calls"), []
    for number in range(50):
        thread.start(lambda number=number: made.append((number, threading.current_thread().name)))
    thread.wait()
    assert made == [(number, "calls") for number in range(50)]
    assert "calls" not in {one.name for one in threading.enumerate()}
    thread.start(lambda: made.clear())
    thread.wait()
    assert made == []


def test_what_waits_can_be_forgotten() -> None:
    thread, made, go_on, begun = OneThread("calls"), [], threading.Event(), threading.Event()
    thread.start(lambda: (begun.set(), go_on.wait(10)))
    thread.start(lambda: made.append("second"))
    assert begun.wait(10)
    thread.clear()
    go_on.set()
    thread.wait()
    assert made == []


def test_a_call_that_fails_is_logged_and_the_next_is_made(caplog: pytest.LogCaptureFixture) -> None:
    thread, made = OneThread("calls"), []
    thread.start(lambda: 1 // 0)
    thread.start(lambda: made.append("next"))
    thread.wait()
    assert made == ["next"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.slow
def test_nothing_of_a_call_is_kept_however_short_it_is() -> None:
    """Qt's pool with PySide kept one of some hundreds."""
    thread, known = OneThread("calls"), [Known() for _ in range(2000)]
    kept = [weakref.ref(one) for one in known]
    while known:
        thread.start(partial(Known.take, known.pop()))
        if not len(known) % 10:
            thread.wait()
    thread.wait()
    gc.collect()
    assert not any(one() for one in kept)
