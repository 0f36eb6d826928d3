"""Plays a list of actions, and stops at the first fault."""

from __future__ import annotations

import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.monkey.action import Action
from tests.monkey.catalogue import KINDS
from tests.monkey.invariants import broken
from tests.monkey.stage import Stage, staged
from tests.monkey.watch import Heard, listening

CHECK_EVERY, WALK_EVERY = 10, 250
_MOST_THREADS = 40


@dataclass(frozen=True)
class Outcome:
    """Attributes:
    faults: what went wrong, one text each; empty where all is well.
    done: how many actions were done, the one that failed included.
    """

    faults: tuple[str, ...]
    done: int


def play(
    actions: Sequence[Action], *, kernels: bool = False, told: Callable[[int, Action], object] = lambda *_: None
) -> Outcome:
    """Do `actions` at a window of their own, checking the invariants between them and at the end.

    Args:
        kernels: let the window compile its kernels.
        told: hears of every action before it is done, so that a crash leaves a trace.
    """
    done = 0
    with (
        tempfile.TemporaryDirectory(prefix="gatescope-monkey-", ignore_cleanup_errors=True) as folder,
        listening() as heard,
    ):
        try:
            with staged(Path(folder), kernels=kernels) as stage:
                for done, action in enumerate(actions, 1):
                    told(done, action)
                    faults = _one(stage, action, heard, done, last=done == len(actions))
                    if faults:
                        return Outcome(tuple(faults), done)
        except Exception:
            heard.faults.append(f"the monkey itself failed: {traceback.format_exc()}")
        return Outcome(tuple(heard.faults), done)


def _one(stage: Stage, action: Action, heard: Heard, number: int, *, last: bool) -> list[str]:
    try:
        stage.do(action, KINDS[action.kind].do)
        if number % CHECK_EVERY == 0 or last:
            heard.faults += broken(stage, thorough=number % WALK_EVERY == 0 or last)
    except Exception:
        heard.faults.append(f"raised: {traceback.format_exc()}")
    found = [*heard.faults, *stage.faults]
    found += [f"no key closes {name}" for name in stage.answers.stubborn]
    if (threads := threading.active_count()) > _MOST_THREADS:
        found.append(f"{threads} threads")
    return found
