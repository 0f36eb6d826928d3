"""What the worker process does to test a claim: by the kernels, since some claims train networks for seconds."""

from __future__ import annotations

from gatescope.engine.executors import load_kernels
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Card, Setting
from gatescope.lessons.testing import decide
from gatescope.lessons.verdict import Result
from gatescope.progress import Report, silent


def decide_by_kernels(card: Card, setting: Setting | None, model: Model | None, *, report: Report = silent) -> Result:
    """Return what `decide` does; kernels that are not in the cache yet are compiled first.

    Raises:
        UsageError: the check cannot be run so.
        FileError: the model cannot be read.
        Cancelled: `report` raised it.
    """
    report(0.0)
    return decide(card, setting, model=model, executor=load_kernels(), report=report)
