"""Finds places for labels beside points, so that none covers another or a point. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_RADII = (9.0, 16.0, 26.0, 40.0, 58.0)
_DIRECTIONS = 16
_NEAR = 17.0
"""Beyond it a line leads from the label to its point."""
_POINT, _LINE = 1.5, 0.8


@dataclass(frozen=True)
class Label:
    """A label with its place: the upper left corner; `leader` is where a line to its point begins, None for none."""

    index: int
    box: Box
    leader: tuple[float, float] | None


def place_labels(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    area: Box,
    points: Values,
    lines: Values,
    unit: float = 1.0,
    taken: Sequence[Box] = (),
    gaps: Sequence[float] = (),
) -> list[Label]:
    """Place labels in the order given, each where it covers least; one without a free place is left out.

    Args:
        anchors: the point of each label, the most important first.
        sizes: width and height of each.
        area: within which all must lie.
        points: (M, 2) points that are better not covered.
        lines: (L, 4) pieces of lines likewise.
        unit: logical pixels of a design pixel.
        taken: boxes that must stay free.
        gaps: for each label, how much farther from its point it stands than usual; none by default.
    """
    boxes = [*taken]
    found = []
    steps = [(radius * unit, angle) for radius in _RADII for angle in range(_DIRECTIONS)]
    for index, ((x, y), (wide, high)) in enumerate(zip(anchors, sizes, strict=True)):
        gap = gaps[index] if gaps else 0.0
        candidates = np.array([_beside(x, y, wide, high, gap + radius, angle) for radius, angle in steps])
        free = (candidates[:, 0] >= area[0]) & (candidates[:, 1] >= area[1])
        free &= (candidates[:, 2] <= area[2]) & (candidates[:, 3] <= area[3])
        for left, top, right, bottom in boxes:
            free &= (candidates[:, 0] >= right) | (candidates[:, 2] <= left) | (candidates[:, 1] >= bottom) | (
                candidates[:, 3] <= top
            )  # fmt: skip
        if not free.any():
            continue
        cost = np.array([radius for radius, _ in steps]) * 0.06 / unit
        cost += _POINT * _within(candidates, points).sum(axis=1) + _LINE * _crossing(candidates, lines).sum(axis=1)
        cost[~free] = math.inf
        best = int(cost.argmin())
        box = tuple(map(float, candidates[best]))
        boxes.append(box)  # type: ignore[arg-type]
        leader = None
        if steps[best][0] > _NEAR * unit:
            leader = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        found.append(Label(index, box, leader))  # type: ignore[arg-type]
    return found


def _beside(x: float, y: float, wide: float, high: float, radius: float, angle: int) -> Box:
    """Return the box whose nearest edge is about `radius` from the point, in one of the directions."""
    across, down = math.cos(2 * math.pi * angle / _DIRECTIONS), math.sin(2 * math.pi * angle / _DIRECTIONS)
    middle_x, middle_y = x + across * (radius + wide / 2), y + down * (radius + high / 2)
    return middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2


def _within(boxes: Values, points: Values) -> NDArray[np.bool_]:
    """Return (B, M) whether each box holds each point."""
    x, y = points[None, :, 0], points[None, :, 1]
    inside: NDArray[np.bool_] = (
        (boxes[:, 0, None] <= x) & (x <= boxes[:, 2, None]) & (boxes[:, 1, None] <= y) & (y <= boxes[:, 3, None])
    )
    return inside


def _crossing(boxes: Values, lines: Values) -> NDArray[np.bool_]:
    """Return (B, L) whether each box is met by each piece of a line, by clipping the piece at the four edges."""
    if not len(lines):
        return np.zeros((len(boxes), 0), np.bool_)
    start, along = lines[None, :, :2], lines[None, :, 2:] - lines[None, :, :2]
    enter, leave = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    with np.errstate(all="ignore"):
        for axis in (0, 1):
            low = (boxes[:, axis, None] - start[..., axis]) / along[..., axis]
            high = (boxes[:, axis + 2, None] - start[..., axis]) / along[..., axis]
            flat = along[..., axis] == 0
            outside = (start[..., axis] < boxes[:, axis, None]) | (start[..., axis] > boxes[:, axis + 2, None])
            near, far = np.minimum(low, high), np.maximum(low, high)
            enter = np.maximum(enter, np.where(flat, np.where(outside, np.inf, -np.inf), near))
            leave = np.minimum(leave, np.where(flat, np.inf, far))
    return np.asarray(enter <= leave)
