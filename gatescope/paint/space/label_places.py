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
_ANGLES = 2 * math.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
_RADIUS = np.repeat(_RADII, _DIRECTIONS)
_TOWARDS = np.tile(np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1), (len(_RADII), 1))
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
    found: list[Label] = []
    corner, opposite = np.array(area[:2]), np.array(area[2:])
    for index, ((x, y), (wide, high)) in enumerate(zip(anchors, sizes, strict=True)):
        radii = _RADIUS * unit + (gaps[index] if gaps else 0.0)
        # The box whose nearest edge is about `radii` from the point, in every direction.
        middle = np.array([x, y]) + _TOWARDS * (radii[:, None] + np.array([wide, high]) / 2)
        half = np.array([wide, high]) / 2
        candidates = np.hstack([middle - half, middle + half])
        free = (candidates[:, :2] >= corner).all(axis=1) & (candidates[:, 2:] <= opposite).all(axis=1)
        if boxes:
            other = np.array(boxes)[None]
            beside = (candidates[:, None, :2] >= other[..., 2:]) | (candidates[:, None, 2:] <= other[..., :2])
            free &= np.all(np.any(beside, axis=2), axis=1)
        candidates, radii = candidates[free], radii[free]
        if not len(candidates):
            continue
        low, far = candidates[:, :2].min(axis=0), candidates[:, 2:].max(axis=0)
        near = points[((points >= low) & (points <= far)).all(axis=1)]
        ends = lines.reshape(-1, 2, 2)
        crossing = lines[((ends.max(axis=1) >= low) & (ends.min(axis=1) <= far)).all(axis=1)]
        cost = radii * 0.06 / unit
        cost += _POINT * _within(candidates, near).sum(axis=1) + _LINE * _crossing(candidates, crossing).sum(axis=1)
        best = int(cost.argmin())
        box: Box = tuple(candidates[best].tolist())
        boxes.append(box)
        leader = None
        if radii[best] - (gaps[index] if gaps else 0.0) > _NEAR * unit:
            leader = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        found.append(Label(index, box, leader))
    return found


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
