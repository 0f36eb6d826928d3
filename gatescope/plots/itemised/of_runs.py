"""The itemised gradients of runs, as a script or a command line asks for their picture."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.analysis.itemised.itemised import nearest_itemised
from gatescope.analysis.targets import Target
from gatescope.plots.itemised.describe import describe_itemised
from gatescope.plots.itemised.itemised_plot import ItemisedPlot
from gatescope.plots.runs import part_of
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run


def itemised_of_runs(runs: Sequence[Run], focus: Focus, target: Target | None) -> ItemisedPlot:
    """Itemise `target`, or the first read-out, in the part in focus of every run."""
    found = [
        nearest_itemised(run.network, run.trace, target=target, part=part_of(run, focus), token=focus.token)
        for run in (runs if len(runs[0].tokens) else ())
    ]
    return describe_itemised(runs, found, focus)
