"""What the worker process does to test a claim: most are decided in a moment, a few train networks for seconds."""

from __future__ import annotations

import time

from gatescope.engine.executors import load_kernels, reference
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Card, Setting
from gatescope.lessons.testing import decide
from gatescope.lessons.verdict import Result
from gatescope.progress import Report, silent

PATIENCE_S = 1.5
"""Seconds of the processor after which a test goes on by the kernels: to compile them takes longer than most tests."""


def decide_soon(card: Card, setting: Setting | None, model: Model | None, *, report: Report = silent) -> Result:
    """Return what `decide` does, by the readable equations where these are fast enough, else by the kernels.

    Raises:
        UsageError: the check cannot be run so.
        FileError: the model cannot be read.
        Cancelled: `report` raised it.
    """
    until = time.process_time() + PATIENCE_S

    def hurry(share: float) -> None:
        report(share)
        if time.process_time() > until:
            raise _TooSlowError

    try:
        return decide(card, setting, model=model, executor=reference, report=hurry)
    except _TooSlowError:
        return decide(card, setting, model=model, executor=load_kernels(), report=report)


class _TooSlowError(Exception):
    """The test is begun anew, by the kernels."""
