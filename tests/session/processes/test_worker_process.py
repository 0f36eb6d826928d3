"""A worker process: its answers, its failures, how fast it lets go, and that it is never left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from gatescope.analysis.gradients import gradients
from gatescope.engine.run import run
from gatescope.errors import Cancelled, GateScopeError
from gatescope.progress import Report
from gatescope.session.processes import messages, worker_process
from gatescope.session.processes.worker_main import serve
from gatescope.session.processes.worker_process import WorkerProcess
from gatescope.words import spoken_in
from tests.session.helpers import random_network
from tests.session.processes import work

pytestmark = pytest.mark.slow

SPIN_S = 60.0
"""Longer than any test waits: what ends before then was ended."""
SHARED = Path("/dev/shm")


def blocks() -> set[str]:
    return {path.name for path in SHARED.glob("psm_*")} if SHARED.is_dir() else set()


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    before = blocks()
    worker = WorkerProcess()
    yield worker
    worker.close()
    worker.close()
    assert worker.pid is None
    # Another process of the machine may have some for a moment; one of ours that is left stays.
    until(lambda: blocks() <= before)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def cancelled_after(seconds: float) -> Report:
    """A report that raises from so many seconds after its first call on."""
    first: list[float] = []

    def report(share: float) -> None:
        first.append(time.monotonic())
        if time.monotonic() - first[0] >= seconds:
            raise Cancelled("the test wants no more")

    return report


def test_a_process_that_cannot_be_started_says_why_and_is_tried_again(
    worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_process: object) -> None:
        raise BlockingIOError("no more processes")

    with monkeypatch.context() as crowded:
        crowded.setattr(multiprocessing.get_context("spawn").Process, "start", refuse)
        with pytest.raises(GateScopeError, match="no worker process can be started: no more processes"):
            worker.run(work.facts)
    assert worker.pid is None
    assert worker.run(work.facts)["pid"] == worker.pid


def test_it_starts_with_the_first_work_and_steps_back(worker: WorkerProcess) -> None:
    assert worker.pid is None
    facts = worker.run(work.facts)
    assert facts["pid"] == worker.pid != os.getpid()
    assert worker.run(work.facts)["pid"] == facts["pid"]
    assert facts["qt"] is False
    if sys.platform != "win32":
        assert facts["nice"] == min(os.nice(0) + 10, 19)


@pytest.mark.parametrize("fits", [True, False])
@pytest.mark.parametrize("size", [0, 3, 100_000, 1_000_000])
def test_arrays_go_there_and_back(
    worker: WorkerProcess, size: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    new = messages.new_block
    monkeypatch.setattr(
        "gatescope.session.processes.worker_process.new_block", lambda n: made.append(n) or (new(n) if fits else None)
    )
    values = np.arange(size, dtype=np.float32)
    shares: list[float] = []
    found = worker.run(work.doubled, values, report=shares.append)
    np.testing.assert_array_equal(found["twice"], values * 2)
    assert found["small"].tolist() == [0, 1, 2]
    assert 0.5 in shares
    assert len(made) == (2 if size >= 100_000 else 0)
    turned = worker.run(work.doubled, np.arange(size).reshape(-1, 1)[::-1])
    np.testing.assert_array_equal(turned["twice"], 2 * np.arange(size).reshape(-1, 1)[::-1])


def test_there_is_no_block_without_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux would give one, and end the process that writes into it."""
    monkeypatch.setattr(messages, "_SHARED", Path(__file__).parent)
    assert messages.new_block(1 << 60) is None


def test_an_analysis_gives_there_what_it_gives_here(worker: WorkerProcess) -> None:
    network = random_network("lstm", layers=2, directions=("forward", "reverse"))
    trace = run(network, ids=np.arange(900) % 11)
    found, here = worker.run(gradients, network, trace, target="last"), gradients(network, trace)
    assert found.target == here.target
    for key in here:
        np.testing.assert_array_equal(found[key], here[key])
        np.testing.assert_array_equal(found.log10_norm("grad.inputs"), here.log10_norm("grad.inputs"))


def test_failures_come_back_as_sentences(worker: WorkerProcess, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(GateScopeError, match=r"^the weights hold NaN$"):
        worker.run(work.fail, "ours")
    with pytest.raises(GateScopeError, match="not enough memory"):
        worker.run(work.fail, "memory")
    pid = worker.pid
    with pytest.raises(GateScopeError, match=r"failed in its process \(ZeroDivisionError: of ours\)"):
        worker.run(work.fail, "fault")
    assert "in fail" in caplog.text
    assert worker.run(work.facts)["pid"] == pid


def test_failures_are_told_in_the_language_of_the_window(worker: WorkerProcess) -> None:
    with spoken_in("de"), pytest.raises(GateScopeError, match="nicht genug Speicher"):
        worker.run(work.fail, "memory")
    with pytest.raises(GateScopeError, match="not enough memory"):
        worker.run(work.fail, "memory")


def test_one_that_dies_is_started_anew(worker: WorkerProcess) -> None:
    first = worker.run(work.facts)["pid"]
    with pytest.raises(GateScopeError, match=r"came to an end \(exit code 7\): the next work starts a new one"):
        worker.run(work.fail, "death")
    assert worker.pid is None
    assert worker.run(work.facts)["pid"] != first


def test_work_that_does_not_listen_is_ended_when_cancelled(worker: WorkerProcess) -> None:
    pid = worker.run(work.facts)["pid"]
    with pytest.raises(Cancelled):
        worker.run(work.spin, SPIN_S, report=cancelled_after(0.1))
    assert not lives(pid)
    assert worker.run(work.facts)["pid"] != pid


def test_work_that_reports_is_cancelled_and_its_process_kept(
    worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A nicer process may have to wait for others of the machine before it hears of the cancel.
    monkeypatch.setattr(worker_process, "_GRACE_S", 10.0)
    pid = worker.run(work.facts)["pid"]
    heard: list[float] = []

    def report(share: float) -> None:
        heard.append(share)
        if share > 0.001:
            raise Cancelled("the test wants no more")

    with pytest.raises(Cancelled):
        worker.run(work.report_on, SPIN_S, report=report)
    assert heard[-1] > 0.001
    assert worker.run(work.facts)["pid"] == pid


def test_cancelled_while_it_starts_it_is_there_for_the_next(worker: WorkerProcess) -> None:
    with pytest.raises(Cancelled):
        worker.run(work.spin, SPIN_S, report=cancelled_after(0))
    pid = worker.pid
    assert pid is not None
    assert worker.run(work.facts)["pid"] == pid


def test_one_whose_parent_closes_the_pipe_ends_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    assert ours.recv() == ("ready",)
    packed, _ = messages.pack((work.report_on, (SPIN_S,), {}))
    ours.send(("run", packed, None, "en"))
    assert ours.recv()[0] == "share"
    ours.close()
    process.join(10)
    assert process.exitcode == 0
    process.close()
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_parent(how: signal.Signals) -> None:
    before = blocks()
    # What was started in the background of a shell ignores SIGINT, and so would its children.
    heeded = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heeded}\nfrom tests.session.processes.work import spin_in_a_child\nspin_in_a_child({SPIN_S})"
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert lives(pid)
    parent.send_signal(how)
    parent.wait()
    parent.stdout.close()
    until(lambda: not lives(pid))
    until(lambda: blocks() <= before)
