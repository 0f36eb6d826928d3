"""One view of a figure: as a script draws it wherever that is what the window shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gatescope.app.figures.plots_at_hand import UndrawnPlot
from gatescope.app.scenes.figure_of_view import draws_same
from gatescope.errors import GateScopeError
from gatescope.plots.by_focus import describe_focused
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from gatescope.plots.description import Plot
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class DrawnView:
    """The picture of a view, and of what it was made.

    Attributes:
        shown: what the window shows; None where the view is out of sight.
        plot: the picture in the figure. Where a script draws what the window shows, it is that of the script: in the
            ranges of its own data, not in those that the window holds steady while a person types.
        focused: whether it was tried with all that the focus marks, which a scene knows, rather than with what options
            say.
        scripted: whether a script draws the same.
        units: those that the script has to name; None for none.
    """

    runs: tuple[Run, ...]
    focus: Focus
    shown: Plot | None
    plot: Plot
    focused: bool
    scripted: bool
    units: tuple[int, ...] | None = None

    def serves(self, runs: tuple[Run, ...], focus: Focus, shown: Plot | None, *, focused: bool) -> bool:
        """Return whether it is what `draw_view` would return for these, so that nothing has to be drawn anew."""
        same = (self.runs, self.focus, self.focused) == (runs, focus, focused)
        return same and self.shown is shown


def draw_view(
    name: str, title: str, runs: tuple[Run, ...], focus: Focus, shown: Plot | None, *, focused: bool
) -> DrawnView:
    """Draw the view called `name`; it may take as long as its analysis does, on any thread.

    Args:
        shown: what the window shows; None where the view is out of sight.
        focused: as in `DrawnView`.
    """
    if name not in RUN_VIEWS or not runs:
        reason = tr("There is no run to draw.") if not runs else tr("It is out of sight: show its dock.")
        return DrawnView(runs, focus, shown, shown or UndrawnPlot(title, reason), focused, scripted=False)
    refused = ""
    for units in _units(name, focus) if shown is not None and not focused else (None,):
        try:
            if focused:
                found = describe_focused(name, runs, focus)
            else:
                found = describe_runs(name, runs, units=units, token=focus.token, **place_of(runs, focus))
        except GateScopeError as error:
            refused = refused or f"{error}"
            continue
        if shown is None or draws_same(found, shown):
            return DrawnView(runs, focus, shown, found, focused, scripted=True, units=units)
    return DrawnView(runs, focus, shown, shown or UndrawnPlot(title, refused), focused, scripted=False)


def place_of(runs: Sequence[Run], focus: Focus) -> dict[str, Any]:
    """Return layer and direction as options; none where they are those that a script takes by itself."""
    network, part = runs[0].network, focus.part
    if part not in network.parts or part == network.part(None, None):
        return {}
    return {"layer": part.layer, "direction": part.direction}


def _units(name: str, focus: Focus) -> Iterator[tuple[int, ...] | None]:
    """Yield what to name of the units, the fewest words first."""
    yield None
    units = tuple(unit.unit for unit in focus.units or focus.lively if unit.part == focus.part)
    if units and "units" in RUN_VIEWS[name].takes:
        yield units
