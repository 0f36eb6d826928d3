"""The training loop, as a generator that yields after every mini-batch and may be closed there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from gatescope.analysis.clipping import clip_by_norm, clip_by_value
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.errors import ModelError
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.adam import Adam
from gatescope.training.batches import Packed, batches
from gatescope.training.gradients import Objective, loss_and_gradients, validate


@dataclass(frozen=True)
class Settings:
    """How to train.

    Attributes:
        epochs: passes over the sentences, at most.
        batch: sentences a mini-batch.
        learning_rate: Adam's α.
        clip_norm: largest norm of all gradients together, or None.
        clip_value: largest single derivative, or None; cut before the norm is taken.
        patience: epochs without a better validation loss after which training ends.
        objective: what is minimised.
        seed: of the order of the sentences and of dropout.
    """

    epochs: int = 8
    batch: int = 64
    learning_rate: float = 2e-3
    clip_norm: float | None = 5.0
    clip_value: float | None = None
    patience: int = 3
    objective: Objective = field(default_factory=Objective)
    seed: int = 0


@dataclass(frozen=True, eq=False)
class TrainingReport:
    """Where training stands after one mini-batch.

    Attributes:
        epoch, epochs: this pass, from 1, of how many at most.
        batch, batches: this mini-batch, from 1, of how many in a pass.
        loss: mean training loss of this pass so far.
        gradient_norm: of this mini-batch, before clipping.
        validation_loss, accuracy: on the validation sentences, at the end of a pass; None within one.
        network: as it is now.
        best: the network of the pass with the lowest validation loss so far; the untrained one before any ended.
        done: whether this is the last report.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    gradient_norm: float
    validation_loss: float | None
    accuracy: float | None
    network: Network
    best: Network
    done: bool


def train(
    network: Network, data: Packed, validation: Packed, settings: Settings, executor: Executor | None = None
) -> Iterator[TrainingReport]:
    """Train `network` on `data`, yielding a report after every mini-batch; closing the generator ends it.

    The same arguments and the same executor give the same networks, bit for bit, on the same machine.

    Args:
        validation: sentences that are never trained on: they say when to stop, and which network was best.

    Raises:
        ModelError: there is nothing to train on, or the loss stopped being a finite number.
    """
    if not len(data) or not len(validation):
        raise ModelError("there are too few sentences with words in them to train on some and validate on others")
    rng = np.random.default_rng(settings.seed)
    adam = Adam(settings.learning_rate)
    best, best_loss, waited = network, math.inf, 0
    count = -(-len(data) // settings.batch)
    for epoch in range(1, settings.epochs + 1):
        total = 0.0
        for number, positions in enumerate(batches(data.lengths, settings.batch, rng), start=1):
            loss, gradients = loss_and_gradients(network, data.take(positions), settings.objective, rng, executor)
            if not math.isfinite(loss):
                raise ModelError(
                    f"the loss became {loss} in mini-batch {number} of pass {epoch}: try a smaller learning rate"
                )
            total += loss
            if settings.clip_value is not None:
                gradients = clip_by_value(gradients, settings.clip_value)
            gradients, norm = clip_by_norm(gradients, settings.clip_norm or math.inf)
            network = with_tensors(network, adam.step(tensors(network), gradients))
            validation_loss = accuracy = None
            done = False
            if number == count:
                validation_loss, accuracy = validate(network, validation, executor)
                waited += 1
                if validation_loss < best_loss:
                    best, best_loss, waited = network, validation_loss, 0
                done = epoch == settings.epochs or waited >= settings.patience
            yield TrainingReport(
                epoch=epoch,
                epochs=settings.epochs,
                batch=number,
                batches=count,
                loss=total / number,
                gradient_norm=norm,
                validation_loss=validation_loss,
                accuracy=accuracy,
                network=network,
                best=best,
                done=done,
            )
        if done:
            return
