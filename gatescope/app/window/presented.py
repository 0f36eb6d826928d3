"""Where docks stand for an audience: nothing but what is to be looked at, and the read-out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.app.window.dock_table import RIGHT, Dock
from gatescope.session.project.layout import DockPlace

_RIGHT, _BELOW = 0.385, 0.34
"""The part of the window that docks at the right, and below the maps, have."""


def presented_places(specs: Sequence[Dock], places: Sequence[DockPlace]) -> tuple[DockPlace, ...]:
    """Return where all docks stand for an audience, of whom the person has them at `places`."""
    known = {place.name: place for place in places}
    shown = [spec for spec in specs if spec.presented and spec.name in known and known[spec.name].shown]
    # The last of the table first: it is the read-out.
    at_right = [spec for spec in reversed(shown) if spec.presented == RIGHT]
    right = [spec.name for spec in at_right]
    width, first = at_right[0].on_stage if at_right else (_RIGHT, 1.0)
    share = {name: _height(number, len(right), first) for number, name in enumerate(right)}
    found = []
    for number, spec in enumerate(specs):
        place = known.get(spec.name)
        if place is None:
            continue
        rank = right.index(spec.name) if spec.name in right else number
        found.append(
            replace(
                place,
                area=spec.presented or place.area,
                group=number,
                front=True,
                shown=spec in shown,
                floating=False,
                width=width,
                height=share.get(spec.name, _BELOW),
                path=(rank,),
            )
        )
    return tuple(found)


def _height(number: int, count: int, first: float) -> float:
    """Return the part of the right side that a dock has, of which the upper one has `first`."""
    if count < 2:
        return 1.0
    return first if number == 0 else (1.0 - first) / (count - 1)
