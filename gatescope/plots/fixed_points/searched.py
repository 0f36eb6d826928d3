"""The picture of fixed points from runs alone: the search is made here, for a script or the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.analysis.fixed_points.constant import nearest_fixed_points
from gatescope.errors import UsageError
from gatescope.plots.fixed_points.asked import constant_of
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues, describe_ladder, describe_table
from gatescope.plots.runs import front_run, part_of
from gatescope.session.document.document import Focus
from gatescope.session.document.resting import CURSOR, ZERO
from gatescope.session.run.snapshot import Run


def fixed_points_of(runs: Sequence[Run], focus: Focus) -> FixedPointsFigure:
    """Return the fixed points of every run while the word at the cursor is read for ever, the last word without a
    cursor, or zeros without a word.

    Raises:
        UsageError: the models read different words there.
        ModelError: the layers below the part in focus do not come to rest.
    """
    reading = CURSOR if focus.token is not None else focus.reading if len(runs[0].tokens) else ZERO
    focus = replace(focus, reading=reading)
    front = front_run(runs, focus)
    assert front is not None
    constant = constant_of(front, focus)
    assert constant is not None
    if any(constant_of(run, focus) != constant for run in runs):
        raise UsageError("these models read different words there, so their fixed points cannot be compared")
    found = [nearest_fixed_points(run.network, run.trace, constant=constant, part=part_of(run, focus)) for run in runs]
    table = describe_table(runs, found, focus)
    return FixedPointsFigure(
        table=table,
        eigenvalues=describe_eigenvalues(runs, found, focus),
        ladder=describe_ladder(runs, found, focus),
        caption=table.caption,
    )
