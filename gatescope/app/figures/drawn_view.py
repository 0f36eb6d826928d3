"""One view of a figure: as a script draws it wherever that is what the window shows, or what was chosen for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gatescope.app.figures.plots_at_hand import UndrawnPlot
from gatescope.app.figures.window_options import options_in_window, second_run
from gatescope.app.scenes.figure_of_view import draws_same
from gatescope.errors import GateScopeError
from gatescope.plots.by_focus import describe_focused
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS
from gatescope.plots.description import Plot
from gatescope.plots.same_data import same_data
from gatescope.plots.view_options import described
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class DrawnView:
    """The picture of a view, and of what it was made.

    Attributes:
        shown: what the window shows; None where the view is out of sight.
        own: what was chosen for this view.
        plot: the picture in the figure. Where a script draws what the window shows, it is that of the script: in the
            ranges of its own data, not in those that the window holds steady while a person types.
        focused: whether it was tried with all that the focus marks, which a scene knows, rather than with what options
            say.
        scripted: whether a script draws the same.
        options: those that a script has to name, by their names; those of the window where it draws something else.
    """

    runs: tuple[Run, ...]
    focus: Focus
    shown: Plot | None
    own: Mapping[str, Any]
    plot: Plot
    focused: bool
    scripted: bool
    options: Mapping[str, Any] = field(default_factory=dict)

    def serves(
        self, runs: tuple[Run, ...], focus: Focus, shown: Plot | None, own: Mapping[str, Any], *, focused: bool
    ) -> bool:
        """Return whether it is what `draw_view` would return for these, so that nothing has to be drawn anew."""
        same = (self.runs, self.focus, self.own) == (runs, focus, own)
        # What was chosen for a view is drawn by options in any case.
        return same and self.shown is shown and (self.focused == focused or bool(own))


def draw_view(
    name: str,
    title: str,
    runs: tuple[Run, ...],
    focus: Focus,
    shown: Plot | None,
    own: Mapping[str, Any],
    again: tuple[Run, ...],
    *,
    focused: bool,
) -> DrawnView:
    """Draw the view called `name`; it may take as long as its analysis does, on any thread.

    Args:
        shown: what the window shows; None where the view is out of sight.
        own: what was chosen for this view.
        again: `runs` as a script has them.
        focused: as in `DrawnView`; nothing that was chosen is.
    """
    if not runs or (name not in RUN_VIEWS and name not in MODEL_VIEWS):
        reason = tr("There is no run to draw.") if not runs else tr("It is out of sight: show its dock.")
        plot = shown or UndrawnPlot(title, reason)
        return DrawnView(runs, focus, shown, own, plot, focused=focused, scripted=False)
    if focused and not own and name in RUN_VIEWS:
        return _focused(name, title, runs, focus, shown, again)
    found, refused = _as_in_window(name, runs, focus, shown)
    options = found[0] if found else next(options_in_window(name, runs, focus, None))
    if not own and not found:
        return DrawnView(
            runs, focus, shown, own, shown or UndrawnPlot(title, refused), False, scripted=False, options=options
        )
    options = {**options, **own}
    try:
        plot = _described(name, again, options)
    except GateScopeError as error:
        undrawn = UndrawnPlot(title, f"{error}")
        return DrawnView(runs, focus, shown, own, undrawn, focused=False, scripted=False, options=options)
    return DrawnView(runs, focus, shown, own, plot, focused=False, scripted=True, options=options)


def _as_in_window(
    name: str, runs: tuple[Run, ...], focus: Focus, shown: Plot | None
) -> tuple[tuple[dict[str, Any], Plot] | None, str]:
    """Return the options by which a script draws `shown`, with its picture, and otherwise why it draws nothing."""
    refused, tried = "", []
    for options in options_in_window(name, runs, focus, shown):
        try:
            plot = _described(name, runs, options)
        except GateScopeError as error:
            refused = refused or f"{error}"
            continue
        if shown is None or same_data(plot, shown):
            return (options, plot), ""
        tried.append((options, plot))
    # To paint them all takes long, and tells those that differ in what is not seen.
    alike = (one for one in tried if shown is not None and draws_same(one[1], shown))
    return next(alike, None), refused


def _focused(
    name: str, title: str, runs: tuple[Run, ...], focus: Focus, shown: Plot | None, again: tuple[Run, ...]
) -> DrawnView:
    try:
        found = describe_focused(name, runs, focus)
    except GateScopeError as error:
        plot = shown or UndrawnPlot(title, f"{error}")
        return DrawnView(runs, focus, shown, {}, plot, focused=True, scripted=False)
    if shown is not None and not draws_same(found, shown):
        return DrawnView(runs, focus, shown, {}, shown, focused=True, scripted=False)
    return DrawnView(runs, focus, shown, {}, describe_focused(name, again, focus), focused=True, scripted=True)


def _described(name: str, runs: tuple[Run, ...], options: Mapping[str, Any]) -> Plot:
    made = dict(options)
    if made.get("against"):
        made["against"] = second_run(runs[0], made["against"])
    return described(name, runs, made, runs[0].reader)
