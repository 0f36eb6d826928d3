"""Where docks stand for an audience: nothing but what is to be looked at, and the read-out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.app.window.dock_table import RIGHT, Dock
from gatescope.session.project.layout import DockPlace

_RIGHT, _BELOW = 0.385, 0.34
"""The part of the window that docks at the right, and below the maps, have."""
_FIRST = 0.58
"""The part of the right side that the upper of two docks has, which has the read-out in large letters."""


def presented_places(specs: Sequence[Dock], places: Sequence[DockPlace]) -> tuple[DockPlace, ...]:
    """Return where all docks stand for an audience, of whom the person has them at `places`."""
    known = {place.name: place for place in places}
    shown = [spec for spec in specs if spec.presented and spec.name in known and known[spec.name].shown]
    # The last of the table first: it is the read-out.
    right = [spec.name for spec in reversed(shown) if spec.presented == RIGHT]
    share = {name: _height(number, len(right)) for number, name in enumerate(right)}
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
                width=_RIGHT,
                height=share.get(spec.name, _BELOW),
                path=(rank,),
            )
        )
    return tuple(found)


def _height(number: int, count: int) -> float:
    if count < 2:
        return 1.0
    return _FIRST if number == 0 else (1.0 - _FIRST) / (count - 1)
