"""Where the docks of the table stand at first, in each workspace."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.app.window.dock_table import BOTTOM, RIGHT, Dock
from gatescope.app.window.workspaces import Workspace
from gatescope.session.project.layout import DockPlace

_LEAST_BELOW = 176
"""Pixels that a dock below the maps has at least."""
_MOST_BELOW = 0.45
"""The part of a low window that it has at most: the maps come first."""


def first_places(specs: Sequence[Dock], workspace: Workspace, height: int) -> tuple[DockPlace, ...]:
    """Return the first places of a table's docks in `workspace`, in a window that gives them `height` pixels."""
    specs = [spec.in_workspace(workspace.name) for spec in specs]
    shown = [spec for spec in specs if workspace.name in spec.workspaces]
    right = [sum(spec.share for spec in shown if (spec.area, spec.column) == (RIGHT, column)) for column in (0, 1)]
    # Where docks stand in two columns, the first number of their paths says nothing: both are one part of the area.
    columns = [() if not right[1] else (0, column) for column in (0, 1)]
    widths = [1.0 - workspace.column, workspace.column] if right[1] else [1.0, 1.0]
    bottom = sum({spec.group: spec.share for spec in shown if spec.area == BOTTOM}.values())
    below = max(workspace.below, min(_LEAST_BELOW / max(height, 1), _MOST_BELOW))
    groups = list(dict.fromkeys(spec.group for spec in specs))
    return tuple(
        DockPlace(
            name=spec.name,
            area=spec.area,
            group=groups.index(spec.group),
            front=next((other for other in shown if other.group == spec.group), None) is spec,
            shown=spec in shown,
            floating=False,
            width=workspace.right * (widths[spec.column] if spec.area == RIGHT else 1.0),
            height=min(
                spec.share / max(right[spec.column], spec.share)
                if spec.area == RIGHT
                else below * spec.share / max(bottom, spec.share),
                1.0,
            ),
            # Below the maps, too, docks stand below each other: a column is too narrow for two.
            path=(*((0,) if spec.area == BOTTOM else columns[spec.column]), groups.index(spec.group)),
        )
        for spec in specs
    )
