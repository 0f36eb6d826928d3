"""The runs of the window once more, as a script computes them: the last bits of a number depend on how it was computed,
and now and then a pixel depends on these."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from gatescope.session.run.again import as_scripts_run
from gatescope.session.run.snapshot import Run


class ScriptRuns:
    """Makes each of them once, and keeps it as long as the run of the window is kept."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[Run, Run] = WeakKeyDictionary()

    def of(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """Return them in the order of `runs`; it may take as long as stepping does, on any one thread."""
        for run in runs:
            if run not in self._made:
                self._made[run] = as_scripts_run(run)
        return tuple(self._made[run] for run in runs)
