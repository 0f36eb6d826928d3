"""The cell of runs as a script or a command line asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.errors import UsageError
from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.runs import part_of
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run


def cell_of(runs: Sequence[Run], focus: Focus, units: Sequence[int] | None, step: int | None) -> CellPlot:
    """Return the step of every run at the token in focus, by default the last one.

    Args:
        units: the one whose numbers are shown; None for the liveliest of each run.
        step: the operation in turn, from 1; None for the last, after which everything is known.

    Raises:
        UsageError: several units are asked for, or there is no such operation.
    """
    if units is not None:
        if len(units) != 1:
            raise UsageError(f"a cell is shown with the numbers of one unit, not of {len(units)}")
        refs = tuple(UnitRef(run.model, part_of(run, focus), units[0]) for run in runs)
        focus = replace(focus, units=refs)
    plot = describe_cell(runs, focus, step)
    if step is not None and plot.wirings and not 1 <= step <= plot.steps:
        raise UsageError(f"there is no step {step}; the cell has the steps 1 to {plot.steps}")
    return plot
