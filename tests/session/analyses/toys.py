"""Analyses that do what a test says."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

from gatescope.progress import Report
from gatescope.session.analyses.catalogue import Analysis

Where = Literal["thread", "process"]
PATIENCE_S = 10


class Toy:
    """An analysis that reports until it is let go, and notes how it went."""

    def __init__(self, *, open_gate: bool = False) -> None:
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.calls: list[Any] = []
        self.ended: list[str] = []
        if open_gate:
            self.gate.set()

    def __call__(self, network: Any, trace: Any, *, report: Report, token: int = 0) -> str:
        self.calls.append(token)
        self.begun.set()
        try:
            while not self.gate.wait(0.001):
                report(0.5)
        except BaseException as error:
            self.ended.append(type(error).__name__)
            raise
        self.ended.append("returned")
        return f"{network.cell.name} {token}"


def catalogue(where: Where = "thread", **functions: Callable[..., object]) -> dict[str, Analysis]:
    """A catalogue whose every analysis is about a token."""
    return {name: Analysis(f"Doing {name}", ("token",), function, where) for name, function in functions.items()}


def spin(network: Any, trace: Any, *, report: Report, token: int) -> str:
    """Be busy in plain Python for as many seconds as `token` says, and never report."""
    until = time.monotonic() + token
    while time.monotonic() < until:
        pass
    return f"spun {network.cell.name} {len(trace.ids)}"


def quick(network: Any, trace: Any, *, report: Report, token: int) -> str:
    """Answer at once."""
    report(0.5)
    return f"{network.cell.name} {len(trace.ids)} {token} {os.getpid()}"


def spin_when_short(network: Any, trace: Any, *, report: Report, token: int) -> int:
    """Say that it has begun, and be busy longer than any test waits for a text of two words; answer others at once."""
    report(0.5)
    if len(trace.ids) == 2:
        spin(network, trace, report=report, token=60)
    return len(trace.ids)
