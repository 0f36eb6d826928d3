"""What a moving picture is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gatescope.errors import UsageError
from gatescope.plots.description import Plot

MOST_FRAMES = 5000
"""More would take hours to draw and to watch."""
USUAL_FRAMES = 300
"""So many at most where no number was asked for."""


@dataclass(frozen=True)
class Frame:
    """One picture of a moving one.

    Attributes:
        plot: what is drawn.
        line: what is written below it; empty in all frames or in none.
    """

    plot: Plot
    line: str = ""


@dataclass(frozen=True, eq=False)
class Moving:
    """A moving picture before it is drawn.

    Attributes:
        frames: one by one, each made when it is asked for, so that none but the last is in memory.
        count: how many they are, or the most that they can be.
        about: what moves, for a person: ``typed letter by letter``.
        typical: pictures with all the colours that frames have.
        fps: frames a second at which it can be followed.
        remark: what does not fit into so many frames, as a sentence; empty where everything does.
    """

    frames: Iterator[Frame]
    count: int
    about: str
    typical: Sequence[Plot]
    fps: float
    remark: str = ""


def steady(plots: Iterator[Plot], axes: Plot) -> Iterator[Plot]:
    """Yield `plots` on the axes of `axes`, which grow where a picture needs it and never shrink: nothing jumps."""
    for plot in plots:
        if type(plot) is type(axes):
            plot = axes = plot.on_axes_of(axes)
        yield plot


def evenly(count: int, most: int) -> list[int]:
    """Return 1 to `count`, or `most` of these numbers at equal distances, the last among them."""
    return [round((at + 1) * count / most) for at in range(most)] if count > most else list(range(1, count + 1))


def checked(frames: int | None, usual: int = USUAL_FRAMES) -> int:
    """Return the number of frames that was asked for.

    Raises:
        UsageError: there is no frame, or there are too many to wait for.
    """
    if frames is None:
        return usual
    if not 1 <= frames <= MOST_FRAMES:
        raise UsageError(f"there cannot be {frames:,} frames; ask for 1 to {MOST_FRAMES:,}")
    return frames
