"""A model while it is trained once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gatescope.errors import UsageError
from gatescope.plots.animation.frames import Frame, Moving, checked, steady
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.description import Plot
from gatescope.progress import Report, silent
from gatescope.session.run.again import again
from gatescope.session.run.snapshot import Run
from gatescope.session.training.trained_again import has_command, trained_again
from gatescope.words import tr

_USUAL, _FPS = 60, 10.0


def learnt(runs: Sequence[Run], picture: ViewPicture, frames: int | None = None, report: Report = silent) -> Moving:
    """Return the run of one model while it is trained once more, by the command in its card: untrained first, then
    after each of `frames` parts of the training.

    Args:
        report: called within the training, too, with the share of it that is done.

    Raises:
        UsageError: there are several models, or one whose card does not say how it was trained.
        GateScopeError: from the first frame on: what it was trained on does not lie here, or the loss ran away.
    """
    parts = checked(frames, _USUAL)
    if len(runs) != 1:
        raise UsageError("the training of one model is animated at a time: leave the others out")
    run = runs[0]
    model = run.reader
    if model is None or not has_command(model):
        raise UsageError(f"the card of {run.model} does not say by which command it was trained")
    settled = picture.settled(runs)
    final = settled.of(runs)
    lines: list[str] = []

    def drawn() -> Iterator[Plot]:
        for stage in trained_again(model, parts, report):
            lines[:] = [f"{model.name} · {stage}"]
            opened = None if run.opened is None else again(run.opened, stage.network)
            yield settled.of([replace(again(run, stage.network), opened=opened)])

    moving = (Frame(plot, lines[0]) for plot in steady(drawn(), final))
    return Moving(moving, parts + 1, tr("in training"), (final,), _FPS)
