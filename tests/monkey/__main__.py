"""Lets the monkey play in this process; see `tests.monkey`."""

from __future__ import annotations

import argparse
import faulthandler
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from gatescope.app.start.importing import leave_sources_unread
from tests.monkey.action import Action, read, write

ACTIONS_A_SESSION, LOOK_EVERY = 30, 3
_SLOW_S, _PATIENCE_S = 8, 120
"""What takes as long leaves the stacks of all threads beside the log; no action takes as long as the second."""


def main() -> int:
    """Play, and say what came of it; 1 where something was wrong."""
    faulthandler.enable()
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--sessions", type=int, metavar="N", help="N sessions of work, each with a window of its own")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="a log to play once more, instead of a seed")
    parser.add_argument("--log", type=Path, metavar="FILE", help="where the actions are kept that fail")
    parser.add_argument("--figures", action="store_true", help="measure memory, threads and stalls as well")
    parser.add_argument("--kernels", action="store_true", help="let the window compile its kernels")
    parser.add_argument("--shrink", type=float, default=120, metavar="SECONDS", help="time for making the log shorter")
    parser.add_argument("--no-shrink", dest="shrink", action="store_const", const=0)
    arguments = parser.parse_args()
    home = tempfile.TemporaryDirectory(prefix="gatescope-home-", ignore_cleanup_errors=True)
    prepare(Path(home.name))
    from tests.monkey.catalogue import drawn
    from tests.monkey.figures import Figures
    from tests.monkey.run import play

    if arguments.sessions is not None:
        return _sessions(arguments)
    actions = read(arguments.replay) if arguments.replay else drawn(arguments.seed, arguments.actions)
    name = f"monkey-{arguments.replay.stem if arguments.replay else arguments.seed}.log"
    log = arguments.log or Path(tempfile.gettempdir()) / name
    began = time.monotonic()
    write(log, [])
    with (
        log.open("a", encoding="utf-8", buffering=1) as file,
        log.with_suffix(".stacks").open("w", encoding="utf-8") as stacks,
    ):

        def told(_number: int, action: Action) -> None:
            _watch_for_slowness(stacks)
            file.write(f"{action.line()}\n")

        figures = Figures() if arguments.figures else None
        outcome = play(actions, kernels=arguments.kernels, told=told, figures=figures)
    _watch_for_slowness(None)
    whose = f"replay of {arguments.replay}" if arguments.replay else f"seed {arguments.seed}"
    print(f"{whose}: {outcome.done} actions in {time.monotonic() - began:.0f} s, {len(outcome.faults)} faults")
    if figures is not None:
        print(*figures.told(), sep="\n")
    if outcome.faults:
        print(*outcome.faults[:5], sep="\n")
        report(actions[: outcome.done], log, arguments.shrink)
    return 1 if outcome.faults else 0


def _watch_for_slowness(stacks: TextIO | None) -> None:
    """Have the next action leave stacks in `stacks` if it is slow, and end the run if it hangs; None ends the watch.

    Neither waits for Python's lock, which a hanging action may hold.
    """
    signals = hasattr(signal, "alarm")
    if signals:
        signal.alarm(0 if stacks is None else _PATIENCE_S)
    if stacks is None:
        faulthandler.cancel_dump_traceback_later()
    else:
        faulthandler.dump_traceback_later(
            _SLOW_S if signals else _PATIENCE_S, repeat=signals, exit=not signals, file=stacks
        )


def _sessions(arguments: argparse.Namespace) -> int:
    """Play sessions of work; each is replayed by its own log if it fails."""
    from tests.monkey.catalogue import session
    from tests.monkey.run import play

    failed = 0
    for seed in range(arguments.seed, arguments.seed + arguments.sessions):
        actions = session(seed, ACTIONS_A_SESSION)
        outcome = play(actions, every=LOOK_EVERY)
        if outcome.faults:
            failed += 1
            print(f"session {seed}: {outcome.done} actions", *outcome.faults[:5], sep="\n")
            report(actions[: outcome.done], Path(tempfile.gettempdir()) / f"session-{seed}.log", arguments.shrink)
    print(f"{arguments.sessions} sessions of {ACTIONS_A_SESSION} actions, {failed} with faults")
    return 1 if failed else 0


def prepare(home: Path) -> None:
    """Play offscreen where nothing else is said, in a home of its own, whatever the person's settings are."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Compiled kernels are kept: they take half a minute.
    os.environ.setdefault("GATESCOPE_CACHE_DIR", str(Path(".pytest_cache").absolute() / "gatescope"))
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[variable] = str(home if variable == "HOME" else home / variable)
    # As the app does: what it imports late would otherwise leave its source in memory.
    leave_sources_unread()


def report(actions: Sequence[Action], log: Path, seconds: float) -> None:
    """Make the log of what failed shorter, and say where it is."""
    from tests.monkey.shrink import fails_in_a_process, shrunk

    if seconds:
        actions = shrunk(actions, fails_in_a_process, seconds)
        write(log, actions)
    print(f"{len(actions)} actions are kept; once more: python -m tests.monkey --replay {log}")
    for action in actions[-20:]:
        print(action.line())


if __name__ == "__main__":
    sys.exit(main())
