"""Finds in the places of docks how their area is cut into parts, and the parts into parts. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_OVERLAP = 2


@dataclass(frozen=True)
class Box:
    """Where a dock is, in pixels."""

    left: int
    top: int
    width: int
    height: int

    def span(self, down: bool) -> tuple[int, int]:
        """Where it begins and ends, from the top down or from left to right."""
        if down:
            return self.top, self.top + self.height
        return self.left, self.left + self.width


def paths(boxes: Sequence[Box], down: bool) -> list[tuple[int, ...]]:
    """Return the way to each of `boxes` through the parts of their area, as `DockPlace.path` has it.

    Args:
        boxes: none covers another.
        down: whether the parts of the area lie below each other, and not beside each other.
    """
    found: list[tuple[int, ...]] = [()] * len(boxes)
    _cut(boxes, list(range(len(boxes))), down, (), found)
    return found


def _cut(
    boxes: Sequence[Box], members: list[int], down: bool, so_far: tuple[int, ...], found: list[tuple[int, ...]]
) -> None:
    parts = _parts(boxes, members, down)
    if len(parts) == 1 and len(_parts(boxes, members, not down)) == 1:
        # No straight line goes through: one after the other, then.
        parts = [[member] for member in parts[0]]
    for number, part in enumerate(parts):
        path = (*so_far, number)
        if len(part) == 1:
            found[part[0]] = path
        else:
            _cut(boxes, part, not down, path, found)


def _parts(boxes: Sequence[Box], members: list[int], down: bool) -> list[list[int]]:
    """The members between one straight line through the whole area and the next."""
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
