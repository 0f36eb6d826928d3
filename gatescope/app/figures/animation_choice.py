"""What a person may choose for a moving picture, and the picture that it makes of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gatescope.plots.animation.by_name import moving
from gatescope.plots.animation.frames import Moving
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.animation.typing import By
from gatescope.plots.by_name import RUN_VIEWS
from gatescope.progress import Report
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import mark

_VIEWS = {"heatmaps": "heatmap"}
"""Docks whose picture scripts and the command line call otherwise."""
_OF_ONE_UNIT = ("traces", "cell", "curves", "average")


@dataclass(frozen=True)
class Movement:
    """One thing that can move.

    Attributes:
        what: of `plots.animation.by_name.MOVES`.
        by: for typing, what a frame adds.
        title: what the dialog calls it.
    """

    what: str
    by: By | None
    title: str


MOVEMENTS = {
    "letters": Movement("typing", "letter", mark("Typing, letter by letter")),
    "tokens": Movement("typing", "token", mark("Typing, token by token")),
    "cell": Movement("cell", None, mark("The walk through the cell")),
    "clamp": Movement("clamp", None, mark("A gate or state, held at value after value")),
    "training": Movement("training", None, mark("Training, once more from the beginning")),
}


@dataclass(frozen=True)
class AnimationChoice:
    """The answers of the dialog.

    Attributes:
        movement: a key of `MOVEMENTS`.
        view: the dock whose picture moves.
        sweep: what is held, where it is a clamp that moves.
        path: the file.
        size: of the picture, in pixels.
        theme: the design's name.
        frames: at most so many; None for as many as it needs.
        fps: frames a second; None for what can be followed.
    """

    movement: str
    view: str
    sweep: str
    path: Path
    size: tuple[int, int]
    theme: str
    frames: int | None
    fps: float | None


def moves(dock: str) -> bool:
    """Return whether the picture of a dock can be drawn for any run, and thus move."""
    return _VIEWS.get(dock, dock) in RUN_VIEWS


def moving_of(choice: AnimationChoice, runs: Sequence[Run], focus: Focus, report: Report) -> Moving:
    """Return the moving picture that was chosen, of the model, the part and the units in focus.

    Raises:
        UsageError: it cannot be drawn; the sentence says why.
    """
    movement = MOVEMENTS[choice.movement]
    view = "cell" if movement.what == "cell" else _VIEWS.get(choice.view, choice.view)
    run = next((one for one in runs if one.model == focus.model), runs[0])
    part = focus.part if focus.part in run.network.parts else run.network.default_part
    usual = part == run.network.default_part
    mine = [ref.unit for ref in (*focus.units, *focus.lively) if (ref.model, ref.part) == (run.model, part)]
    picture = ViewPicture(
        view,
        units=mine[:1] if mine and len(runs) == 1 and view in _OF_ONE_UNIT else None,
        token=focus.token if movement.what == "cell" else None,
        layer=None if usual else part.layer,
        direction=None if usual else part.direction,
        lively=focus.lively,
    )
    sweep = choice.sweep if movement.what == "clamp" else None
    return moving(movement.what, runs, picture, by=movement.by, sweep=sweep, frames=choice.frames, report=report)
