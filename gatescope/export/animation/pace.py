"""How fast a moving picture is, and which part of a frame differs from the one before."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageChops

from gatescope.errors import UsageError

SLOWEST, FASTEST = 0.1, 100.0
LONGEST_S = 60.0
_MOST_LOOPS = 65_535


class Sampled(NamedTuple):
    """The colours of all frames, for files with a palette.

    Attributes:
        picture: has all of them.
        exact: red, green and blue of those that a reader compares, first the ground, then such as hues of a legend.
    """

    picture: Image.Image
    exact: tuple[tuple[int, ...], ...] = ()


Sample = Callable[[], Sampled]
"""Draws what has the colours of all frames."""


@dataclass(frozen=True)
class Pace:
    """How long frames stay.

    Attributes:
        fps: frames a second.
        last_s: seconds that the last one stays at least.
        loops: how often the whole is shown; 0 for ever.
    """

    fps: float = 10.0
    last_s: float = 2.0
    loops: int = 0

    def check(self, fastest: float = FASTEST) -> None:
        """Raise for what cannot be shown.

        Raises:
            UsageError: a number lies outside its range.
        """
        if not (math.isfinite(self.fps) and SLOWEST <= self.fps <= fastest):
            raise UsageError(f"there cannot be {self.fps:g} frames a second; choose {SLOWEST:g} to {fastest:g}")
        if not (math.isfinite(self.last_s) and 0.0 <= self.last_s <= LONGEST_S):
            raise UsageError(f"the last frame cannot stay for {self.last_s:g} s; choose 0 to {LONGEST_S:g}")
        if not 0 <= self.loops <= _MOST_LOOPS:
            raise UsageError(f"it cannot be shown {self.loops:,} times; choose 1 to {_MOST_LOOPS:,}, or 0 for ever")

    @classmethod
    def of(
        cls, usual: float, frames: int, fps: float | None, seconds: float | None, last_s: float = 2.0, loops: int = 0
    ) -> Pace:
        """Return the pace at which `frames` take `seconds`, or `fps` go into one; else the `usual` one.

        Raises:
            UsageError: both are said, or a number lies outside its range.
        """
        if seconds is not None:
            if fps is not None:
                raise UsageError("frames a second and seconds both say how fast it is: give one of them")
            if not 0.0 < seconds < math.inf:
                raise UsageError(f"a moving picture cannot take {seconds:g} s; give it more than 0")
            fps = max(frames / seconds, SLOWEST)
        pace = cls(usual if fps is None else fps, last_s, loops)
        pace.check()
        return pace

    def start(self, frame: int, tick_ms: int) -> int:
        """Return when a frame, counted from 0, begins, in milliseconds; a whole number of ticks, without drift."""
        return round(frame * 1000.0 / self.fps / tick_ms) * tick_ms

    def end(self, frames: int, tick_ms: int) -> int:
        """Return when the last of `frames` ends, in milliseconds."""
        stays = max(self.last_s * 1000.0, 1000.0 / self.fps)
        return self.start(frames - 1, tick_ms) + max(round(stays / tick_ms), 1) * tick_ms


@dataclass(frozen=True, eq=False)
class Changed:
    """The part of a frame that differs from the frame before, and how long it stays.

    Attributes:
        picture: what is there now; left, top: where.
        ms: milliseconds.
    """

    picture: Image.Image
    left: int
    top: int
    ms: int


def changes(pictures: Iterable[Image.Image], pace: Pace, tick_ms: int = 1, grid: int = 1) -> Iterator[Changed]:
    """Yield the first picture whole, and of the others what changes; pictures without a change make the one before
    them stay longer.

    Args:
        tick_ms: the unit of time of the file.
        grid: left and top are multiples of it.

    Raises:
        UsageError: there is no picture.
    """
    before: Image.Image | None = None
    waiting: tuple[Image.Image, int, int, int] | None = None
    count = 0
    for count, picture in enumerate(pictures, 1):
        start = pace.start(count - 1, tick_ms)
        box = (0, 0, *picture.size) if before is None else ImageChops.difference(before, picture).getbbox()
        before = picture
        if box is None:
            continue
        if waiting is not None:
            part, left, top, began = waiting
            yield Changed(part, left, top, start - began)
        left, top = box[0] - box[0] % grid, box[1] - box[1] % grid
        waiting = picture.crop((left, top, box[2], box[3])), left, top, start
    if waiting is None:
        raise UsageError("there is nothing to draw: a moving picture has at least one frame")
    part, left, top, began = waiting
    yield Changed(part, left, top, pace.end(count, tick_ms) - began)
