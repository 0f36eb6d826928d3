"""A training that takes a second, and what the checks want to know of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Network
from gatescope.lessons.checks.bench import Bench
from gatescope.progress import Report
from gatescope.training.diverged import Diverged
from gatescope.training.dropout import Dropout
from gatescope.training.initial import untrained
from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks.task import Prepared
from gatescope.training.trainer import Training

_ENDLESS = 1 << 30


@dataclass(frozen=True, eq=False)
class Learned:
    """What a training did.

    Attributes:
        losses: of every mini-batch; the last is ∞ where it diverged.
        norms: of the gradient of every mini-batch, before clipping.
        cell_gradient: the norm of the first gradient in the weights of the cells alone.
        saturated: the share of saturated gate values in the first mini-batch, the mean over the gates.
        held_out: the loss on the held-out sequences after every pass.
        metric: on them, after the last pass; NaN where none ended.
        network: in the end.
    """

    losses: tuple[float, ...]
    norms: tuple[float, ...]
    cell_gradient: float
    saturated: float
    held_out: tuple[float, ...]
    metric: float
    network: Network

    @property
    def last_loss(self) -> float:
        """The mean loss of the last ten mini-batches."""
        return float(np.mean(self.losses[-10:]))

    @property
    def largest_jump(self) -> float:
        """The most by which the loss rose from one mini-batch to the next."""
        return float(np.max(np.diff(self.losses), initial=0.0))


def recipe(
    cell: str,
    seed: int,
    passes: int,
    rate: float,
    *,
    optimiser: str = "adam",
    clip_norm: float | None = 1.0,
    clip_value: float | None = None,
    units: int = 16,
    recurrent: str = "uniform",
    dropout: float = 0.0,
) -> Recipe:
    """Return a recipe for a small network of 16 numbers a word; `dropout` is of inputs and outputs."""
    settings = Settings(
        epochs=passes, optimiser=optimiser, learning_rate=rate, clip_norm=clip_norm, clip_value=clip_value,
        patience=_ENDLESS, dropout=Dropout(dropout, dropout), seed=seed,
    )  # fmt: skip
    return Recipe(cell=cell, units=units, embedding=16, recurrent=recurrent, settings=settings)


def learn(bench: Bench, prepared: Prepared, how: Recipe, report: Report, start: Network | None = None) -> Learned:
    """Train from `start`, or from an untrained network, and return what happened.

    Raises:
        Cancelled: `report` raised it, which hears how far it is after every mini-batch.
    """
    begin = untrained(how, prepared) if start is None else start
    losses: list[float] = []
    norms: list[float] = []
    held_out: list[float] = []
    cell_gradient = saturated = metric = math.nan
    network = begin
    training = Training(prepared, how.settings, begin, bench.executor, watch_every=_ENDLESS)
    try:
        for one in training.reports():
            report(one.step / one.steps)
            if not losses:
                cells = [norm for name, norm in one.gradient_norms.items() if name.startswith("layer")]
                cell_gradient = math.hypot(*cells)
                saturated = float(np.mean(list(one.saturated.values())))
            losses.append(one.loss)
            norms.append(one.gradient_norm)
            network = one.network
            if one.held_out_loss is not None and one.metric is not None:
                held_out.append(one.held_out_loss)
                metric = one.metric
    except Diverged:
        losses.append(math.inf)
    return Learned(tuple(losses), tuple(norms), cell_gradient, saturated, tuple(held_out), metric, network)
