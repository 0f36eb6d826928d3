"""The training loop, as a generator that yields after every mini-batch and may be closed there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gatescope.analysis.clipping import clip_by_norm, clip_by_value, common_norm
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.errors import ModelError
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.batches import DROPOUT, generator
from gatescope.training.diverged import Diverged, first_bad_step, too_high
from gatescope.training.gradients import Step, loss_and_gradients, read
from gatescope.training.optimisers import OPTIMISERS
from gatescope.training.report import TrainingReport, TrainingState
from gatescope.training.schedules import SCHEDULES
from gatescope.training.sequences import Sequences
from gatescope.training.settings import Settings
from gatescope.training.tasks.task import Finished, Prepared
from gatescope.training.watching import norms, relative_step, saturated
from gatescope.words import tr


class Training:
    """A run: what is trained, on what, how, and where it stands.

    Iterating over `reports` moves it on. The `state` between two of them, given to another run, goes on to the same
    networks, bit for bit, on the same machine with the same executor.
    """

    def __init__(
        self,
        prepared: Prepared,
        settings: Settings,
        start: Network | TrainingState,
        executor: Executor | None = None,
        watch_every: int = 10,
    ) -> None:
        """Make a run ready.

        Args:
            prepared: the task.
            settings: of the loop.
            start: the network to begin with, or where another run stood.
            executor: runs the cells.
            watch_every: mini-batches from one look at the saturated gates to the next; the last of a pass is looked
                at, too.

        Raises:
            ModelError: there is nothing to train on, or nothing to measure it with.
        """
        if not prepared.training.sequences or not len(prepared.held_out):
            raise ModelError(tr("there are too few {unit} to train on some and validate on others", unit=prepared.unit))
        state = start if isinstance(start, TrainingState) else TrainingState(0, 0, start, start)
        self._prepared, self._settings, self._executor, self._watch_every = prepared, settings, executor, watch_every
        self._at = state
        self._batches = prepared.training.count
        self._optimiser = OPTIMISERS[settings.optimiser]()
        self._optimiser.restore(state.steps, state.memory)

    @property
    def state(self) -> TrainingState:
        """Where it stands: after the last report, or before the mini-batch that diverged."""
        return replace(self._at, steps=self._optimiser.steps, memory=self._optimiser.state())

    def reports(self) -> Iterator[TrainingReport]:
        """Yield a report after every mini-batch; closing the generator ends it.

        Raises:
            Diverged: the loss or a gradient stopped being a finite number, or the loss ran away.
        """
        at = self._at
        if at.waited >= self._settings.patience:
            return
        ended = at.batch == self._batches
        for epoch in range(max(at.epoch, 1) + ended, self._settings.epochs + 1):
            begun = not ended and epoch == self._at.epoch
            before, total = (self._at.batch, self._at.loss_sum) if begun else (0, 0.0)
            # Where the losses before are not known, the mean is that of the rest.
            uncounted = before if total is None else 0
            numbered = enumerate(self._prepared.training.of_pass(epoch, before + 1), start=before + 1)
            for number, batch in numbered:
                report = self._after(batch, epoch, number)
                total = (total or 0.0) + report.loss
                self._at = replace(self._at, loss_sum=None if uncounted else total)
                yield replace(report, mean_loss=total / (number - uncounted))
                if report.done:
                    return

    def _after(self, batch: Sequences, epoch: int, number: int) -> TrainingReport:
        """Make one step and return its report."""
        at, settings = self._at, self._settings
        rng = generator(settings.seed, epoch, number, DROPOUT)
        step = loss_and_gradients(at.network, batch, settings.dropout, rng, self._executor)
        gradients, norm = self._clipped(step, batch, epoch, number)
        made, steps = (epoch - 1) * self._batches + number, settings.epochs * self._batches
        rate = settings.learning_rate * SCHEDULES[settings.schedule]((made - 1) / steps)
        values = tensors(at.network)
        moved = self._optimiser.step(values, gradients, rate)
        network = with_tensors(at.network, moved)
        self._at = at = replace(at, epoch=epoch, batch=number, network=network)
        held_out = metric = None
        done = False
        if number == self._batches:
            held_out, metric = measure(network, self._prepared, self._executor)
            better = held_out < at.best_loss
            self._at = at = replace(
                at,
                best=network if better else at.best,
                best_loss=held_out if better else at.best_loss,
                waited=0 if better else at.waited + 1,
            )
            done = epoch == settings.epochs or at.waited >= settings.patience
        watched = number == self._batches or number % self._watch_every == 1 % self._watch_every
        return TrainingReport(
            step=made,
            steps=steps,
            epoch=epoch,
            epochs=settings.epochs,
            batch=number,
            batches=self._batches,
            loss=step.loss,
            mean_loss=step.loss,
            learning_rate=rate,
            gradient_norm=norm,
            gradient_norms=norms(step.gradients),
            update=relative_step(values, moved),
            saturated=saturated(step.tape) if watched else {},
            held_out_loss=held_out,
            metric=metric,
            network=network,
            best=at.best,
            done=done,
        )

    def _clipped(self, step: Step, batch: Sequences, epoch: int, number: int) -> tuple[Mapping[str, Array], float]:
        """Return the gradients that are followed, and the norm they had.

        Raises:
            Diverged: the loss or a gradient is not finite, or the loss is beyond all that learns.
        """
        if not math.isfinite(step.loss):
            raise Diverged(tr("the loss became {loss}", loss=str(step.loss)), epoch, number, first_bad_step(step.tape))
        if too_high(step.loss, self._at.network.readouts[0].kind, batch):
            raise Diverged(tr("the loss rose to {loss:.3g}", loss=step.loss), epoch, number, first_bad_step(step.tape))
        norm = common_norm(step.gradients)
        if not math.isfinite(norm):
            raise Diverged(tr("a gradient stopped being a number"), epoch, number, first_bad_step(step.tape))
        gradients = step.gradients
        if self._settings.clip_value is not None:
            gradients = clip_by_value(gradients, self._settings.clip_value)
        return clip_by_norm(gradients, self._settings.clip_norm or math.inf)[0], norm


def measure(network: Network, prepared: Prepared | Finished, executor: Executor | None = None) -> tuple[float, float]:
    """Return the loss on the held-out sequences, and the metric of the task."""
    loss, logits = read(network, prepared.held_out, executor)
    return loss, prepared.metric.of(loss, logits, prepared.held_out)
