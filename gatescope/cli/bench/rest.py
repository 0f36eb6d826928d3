"""The window at rest: {bench: all or a thread, seconds, cpu_s, wakes_per_s}.

The app is started with its usual text and left alone with the focus in the editor, until the kernels are ready and the
caret is steady. Then the threads that the system woke are counted, first all of them together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gatescope.cli.bench import Row
from gatescope.cli.bench.probe import ask
from gatescope.engine import executors

SECONDS, SECONDS_QUICK = 30, 5


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
