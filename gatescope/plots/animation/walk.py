"""The walk through a cell: a frame an operation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gatescope.errors import UsageError
from gatescope.plots.animation.frames import Frame, Moving, checked, evenly
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.cell.wiring import CellPlot
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_FPS = 0.5
"""An operation is read as well as looked at."""


def walked(runs: Sequence[Run], picture: ViewPicture, frames: int | None = None) -> Moving:
    """Return the cell of `runs` at one token, with operation after operation in turn.

    Args:
        picture: of a cell; its step is the operation to begin with, the first by default.
        frames: at most so many; fewer than there are operations leave some out.

    Raises:
        UsageError: the picture is not that of a cell, the text has no tokens, or there is no such operation.
    """
    most = checked(frames)
    if "cell" not in picture.views:
        raise UsageError(f"a walk leads through a cell: animate the view 'cell', not {picture.view!r}")
    settled = picture.settled(runs)
    start = 1 if picture.step is None else picture.step
    first = settled.of_a_cell().at_step(start).of(runs)
    assert isinstance(first, CellPlot), "the view of a cell"
    if not first.steps:
        raise UsageError("the text has no tokens, so there is no step of a cell to walk through")
    count = first.steps - start + 1
    steps = [start + step - 1 for step in evenly(count, most)]

    def drawn() -> Iterator[Frame]:
        for step in steps:
            yield Frame(settled.at_step(step).of(runs))

    left = count - len(steps)
    remark = tr("{left} of the {count} operations have no frame of their own", left=left, count=count) if left else ""
    ends = tuple(settled.at_step(step).of(runs) for step in (start, first.steps))
    return Moving(drawn(), len(steps), tr("walking through the cell"), ends, _FPS, remark)
