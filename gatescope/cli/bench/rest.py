"""The window at rest: {bench: all or a thread, seconds, cpu_s, wakes_per_s}.

The app is started with its usual text and left alone with the focus in the editor, until the kernels are ready and the
caret is steady. Then the threads that the system woke are counted, first all of them together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from gatescope.cli.bench import Row
from gatescope.cli.bench.probe import ask
from gatescope.engine import executors

SECONDS, SECONDS_QUICK = 30, 5

Uses = dict[str, tuple[int, int]]
"""Of each thread of this process, by name and number: nanoseconds on a processor, and how often it slept."""


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield one row for all threads and one for each that woke, on Linux, which tells what each of them uses."""
    if not sys.platform.startswith("linux"):
        print("the window at rest is measured on Linux only", file=sys.stderr)
        return
    executors.load_kernels()  # so that the window finds them compiled
    seconds = SECONDS_QUICK if quick else SECONDS
    threads = ask("rest", str(seconds))
    total = [sum(column) for column in zip(*threads.values(), strict=True)] or [0, 0]
    for name, (nanoseconds, wakes) in {"all": total, **threads}.items():
        yield {"bench": name, "seconds": seconds, "cpu_s": nanoseconds / 1e9, "wakes_per_s": wakes / seconds}


def uses() -> Uses:
    """Return what each thread of this process has used so far (Linux)."""
    tasks = Path("/proc/self/task").iterdir()
    return {f"{(task / 'comm').read_text().strip()} {task.name}": _use(task) for task in tasks}


def used(before: Uses, after: Uses) -> Uses:
    """Return what was used between two moments by the threads that woke."""
    spent: Uses = {}
    for name, (nanoseconds, slept) in after.items():
        nanoseconds_before, slept_before = before.get(name, (0, 0))
        if slept != slept_before:
            spent[name] = (nanoseconds - nanoseconds_before, slept - slept_before)
    return spent


def _use(task: Path) -> tuple[int, int]:
    slept = next(line for line in (task / "status").read_text("ascii").splitlines() if line.startswith("voluntary"))
    return int((task / "schedstat").read_text("ascii").split()[0]), int(slept.split()[1])
