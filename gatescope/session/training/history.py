"""What one run of training told so far, as frozen plain data for plots, tables and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.session.training.checkpoint import Checkpoint
from gatescope.training.diverged import BadStep
from gatescope.training.recipe import Recipe
from gatescope.words import tr

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Condition = Literal["ready", "preparing", "running", "paused", "ended", "diverged", "failed"]


def _none() -> Floats:
    return np.empty(0)


def _no_steps() -> Whole:
    return np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Steps:
    """S mini-batches. Arrays are (S,) and never written.

    Attributes:
        step: mini-batches so far, from 1, rising; without gaps unless the log they come from has some.
        loss, gradient_norm, learning_rate, update: as `TrainingReport` has them.
        gradient_norms: by part: ``"embedding"``, ``"layer0.forward"``, ``"readout.NAME"``.
    """

    step: Whole = field(default_factory=_no_steps)
    loss: Floats = field(default_factory=_none)
    gradient_norm: Floats = field(default_factory=_none)
    learning_rate: Floats = field(default_factory=_none)
    update: Floats = field(default_factory=_none)
    gradient_norms: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Passes:
    """P ends of passes. Arrays are (P,).

    Attributes:
        step: the last mini-batch of each.
        held_out_loss, metric: on the held-out sequences.
    """

    step: Whole = field(default_factory=_no_steps)
    held_out_loss: Floats = field(default_factory=_none)
    metric: Floats = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Looks:
    """W looks at the gates. Arrays are (W,).

    Attributes:
        step: the mini-batch of each.
        shares: by gate, the share of its values near an end, 0 to 1.
    """

    step: Whole = field(default_factory=_no_steps)
    shares: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """What a run is measured by, and on how much.

    Attributes:
        metric: its name, such as ``"validation accuracy"``.
        higher: whether more is better.
        share: whether it is a share, to be shown in percent.
        training, held_out: sequences of a pass, and held-out ones.
        unit: what they are called, such as ``"sentences"``.
    """

    metric: str = "metric"
    higher: bool = True
    share: bool = False
    training: int = 0
    held_out: int = 0
    unit: str = "sequences"


@dataclass(frozen=True)
class Place:
    """Where a run diverged.

    Attributes:
        step, epoch, batch: the mini-batch, all from 1.
        where: the first number that is none; None where only the loss or a gradient is not one.
    """

    step: int
    epoch: int
    batch: int
    where: BadStep | None


@dataclass(frozen=True, eq=False)
class History:
    """One run as it stands.

    Attributes:
        task: name of the task; of a log, that of its file.
        recipe: how it trains; None of a log.
        condition: ``"ready"``, ``"preparing"`` (its sequences are read), ``"running"``, ``"paused"``, ``"ended"``,
            ``"diverged"`` or ``"failed"``.
        message: a sentence about the condition; empty where there is nothing to say.
        most_steps: mini-batches if no pass is spared; 0 where unknown.
        batches: mini-batches of a pass; 0 where unknown.
        steps, passes, looks: the series.
        checkpoints: by rising step, at most 200, thinned evenly; empty of a log.
        measured: the metric, and how many sequences.
        diverged: where; None unless it did.
    """

    task: str
    recipe: Recipe | None = None
    condition: Condition = "ready"
    message: str = ""
    most_steps: int = 0
    batches: int = 0
    steps: Steps = field(default_factory=Steps)
    passes: Passes = field(default_factory=Passes)
    looks: Looks = field(default_factory=Looks)
    checkpoints: tuple[Checkpoint, ...] = ()
    measured: Measured = field(default_factory=Measured)
    diverged: Place | None = None

    @property
    def step(self) -> int:
        """Mini-batches so far."""
        return int(self.steps.step[-1]) if len(self.steps.step) else 0

    @property
    def best(self) -> int | None:
        """Place in `passes` of the lowest held-out loss, the first of equal ones; None before a pass ended."""
        finite = np.isfinite(self.passes.held_out_loss)
        return int(np.where(finite, self.passes.held_out_loss, np.inf).argmin()) if finite.any() else None

    @property
    def best_step(self) -> int | None:
        """The step at the end of that pass."""
        return None if self.best is None else int(self.passes.step[self.best])

    @property
    def boundaries(self) -> Whole:
        """(P,) the steps at which passes ended: with those to come where the length of a pass is known."""
        if not self.batches:
            return self.passes.step
        return np.arange(self.batches, max(self.most_steps, self.step) + 1, self.batches)

    @property
    def why_ended(self) -> str:
        """A sentence about the end of a run that came to it by itself."""
        passes, best = len(self.passes.step), 0 if self.best is None else self.best + 1
        if self.step < self.most_steps:
            head = tr("ended after pass {passes}", passes=passes)
        else:
            head = tr("all {passes} passes are done", passes=passes)
        return tr("{head}; the held-out loss was best after pass {best}", head=head, best=best)

    def checkpoint_at(self, step: int) -> Checkpoint | None:
        """Return the checkpoint nearest to `step`, the later of two; None where there is none."""
        return min(reversed(self.checkpoints), key=lambda kept: abs(kept.step - step), default=None)

    def checkpoint_before(self, step: int) -> Checkpoint:
        """Return the last checkpoint that is not after `step`, or else the first one; there must be one."""
        return next((kept for kept in reversed(self.checkpoints) if kept.step <= step), self.checkpoints[0])


def in_condition(history: History, condition: Condition, message: str = "") -> History:
    """Return `history` in another condition, and `message` to say why."""
    return replace(history, condition=condition, message=message, diverged=None)


def failed_at(history: History, sentence: str) -> History:
    """Return `history` of a run that failed, as `sentence` says, and that can go on from where it stands."""
    said = tr("{sentence}; it can go on from step {step:,}", sentence=sentence, step=history.step)
    return in_condition(history, "failed", said)
