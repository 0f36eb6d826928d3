"""From a view by its name to its picture as the window shows it: with everything that the focus marks."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.errors import UsageError
from gatescope.plots.by_name import RUN_VIEWS, Choice
from gatescope.plots.description import Plot
from gatescope.plots.heatmap import heatmap
from gatescope.plots.traces import traces
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run, Snapshot


def describe_focused(view: str, runs: Sequence[Run], focus: Focus, units: Sequence[int] | None = None) -> Plot:
    """Return the picture of `runs` that `RUN_VIEWS` has by the name `view`, as the window draws it in this focus.

    Args:
        units: those that the view was told to show; None for those in focus.

    Raises:
        UsageError: there is no such view, or it has nothing to show of these runs.
        ModelError: gradients are asked of a read-out with weights that are not finite.
    """
    if view not in RUN_VIEWS:
        raise UsageError(f"there is no view {view!r} of a run; there are {', '.join(RUN_VIEWS)}")
    if view == "heatmap":
        return heatmap(runs, focus, strips=True)
    if view == "difference":
        return heatmap(runs, focus, difference=True, strips=True)
    if view == "traces":
        return traces(Snapshot(0, runs[0].tokens.text, tuple(runs), "", 0.0), focus)
    return RUN_VIEWS[view].describe(runs, focus, Choice(units=units))
