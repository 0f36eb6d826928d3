"""A piece of an equation that is laid out: how much it takes, and what is drawn where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Letters:
    """Letters of one look, from `x` on the baseline `y`; `hue` is a signal, or empty for the colour of the text."""

    x: float
    y: float
    text: str
    size: float
    italic: bool
    hue: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through these points, as thick as `width`."""

    points: tuple[tuple[float, float], ...]
    width: float


Mark: TypeAlias = Letters | Stroke


@dataclass(frozen=True)
class Box:
    """Marks with the width, and what they take above and below the baseline; all in pixels, y grows downwards."""

    width: float = 0.0
    above: float = 0.0
    below: float = 0.0
    marks: tuple[Mark, ...] = ()

    def at(self, x: float, y: float = 0.0) -> tuple[Mark, ...]:
        """Return its marks with its left end of the baseline at (`x`, `y`)."""
        return tuple(_moved(mark, x, y) for mark in self.marks)


def beside(boxes: list[Box]) -> Box:
    """Return `boxes` from left to right on one baseline."""
    marks: list[Mark] = []
    x = above = below = 0.0
    for box in boxes:
        marks += box.at(x)
        x += box.width
        above, below = max(above, box.above), max(below, box.below)
    return Box(x, above, below, tuple(marks))


def stacked(box: Box, over: Box | None, under: Box | None, gap: float) -> Box:
    """Return `box` with one box above and one below it, all centred."""
    width = max(part.width for part in (box, over, under) if part is not None)
    marks = list(box.at((width - box.width) / 2))
    above, below = box.above, box.below
    if over is not None:
        marks += over.at((width - over.width) / 2, -(above + gap + over.below))
        above += gap + over.above + over.below
    if under is not None:
        marks += under.at((width - under.width) / 2, below + gap + under.above)
        below += gap + under.above + under.below
    return Box(width, above, below, tuple(marks))


def space(width: float) -> Box:
    """Return nothing, so wide."""
    return Box(width)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    if isinstance(mark, Letters):
        return replace(mark, x=mark.x + x, y=mark.y + y)
    return replace(mark, points=tuple((px + x, py + y) for px, py in mark.points))
