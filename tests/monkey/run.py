"""Plays a list of actions, and stops at the first fault."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.leaks import Watch, leaks
from tests.monkey.action import Action
from tests.monkey.catalogue import KINDS
from tests.monkey.figures import EVERY, Figures
from tests.monkey.invariants import broken
from tests.monkey.stage import Stage, staged
from tests.monkey.stretch import Stretch
from tests.monkey.watch import listening

CHECK_EVERY, WALK_EVERY = 10, 250
_MOST_THREADS = 30


@dataclass(frozen=True)
class Outcome:
    """Attributes:
    faults: what went wrong, one text each; empty where all is well.
    done: how many actions were done, the one that failed included.
    """

    faults: tuple[str, ...]
    done: int


def play(
    actions: Sequence[Action],
    *,
    kernels: bool = False,
    every: int = CHECK_EVERY,
    told: Callable[[int, Action], object] = lambda *_: None,
    figures: Figures | None = None,
) -> Outcome:
    """Do `actions` at a window of their own, checking the invariants between them and at the end.

    Args:
        kernels: let the window compile its kernels.
        every: so many actions lie between two looks at the invariants.
        told: hears of every action before it is done, so that a crash leaves a trace.
        figures: takes note of what the play costs; what grows is a fault.
    """
    watch, done = Watch(), 0
    watch.install()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="gatescope-monkey-", ignore_cleanup_errors=True) as folder,
            listening() as heard,
            contextmanager(leaks)(watch, check_logs=False) as left,
        ):
            try:
                with staged(Path(folder), kernels=kernels) as stage:
                    for done, action in enumerate(actions, 1):
                        told(done, action)
                        heard.faults += _one(
                            stage,
                            action,
                            look=done % every == 0,
                            thorough=done % WALK_EVERY == 0,
                            last=done == len(actions),
                            figures=figures,
                        )
                        if figures is not None and done % EVERY == 0:
                            figures.measure(stage, done)
                        if heard.faults:
                            break
            except Exception:
                heard.faults.append(f"the monkey itself failed: {traceback.format_exc()}")
    finally:
        watch.remove()
    left += [f"left a process: {process.name}" for process in multiprocessing.active_children()]
    grown = () if figures is None else figures.faults()
    return Outcome((*heard.faults, *left, *grown), done)


def _one(stage: Stage, action: Action, *, look: bool, thorough: bool, last: bool, figures: Figures | None) -> list[str]:
    found: list[str] = []
    try:
        with Stretch() as stretch:
            stage.do(action, KINDS[action.kind].do)
        if figures is not None:
            figures.take(action, stretch.seconds)
        if look or last:
            found += broken(stage, thorough=thorough or last)
    except Exception:
        found.append(f"raised: {traceback.format_exc()}")
    found += [*stage.faults, *(f"no key closes {name}" for name in stage.answers.stubborn)]
    threads = [one for one in threading.enumerate() if not isinstance(one, threading._DummyThread)]
    if len(threads) > _MOST_THREADS:
        found.append(f"{len(threads)} threads: {threads}")
    return found
