"""What can move, by the names that window, scripts and command line give it."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.errors import UsageError
from gatescope.plots.animation.frames import Moving
from gatescope.plots.animation.learning import learnt
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.animation.sweep import parse_sweep, swept
from gatescope.plots.animation.typing import By, typed
from gatescope.plots.animation.walk import walked
from gatescope.progress import Report, silent
from gatescope.session.run.again import plainly
from gatescope.session.run.snapshot import Run

MOVES = ("typing", "cell", "clamp", "training")


def moving(
    what: str,
    runs: Sequence[Run],
    picture: ViewPicture,
    *,
    by: By | None = None,
    sweep: str | None = None,
    frames: int | None = None,
    report: Report = silent,
) -> Moving:
    """Return the moving picture of `runs` in which `what` of `MOVES` moves.

    Args:
        by: for typing, what a frame adds; see `typed`.
        sweep: for a clamp, what is held, as ``forget_gate=0..1@u3``; see `parse_sweep`.
        frames: at most so many; in training, so many parts.
        report: called within a training.

    Raises:
        UsageError: there is no such movement, or something does not go together.
    """
    if not runs:
        raise UsageError("there is nothing to draw: a moving picture needs at least one trace")
    if what not in MOVES:
        raise UsageError(f"there is no animation {what!r}; there are {', '.join(MOVES)}")
    if by is not None and what != "typing":
        raise UsageError(f"letters and tokens are typed: they mean nothing for the animation {what!r}")
    if (sweep is not None) != (what == "clamp"):
        raise UsageError(
            "an animation of a clamp needs a sweep such as forget_gate=0..1"
            if sweep is None
            else f"a sweep means nothing for the animation {what!r}"
        )
    runs = [plainly(run) for run in runs]
    if what == "typing":
        return typed(runs, picture, by, frames)
    if what == "cell":
        return walked(runs, picture, frames)
    if sweep is not None:
        return swept(runs, picture, parse_sweep(sweep, picture.layer, picture.direction), frames)
    return learnt(runs, picture, frames, report)
