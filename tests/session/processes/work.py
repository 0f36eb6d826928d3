"""What the tests have a worker process do; it must be importable there."""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

from gatescope.errors import ModelError
from gatescope.progress import Report


def spin(seconds: float, *, report: Report) -> str:
    """Be busy in plain Python, and never report."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
    return "spun"


def report_on(seconds: float, *, report: Report) -> str:
    """Be busy in plain Python, and report all the while."""
    began = time.monotonic()
    while (done := (time.monotonic() - began) / seconds) < 1:
        report(done)
    return "reported"


def doubled(values: Any, *, report: Report) -> Any:
    report(0.5)
    return {"twice": values * 2, "small": np.arange(3), "about": os.getpid()}


def facts(*, report: Report) -> dict[str, Any]:
    return {"pid": os.getpid(), "nice": os.nice(0), "qt": "PySide6" in __import__("sys").modules}


def fail(kind: str, *, report: Report) -> None:
    if kind == "ours":
        raise ModelError("the weights hold NaN")
    if kind == "memory":
        raise MemoryError
    if kind == "death":
        os._exit(7)
    raise ZeroDivisionError("of ours")


def spin_in_a_child(seconds: float) -> None:
    """For a process of its own: have a worker spin, after saying which one it is."""
    import threading

    from gatescope.session.processes.worker_process import WorkerProcess

    worker = WorkerProcess()
    worker.run(facts)
    threading.Timer(0.3, lambda: print(worker.pid, flush=True)).start()
    worker.run(spin, seconds)
