"""Finds in the places of docks how their area is cut into parts, and the parts into parts. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

_OVERLAP = 2

Way: TypeAlias = tuple[int, ...]
"""The way to a dock through the parts of its area, as `DockPlace.path` has it."""


@dataclass(frozen=True)
class Box:
    """The rectangle of a dock, in pixels."""

    left: int
    top: int
    width: int
    height: int

    def span(self, down: bool) -> tuple[int, int]:
        """Return where it begins and ends, from the top down or from left to right."""
        if down:
            return self.top, self.top + self.height
        return self.left, self.left + self.width


def paths(boxes: Sequence[Box], down: bool) -> list[Way]:
    """Return the way to each of `boxes` through the parts of their area, as `DockPlace.path` has it.

    Args:
        boxes: none covers another.
        down: whether the parts of the area lie below each other, and not beside each other.
    """
    found: list[Way] = [()] * len(boxes)
    _cut(boxes, list(range(len(boxes))), down, (), found)
    return found


def renumbered(ways: Sequence[Way]) -> list[Way]:
    """Return `ways` as `paths` would have them if there were no other boxes: numbers from 0, and no idle cuts."""
    found: list[Way] = [()] * len(ways)
    _renumber(ways, list(range(len(ways))), 0, (), found)
    return found


def completed(known: Sequence[Way], boxes: Sequence[Box | None], down: bool) -> list[Way]:
    """Return the ways to all docks of an area, of which some are closed and have no box.

    Args:
        known: the ways that were known last; empty where there was none.
        boxes: of those that are seen.
        down: as `paths` has it.

    Returns:
        What is known, if what is seen has not been moved since; otherwise what is seen, and () for those closed.
    """
    here = [number for number, box in enumerate(boxes) if box is not None]
    seen = paths([box for box in boxes if box is not None], down)
    if all(known) and renumbered([known[number] for number in here]) == seen:
        return renumbered(known)
    found: list[Way] = [()] * len(boxes)
    for number, way in zip(here, seen, strict=True):
        found[number] = way
    return found


def _renumber(ways: Sequence[Way], members: list[int], level: int, so_far: Way, found: list[Way]) -> None:
    for number, (part, below) in enumerate(_spliced(ways, members, level)):
        if len(part) == 1:
            found[part[0]] = (*so_far, number)
        else:
            _renumber(ways, part, below, (*so_far, number), found)


def _spliced(ways: Sequence[Way], members: list[int], level: int) -> list[tuple[list[int], int]]:
    """Return the parts at `level`, each with the level at which it is cut again.

    Where all that lay beside a part of a part is closed, its parts stand among those of the whole.
    """
    parts: list[tuple[list[int], int]] = []
    for part in _branches(ways, members, level):
        if len(part) == 1 or len(_branches(ways, part, level + 1)) > 1:
            parts.append((part, level + 1))
        elif any(len(ways[member]) > level + 1 for member in part):
            parts += _spliced(ways, part, level + 2)
        else:
            # Nothing tells them apart: one after the other, then.
            parts += [([member], level + 1) for member in part]
    return parts


def _branches(ways: Sequence[Way], members: list[int], level: int) -> list[list[int]]:
    """Return the members by their number at `level`; those whose way has ended come first."""
    parts: dict[int, list[int]] = {}
    for member in members:
        parts.setdefault(ways[member][level] if level < len(ways[member]) else -1, []).append(member)
    return [parts[number] for number in sorted(parts)]


def _cut(boxes: Sequence[Box], members: list[int], down: bool, so_far: Way, found: list[Way]) -> None:
    parts = _parts(boxes, members, down)
    if len(parts) == 1 and len(_parts(boxes, members, not down)) == 1:
        # No straight line divides them, so they are taken one after the other.
        parts = [[member] for member in parts[0]]
    for number, part in enumerate(parts):
        path = (*so_far, number)
        if len(part) == 1:
            found[part[0]] = path
        else:
            _cut(boxes, part, not down, path, found)


def _parts(boxes: Sequence[Box], members: list[int], down: bool) -> list[list[int]]:
    """Return the members between each straight line through the whole area and the next."""
    parts: list[list[int]] = []
    end = 0
    for member in sorted(members, key=lambda k: (boxes[k].span(down), boxes[k].span(not down))):
        first, last = boxes[member].span(down)
        if parts and first < end - _OVERLAP:
            parts[-1].append(member)
        else:
            parts.append([member])
        end = last if len(parts[-1]) == 1 else max(end, last)
    return parts
