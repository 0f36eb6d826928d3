"""What the views of fixed points ask, all of them the same, so that one search serves them all."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.analysis.fixed_points.constant import Constant
from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.plots.gradient_words import quoted
from gatescope.plots.runs import front_run
from gatescope.session.analyses.question import Question
from gatescope.session.document.document import Focus
from gatescope.session.document.resting import CURSOR, LAST, NOTHING, ZERO, PointRef
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.words import tr

ANALYSIS = "fixed points"


def question_of(snapshot: Snapshot, focus: Focus) -> Question | None:
    """Return the question about the shown models that read the same as the one in front; None where nothing is read."""
    front = front_run(snapshot.runs, focus)
    constant = None if front is None else constant_of(front, focus)
    if constant is None:
        return None
    runs = tuple(run for run in snapshot.runs if constant_of(run, focus) == constant)
    return Question.of(ANALYSIS, runs, constant=constant, part=focus.part)


def constant_of(run: Run, focus: Focus) -> Constant | None:
    """Return what `run` reads again and again; None where it has no such word, or nothing is to be read."""
    if focus.reading == ZERO:
        return Constant()
    token = read_token(run, focus.reading, focus.token)
    if token is None:
        return None
    if run.trace.inputs is not None:
        return Constant.of(run.trace.inputs[token])
    return Constant(word=int(run.tokens.ids[token]))


def read_token(run: Run, reading: str, cursor: int | None) -> int | None:
    """Return the token that is read again and again; None for zeros, for nothing, and where there is no token."""
    count = len(run.tokens)
    if reading == CURSOR:
        return cursor if cursor is not None and 0 <= cursor < count else None
    if reading != LAST or not count:
        return None
    # A word that is still being typed is none yet.
    return count - 2 if run.tokens.tentative == count - 1 and count > 1 else count - 1


def read_words(run: Run | None, reading: str, cursor: int | None) -> str:
    """Return what is read, for a person: ``“.” for ever``, ``zeros for ever``, ``nothing``."""
    if reading in (ZERO, NOTHING):
        return tr("zeros for ever") if reading == ZERO else "nothing"
    token = None if run is None else read_token(run, reading, cursor)
    return (
        tr("a word for ever")
        if run is None or token is None
        else tr("{quoted} for ever", quoted=quoted(run.tokens, token))
    )


def chosen_point(runs: Sequence[Run], results: Sequence[FixedPoints | None], focus: Focus) -> PointRef | None:
    """Return the chosen point of the answer that is shown: that in focus, else the first saddle of the model in front,
    else its first point; None where it has none."""
    if focus.point is not None and any(focus.point.found is found for found in results):
        return focus.point
    front = front_run(runs, focus)
    for run, found in zip(runs, results, strict=True):
        if run is front and found is not None and found.points:
            saddles = (number for number, point in enumerate(found.points) if point.kind == "saddle")
            return PointRef(run.model, found, next(saddles, 0))
    return None
