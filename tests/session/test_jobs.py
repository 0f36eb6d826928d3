"""Work off the GUI thread: its order, its progress, its end, and what is heard of it."""

import threading

import pytest
from PySide6.QtCore import QObject

from gatescope.app.window.load_bar import LoadBar
from gatescope.errors import GateScopeError
from gatescope.session.jobs import Jobs


@pytest.fixture
def jobs(qtbot):
    owner = QObject()
    made = Jobs(owner)
    yield made
    made.close()
    qtbot.wait(0)


def run(qtbot, jobs, work):
    """What was said at the end: ("then", result) or ("failed", sentence)."""
    said = []
    with qtbot.waitSignal(jobs.ended):
        jobs.start("Reading it", work, lambda r: said.append(("then", r)), lambda s: said.append(("failed", s)))
    return said


def test_the_answer_comes_back_on_the_gui_thread(qtbot, jobs):
    threads = []
    with qtbot.waitSignal(jobs.ended):
        jobs.start(
            "It",
            lambda report: threading.get_ident(),
            lambda there: threads.append((there, threading.get_ident())),
            str,
        )
    ((there, here),) = threads
    assert here == threading.get_ident() != there
    assert jobs.running == ()


def test_jobs_run_one_after_the_other(qtbot, jobs):
    order = []
    for name in "abc":
        jobs.start(name, lambda report, name=name: order.append(name) or name, order.append, str)
    assert [job.title for job in jobs.running] == ["a", "b", "c"]
    qtbot.waitUntil(lambda: not jobs.running)
    assert [x for x in order if order.count(x) == 2] == order
    assert order[0] == "a"
    assert order[-1] == "c"


def fail_politely(report):
    raise GateScopeError("x.pt: is no model")


def fail_by_memory(report):
    raise MemoryError


def test_a_failure_is_a_sentence(qtbot, jobs):
    assert run(qtbot, jobs, fail_politely) == [("failed", "x.pt: is no model")]
    assert run(qtbot, jobs, fail_by_memory) == [("failed", "Reading it: there is not enough memory for it.")]


def test_a_fault_of_ours_is_logged_and_said(qtbot, jobs, caplog):
    ((what, sentence),) = run(qtbot, jobs, lambda report: 1 // 0)
    assert what == "failed"
    assert "ZeroDivisionError" in sentence
    assert "Traceback" in caplog.text


def test_a_cancelled_job_ends_at_its_next_report_and_says_nothing(qtbot, jobs):
    begun, go_on, said, reports = threading.Event(), threading.Event(), [], []

    def work(report):
        report(0.1)
        begun.set()
        go_on.wait(5)
        reports.append("asked")
        report(0.2)
        reports.append("went on")

    job = jobs.start("It", work, said.append, said.append)
    begun.wait(5)
    jobs.cancel()
    assert jobs.running == ()
    assert job.cancelled
    go_on.set()
    assert run(qtbot, jobs, lambda report: "next") == [("then", "next")]
    assert reports == ["asked"]
    assert said == []


def test_an_answer_that_comes_after_the_cancel_is_dropped(qtbot, jobs):
    done, said = threading.Event(), []
    jobs.start("It", lambda report: done.set(), said.append, said.append)
    done.wait(5)
    jobs.cancel()
    qtbot.wait(20)
    assert said == []


def test_closing_waits_for_the_thread(qtbot, jobs):
    begun, ended = threading.Event(), threading.Event()

    def work(report):
        begun.set()
        while not ended.wait(0.005):
            report(0.5)

    jobs.start("It", work, str, str)
    begun.wait(5)
    jobs.close()
    assert jobs.running == ()
    ended.set()


def test_the_bar_shows_what_takes_long_and_cancels_it(qtbot, jobs):
    bar = LoadBar()
    qtbot.addWidget(bar)
    bar.follow(jobs)
    go_on, said = threading.Event(), []

    def work(report):
        report(0.25)
        while not go_on.wait(0.005):
            report(0.25)

    jobs.start("Reading a.pt", work, said.append, said.append)
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    assert bar.text() == "Reading a.pt…"
    qtbot.waitUntil(lambda: bar._progress.value() == 250)
    jobs.start("Reading b.pt", work, said.append, said.append)
    assert bar.text() == "Reading a.pt… (1 more to come)"
    bar._cancel.click()
    assert not bar.isVisible()
    assert jobs.running == ()
    assert said == []


def test_the_bar_does_not_flash_up_for_what_is_quick(qtbot, jobs):
    bar = LoadBar()
    qtbot.addWidget(bar)
    bar.follow(jobs)
    shown = []
    bar.showEvent = shown.append
    run(qtbot, jobs, lambda report: report(1.0))
    qtbot.wait(250)
    assert shown == []
