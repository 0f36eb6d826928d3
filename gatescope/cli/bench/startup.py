"""Start-up: {bench: warm|cold|docks|imports, seconds}, medians of fresh processes.

warm     to the first painted frame with gates
cold     the same with an empty kernel cache, as at the first start ever
docks    as warm, with every dock open, as the last session left them
imports  until the app's modules are loaded
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from statistics import median

from gatescope.cli.bench import Row
from gatescope.cli.bench.probe import ask
from gatescope.engine import executors

REPETITIONS, REPETITIONS_QUICK = 7, 3


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield one row a kind of start."""
    executors.load_kernels()  # so that the warm start finds them compiled
    repetitions = REPETITIONS_QUICK if quick else REPETITIONS
    with tempfile.TemporaryDirectory() as settings:
        ask("all_docks", settings=settings)
        docks = partial(_seconds, "startup", settings=settings)
        for bench, once in (("warm", _warm), ("cold", _cold), ("docks", docks), ("imports", _imports)):
            once()  # brings the files into the system's cache
            yield {"bench": bench, "seconds": median(once() for _ in range(repetitions))}


def _warm() -> float:
    return _seconds("startup")


def _cold() -> float:
    with tempfile.TemporaryDirectory() as empty:
        return _seconds("startup", cache=empty)


def _imports() -> float:
    return _seconds("imports")


def _seconds(what: str, **folders: str) -> float:
    # The monotonic clock is one for all processes of a machine.
    before = time.monotonic()
    return float(ask(what, **folders)["at"]) - before
