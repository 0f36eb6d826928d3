"""Brings the docks that a scene names into the workspace Learn, and puts the person's own arrangement back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.app.window.arrangements import Arrangements
from gatescope.app.window.dock_table import BOTTOM, Dock
from gatescope.app.window.docks import DockHost
from gatescope.app.window.workspaces import WORKSPACES
from gatescope.lessons.card import Scene
from gatescope.session.project.layout import DockPlace

WORKSPACE = "learn"
_LEAST, _MOST_BELOW = 300, 0.64
"""Pixels that what a scene shows needs, and the part of a low window that it has at most."""
_MOST = 2
"""Docks below the maps: for more there is no height."""


class SceneDocks:
    """Only the workspace Learn is arranged: in others the docks are the person's own."""

    def __init__(self, host: DockHost, arrangements: Arrangements) -> None:
        self._host, self._arrangements = host, arrangements
        self._own: tuple[DockPlace, ...] | None = None

    def show(self, scene: Scene) -> None:
        """Show the docks of `scene` below the maps."""
        if self._arrangements.name != WORKSPACE:
            return
        own = self._own if self._own is not None else self._host.places()
        names = docks_of(scene, self._host.specs)
        self._own = own
        self._host.arrange(scene_places(own, names, self._host.height()))

    def take_back(self) -> None:
        """Arrange the docks as they were before the first scene; another workspace has its own already."""
        own, self._own = self._own, None
        if own is not None and self._arrangements.name == WORKSPACE:
            self._host.arrange(own)

    def forget(self) -> None:
        """Take the docks for the person's own as they are: the workspace was put back to its first places."""
        self._own = None

    def leave(self) -> None:
        """Remember the workspace Learn without the docks of a scene: another workspace is shown now."""
        own, self._own = self._own, None
        if own is not None:
            self._arrangements.remember(WORKSPACE, own)


def docks_of(scene: Scene, specs: Sequence[Dock]) -> tuple[str, ...]:
    """Return the names of the docks that a scene names by their titles, or the first of its workspace below the maps
    where it names none. What is not known, or is the Learn dock itself, is left out."""
    by_title = {spec.title.lower(): spec.name for spec in specs if WORKSPACE not in spec.workspaces}
    wanted = [by_title[title.lower()] for title in scene.docks if title.lower() in by_title]
    if not scene.docks:
        workspace = next((one.name for one in WORKSPACES if one.title.lower() == scene.workspace.lower()), "")
        wanted = [spec.name for spec in specs if workspace in spec.workspaces and spec.area == BOTTOM][:1]
    return tuple(dict.fromkeys(wanted))[:_MOST]


def scene_places(own: Sequence[DockPlace], names: Sequence[str], high: int) -> tuple[DockPlace, ...]:
    """Return the places of all docks with those in `names` below the maps, and no other one there.

    Args:
        high: pixels of the part of the window that the docks have.
    """
    usual = 0.48 if len(names) == 1 else 0.58
    height = max(usual, min(_LEAST / max(high, 1), _MOST_BELOW))
    found = []
    for place in own:
        if place.name in names:
            at = names.index(place.name)
            place = replace(
                place,
                area=BOTTOM,
                group=_FIRST + at,
                front=True,
                shown=True,
                floating=False,
                height=height / len(names),
                path=(0, at),
            )
        elif place.area == BOTTOM and not place.floating:
            place = replace(place, shown=False)
        found.append(place)
    return tuple(found)


_FIRST = 1 << 12
"""A group that no dock of the table is in."""
