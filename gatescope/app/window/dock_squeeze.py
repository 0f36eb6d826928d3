"""Finds which docks become tabs of their neighbour in a window that is too small for all of them. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gatescope.session.project.layout import DockPlace

SIDES = ("left", "right")
SEPARATOR = 10
"""Pixels between two docks."""


def squeezed(places: Sequence[DockPlace], least: Mapping[str, int], height: int) -> tuple[DockPlace, ...]:
    """Return `places` with the lowest docks of each column laid over the one above them until all reach their height.

    Those below the maps have their part of the height; left alone, Qt would take what they lack from the maps.

    Args:
        places: of all docks.
        least: the height in pixels that each dock needs that is open and docked.
        height: that of the sides, in pixels.
    """
    found = list(places)
    for area in SIDES:
        column = [place for place in found if place.area == area and place.name in least]
        parts = _parts(column, 0)
        found = _laid_over(found, parts, 0, least, height)
        if len(parts) == 1:
            for beside in _parts(parts[0], 1):
                found = _laid_over(found, _parts(beside, 2), 2, least, height)
    below = [place for place in found if place.area == "bottom" and place.name in least]
    for column in _parts(below, 0):
        parts = _parts(column, 1)
        share = sum(max(place.height for place in part) for part in parts)
        found = _laid_over(found, parts, 1, least, round(share * height))
    return tuple(found)


def _laid_over(
    found: list[DockPlace], parts: list[list[DockPlace]], level: int, least: Mapping[str, int], height: int
) -> list[DockPlace]:
    """Return all places with the last `parts` of a column laid over those above them until they need no more than
    `height` pixels."""
    while len(parts) > 1 and _need(parts, least, level, level) > height:
        below = parts.pop()
        home = parts[-1][-1]
        over = {place.name: replace(place, group=home.group, path=home.path, front=False) for place in below}
        found = [over.get(place.name, place) for place in found]
        parts[-1] += over.values()
    return found


def same_tabs(some: Sequence[DockPlace], others: Sequence[DockPlace], least: Mapping[str, int]) -> bool:
    """Return whether the docks in `least` lie over the same others in both arrangements."""
    return _piles(some, least) == _piles(others, least)


class LeftArrangements:
    """The arrangements that docks have left in a window of one size, so that they do not go in a circle.

    The height that a dock needs depends on how it lies: as a tab it has no title. Of two arrangements each may
    have room for the other and not for itself; the one with more tabs is kept then.
    """

    def __init__(self) -> None:
        self._of: object = None
        self._left: list[set[frozenset[str]]] = []

    def forget(self) -> None:
        """Let every arrangement be gone to again: a person has moved something."""
        self._left = []

    def may_go(
        self, of: object, before: Sequence[DockPlace], then: Sequence[DockPlace], least: Mapping[str, int]
    ) -> bool:
        """Return whether docks that lie as `before` has them are to lie as `then` has them, and take note that they do.

        Args:
            of: what the arrangement is for, as the size of the window; nothing is known of another.
            least: the height in pixels that each dock needs that is open and docked.
        """
        if of != self._of:
            self._of, self._left = of, []
        here, there = _piles(before, least), _piles(then, least)
        if there in self._left and len(there) >= len(here):
            return False
        self._left.append(here)
        return True


def _piles(places: Sequence[DockPlace], least: Mapping[str, int]) -> set[frozenset[str]]:
    piles: dict[tuple[str, int], set[str]] = {}
    for place in places:
        if place.name in least:
            piles.setdefault((place.area, place.group), set()).add(place.name)
    return {frozenset(pile) for pile in piles.values()}


def _parts(places: Sequence[DockPlace], level: int) -> list[list[DockPlace]]:
    """Return the parts of an area, or of a part of it, each with its docks; those without a path come last."""
    parts: dict[tuple[int, int], list[DockPlace]] = {}
    for place in places:
        known = level < len(place.path)
        parts.setdefault((0, place.path[level]) if known else (1, place.group), []).append(place)
    return [parts[key] for key in sorted(parts)]


def _need(parts: Sequence[Sequence[DockPlace]], least: Mapping[str, int], level: int, column: int) -> int:
    """Return the height of parts that lie below each other at the level `column`, and at every other beside each
    other."""
    heights = []
    for part in parts:
        if len({place.group for place in part}) == 1:
            heights.append(max(least[place.name] for place in part))
        else:
            heights.append(_need(_parts(part, level + 1), least, level + 1, column))
    if (level - column) % 2:
        return max(heights)
    return sum(heights) + SEPARATOR * (len(heights) - 1)
