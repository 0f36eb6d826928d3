"""What to say of the picture of a view so that a script draws the very same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from gatescope.errors import GateScopeError, UsageError
from gatescope.plots.by_focus import describe_focused
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.figure.figure import Figure
from gatescope.plots.same_data import same_data
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.session.scene.figure_settings import FigureSettings, PageSettings, describe_settings
from gatescope.session.scene.scene import Scene
from gatescope.session.scene.view_options import ViewOption, by_view, flat
from gatescope.words import tr

NAMES = {"heatmaps": "heatmap"}
"""What scripts call a view, where that is another name than its dock has."""
_WIDE, _HIGH = 480, 360


def figure_of_view(dock: str, plot: Plot, runs: Sequence[Run], focus: Focus) -> FigureSettings:
    """Return the settings by which a script draws `plot`, which the view of `dock` shows of `runs`.

    They are tried: a view may show what a person set in it alone, which nothing else knows. Ranges that the window
    holds steady while a person types are let go. Any thread may call it.

    Raises:
        UsageError: nothing that can be said draws the same picture.
    """
    view = NAMES.get(dock, dock)
    for settings in _candidates(view, focus) if view in RUN_VIEWS else ():
        try:
            found = _described(settings, runs, focus)
        except GateScopeError:
            continue
        if draws_same(found, plot):
            return settings
    raise UsageError(
        tr(
            "This view shows what was set in it alone, or what no command draws: export the plot instead, which "
            "carries its scene."
        )
    )


def with_view(scene: Scene, dock: str, plot: Plot, runs: Sequence[Run], focus: Focus, **look: Any) -> Scene:
    """Return `scene` with what draws the picture of the view of `dock`, where a script can draw it.

    Args:
        look: fields of `FigureSettings` about the picture: its size, its scale, its colours.
    """
    try:
        settings = figure_of_view(dock, plot, runs, focus)
    except UsageError:
        return scene
    return replace(scene, figure=describe_settings(replace(settings, **look)))


def with_page(
    scene: Scene,
    figure: Figure,
    runs: Sequence[Run],
    focus: Focus,
    by_options: tuple[ViewOption, ...] = (),
    **look: Any,
) -> Scene:
    """Return `scene` with what draws the composed `figure`, where every view of it can be drawn again.

    Args:
        by_options: of the views that are drawn by their options, all of them.
        look: ``dpi``, ``theme`` and ``palette``.
    """
    views = [panel.name for panel in figure.panels]
    own = by_view(by_options)
    for view, panel in zip(views, figure.panels, strict=True):
        if view in own:
            continue
        try:
            found = describe_focused(view, runs, focus)
        except GateScopeError:
            return scene
        if not draws_same(found, panel.plot):
            return scene
    page = PageSettings(
        style=str(figure.style),
        width_mm=figure.width_mm,
        height_mm=figure.height_mm,
        text_pt=figure.text_pt,
        columns=figure.columns,
        letters=figure.letters,
        title=figure.title,
        caption=figure.caption,
        legend=figure.legend,
        dpi=look.pop("dpi"),
        titles=tuple(panel.title for panel in figure.panels),
    )
    against = next((own[view].pop("against", None) for view in own if "against" in own[view]), None)
    settings = FigureSettings(
        ",".join(views),
        page=page,
        since_edits=False,
        as_focused=True,
        against=against,
        per_view=flat(own),
        **look,
    )
    return replace(scene, figure=describe_settings(settings))


def _candidates(view: str, focus: Focus) -> Iterator[FigureSettings]:
    """Yield settings, those that take the fewest words first."""
    part = focus.part
    marked = FigureSettings(view, token=focus.token, since_edits=False)
    units = tuple(unit.unit for unit in focus.units or focus.lively if unit.part == part)
    yield marked
    yield replace(marked, layer=part.layer, direction=part.direction)
    if units and "units" in RUN_VIEWS[view].takes:
        yield replace(marked, layer=part.layer, direction=part.direction, units=units)
    focused = FigureSettings(view, since_edits=False, as_focused=True)
    yield focused
    yield replace(focused, units=units)
    if view == "heatmap":
        yield replace(focused, view="difference")


def _described(settings: FigureSettings, runs: Sequence[Run], focus: Focus) -> Plot:
    if settings.as_focused:
        return describe_focused(settings.view, runs, focus, settings.units)
    return describe_runs(
        settings.view,
        runs,
        units=settings.units,
        token=settings.token,
        layer=settings.layer,
        direction=settings.direction,
    )


def draws_same(found: Plot, plot: Plot) -> bool:
    """Return whether `found` is the picture `plot`, but for ranges that the window holds while a person types."""
    shown = _in_range_of(found, plot)
    # The same numbers are the same picture, and to paint thousands of words takes long.
    return same_data(found, shown) or _painted(found) == _painted(shown)


def _in_range_of(found: Plot, plot: Plot) -> Plot:
    """Return `plot` in the ranges of `found`, of the same kind; as it is where it is of another one."""
    match plot, found:
        case LinePlot(), LinePlot():
            return replace(plot, low=found.low, high=found.high, y_ticks=found.y_ticks)
        case HeatmapPlot(), HeatmapPlot() if len(plot.panels) == len(found.panels):
            pairs = zip(plot.panels, found.panels, strict=True)
            panels = (replace(one, low=own.low, high=own.high, outside=own.outside) for one, own in pairs)
            return replace(plot, panels=tuple(panels))
    return plot


def _painted(plot: Plot) -> bytes:
    from gatescope.export.png import image

    # Its bits go with the picture.
    picture = image(plot, _WIDE, _HIGH, theme=LIGHT)
    return bytes(picture.constBits())
