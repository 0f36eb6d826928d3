"""Describes training runs: panels over their steps, and one sentence with what was measured."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from gatescope.plots.numbers import number
from gatescope.plots.training.curves import RunCurves, at_step
from gatescope.plots.training.panels import PANELS, USUAL, percent
from gatescope.plots.training.run_plot import TrainingRunPlot
from gatescope.words import tr

_MOST_PASSES = 14
"""Names of passes below the axis."""


def describe_training(
    runs: Sequence[RunCurves],
    *,
    at: int | None = None,
    shown: Collection[str] = USUAL,
    running: bool = False,
    message: str = "",
) -> TrainingRunPlot:
    """Describe one run, or several laid over each other.

    Args:
        runs: the one in front first.
        at: the step that is looked at; the last one by default.
        shown: names of `PANELS`.
        running: whether the one in front goes on.
        message: why it ended, where it did so by itself; plain text.
    """
    if not runs or not any(len(run.steps) for run in runs):
        front = runs[0] if runs else None
        kept = () if front is None else front.checkpoints
        return TrainingRunPlot(names=tuple(run.name for run in runs), checkpoints=kept, finding=escape(message))
    front = runs[0]
    step = front.last if at is None else at
    panels = tuple(make(runs, step) for name, make in PANELS.items() if name in shown)
    return TrainingRunPlot(
        panels=tuple(panel for panel in panels if any(len(line.steps) for line in panel.lines)),
        stop=axis_end(runs),
        at=step,
        reached=front.last,
        best=front.best,
        checkpoints=front.checkpoints,
        passes=_passes(front, axis_end(runs)),
        names=tuple(run.name for run in runs),
        about=front.about,
        heading=_heading(front, step, running=running),
        finding=escape(message) if message else _finding(front),
        diverged=front.diverged,
        caption=" · ".join(run.about or run.name for run in runs),
    )


def axis_end(runs: Sequence[RunCurves]) -> int:
    """Return the step at the right end: that of the longest run, up to the end of a pass that has begun, so that the
    axis stays as it is within one."""
    ends = [1]
    for run in runs:
        whole = -(-run.last // run.batches) * run.batches if run.batches else run.last
        # Ended within a pass, and not to go on: nothing to wait for.
        ends.append(run.last if run.diverged is not None else whole)
    return max(ends)


def _passes(run: RunCurves, stop: int) -> tuple[tuple[int, str], ...]:
    if not run.batches:
        return ()
    count = -(-stop // run.batches)
    apart = -(-count // _MOST_PASSES)
    return tuple(
        (k * run.batches, tr("pass {k}", k=k) if apart == 1 or k % apart == 0 else "")
        for k in range(1, count + 1)
        if (k * run.batches) <= stop + run.batches
    )


def _heading(run: RunCurves, step: int, *, running: bool) -> str:
    if step == run.last:
        return tr("step {last:,}", last=run.last) if running else tr("the run stands at step {last:,}", last=run.last)
    goes = tr("goes on at") if running else tr("stands at")
    return tr("looking at step {step:,}; the run {goes} {last:,}", step=step, goes=goes, last=run.last)


def _finding(run: RunCurves) -> str:
    best = run.best
    if best is None:
        return ""
    lowest, metric = at_step(run.passes, run.held_out, best), at_step(run.passes, run.metric, best)
    assert lowest is not None
    assert metric is not None
    value = percent(metric) if run.quality.share else number(metric, 3)
    said = tr(
        "<b>Best after step {best:,}</b> (pass {pass_of}): held-out loss {lowest}",
        best=best,
        pass_of=run.pass_of(best),
        lowest=number(lowest, 3),
    )
    said += f", {escape(run.quality.name)} {value}"
    later = run.held_out[run.passes > best]
    if len(later) > 1 and (later > lowest).all():
        said += tr("; since then it has not been lower in {count} passes", count=len(later))
    return f"{said}."
