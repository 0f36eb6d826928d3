"""The sweep of runs, as a script or a command line asks for its picture."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.analysis.sweep.sweep import sweep
from gatescope.analysis.targets import Target, nearest
from gatescope.plots.runs import part_of
from gatescope.plots.sweep.describe import describe_sweep
from gatescope.plots.sweep.sweep_plot import SweepPlot
from gatescope.session.document.document import Focus
from gatescope.session.run.single import choose_executor
from gatescope.session.run.snapshot import Run


def sweep_of_runs(runs: Sequence[Run], focus: Focus, target: Target | None) -> SweepPlot:
    """Sweep the part in focus of every run for `target`, or for the first read-out at the token in focus."""
    found = []
    for run in runs if len(runs[0].tokens) else ():
        of = target or nearest(run.network, Target(focus.token, ""), len(run.tokens))
        units = run.network.parameters(part_of(run, focus)).outputs
        executor = choose_executor(run.network, len(run.tokens) * units)
        found.append(sweep(run.network, run.trace, of, part_of(run, focus), executor=executor))
    return describe_sweep(runs, found, focus)
