"""What a picture draws of one training run: columns over its steps, of a run in the window or of a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.signals import CELL_NAMES
from gatescope.session.training.history import History
from gatescope.words import tr

Values = NDArray[np.float64]
Steps = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Quality:
    """The metric of the task that was learned.

    Attributes:
        name: such as ``"accuracy"``.
        share: whether it is shown in percent.
    """

    name: str = "metric"
    share: bool = False


@dataclass(frozen=True, eq=False)
class RunCurves:
    """One run so far.

    Attributes:
        name: by which it is told from others, such as ``"run 2"``.
        about: what it trains, such as ``"sentiment, LSTM of 32 units"``.
        steps: (N,) from 1, rising; what was dropped by a rewind is not among them.
        loss, gradient_norm, update: (N,) of every step.
        parts: (N,) the norm of the gradients of one part of the network, by its name.
        looked_at: (M,) the steps at which `saturated`, (M,) shares by gate, was measured.
        passes: (P,) the last steps of the passes that are over.
        held_out, metric: (P,) after each of them.
        batches: steps of a pass; 0 where that is not known.
        quality: what `metric` is.
        clip: the norm that gradients are clipped at; None where they are not.
        checkpoints: the steps whose networks are kept, rising; 0 is the untrained one.
        diverged: the step at which it stopped being a number; None where it did not.
    """

    name: str
    steps: Steps
    loss: Values
    gradient_norm: Values
    update: Values
    about: str = ""
    parts: Mapping[str, Values] = field(default_factory=dict)
    looked_at: Steps = field(default_factory=lambda: np.zeros(0, np.int64))
    saturated: Mapping[str, Values] = field(default_factory=dict)
    passes: Steps = field(default_factory=lambda: np.zeros(0, np.int64))
    held_out: Values = field(default_factory=lambda: np.zeros(0))
    metric: Values = field(default_factory=lambda: np.zeros(0))
    batches: int = 0
    quality: Quality = field(default_factory=Quality)
    clip: float | None = None
    checkpoints: tuple[int, ...] = ()
    diverged: int | None = None

    @property
    def last(self) -> int:
        """The last step; 0 before the first."""
        return int(self.steps[-1]) if len(self.steps) else 0

    @property
    def best(self) -> int | None:
        """The step after the pass with the lowest held-out loss; None before a pass is over."""
        known = np.isfinite(self.held_out)
        if not known.any():
            return None
        return int(self.passes[int(np.where(known, self.held_out, np.inf).argmin())])

    def pass_of(self, step: int) -> int:
        """Return the number of the pass that a step belongs to, from 1; 0 where that is not known."""
        return 0 if not self.batches else (max(step, 1) - 1) // self.batches + 1

    def smoothed(self) -> Values:
        """Return (N,) the mean loss of the last steps, a twentieth of a pass and no fewer than 8."""
        width = max(self.batches // 20, 8)
        known = np.isfinite(self.loss)
        totals = np.concatenate([[0.0], np.where(known, self.loss, 0.0).cumsum()])
        counts = np.concatenate([[0], known.cumsum()])
        stop = np.arange(1, len(self.loss) + 1)
        start = np.maximum(stop - width, 0)
        with np.errstate(invalid="ignore"):
            return np.where(known, (totals[stop] - totals[start]) / np.maximum(counts[stop] - counts[start], 1), np.nan)


def at_step(steps: Steps, values: Values, step: int | None) -> float | None:
    """Return the last of `values` at or before `step`; None where there is none that early."""
    if step is None:
        return None
    place = int(np.searchsorted(steps, step, side="right")) - 1
    return float(values[place]) if place >= 0 else None


def run_curves(history: History, name: str) -> RunCurves:
    """Return what is drawn of a run that is called `name`."""
    steps, passes, looks, recipe, measured = (
        history.steps, history.passes, history.looks, history.recipe, history.measured
    )  # fmt: skip
    return RunCurves(
        name=name,
        about=about(history),
        steps=steps.step,
        loss=steps.loss,
        gradient_norm=steps.gradient_norm,
        update=steps.update,
        parts=steps.gradient_norms,
        looked_at=looks.step,
        saturated=looks.shares,
        passes=passes.step,
        held_out=passes.held_out_loss,
        metric=passes.metric,
        # A log does not say how long a pass is, but when the first one ended.
        batches=history.batches or (int(passes.step[0]) if len(passes.step) else 0),
        quality=Quality(measured.metric.removeprefix("validation "), measured.share),
        clip=None if recipe is None else recipe.settings.clip_norm,
        checkpoints=tuple(kept.step for kept in history.checkpoints),
        diverged=None if history.diverged is None else history.diverged.step,
    )


def about(history: History) -> str:
    """Return what a run trains: ``sentiment, LSTM of 32 units``; of a log, its name alone."""
    recipe = history.recipe
    if recipe is None:
        return history.task
    layers = f"{recipe.layers} × " if recipe.layers > 1 else ""
    return tr(
        "{task}, {get} of {layers}{units} units",
        task=history.task,
        get=CELL_NAMES.get(recipe.cell, recipe.cell),
        layers=layers,
        units=recipe.units,
    )
