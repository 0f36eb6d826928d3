"""Trains a model with its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from gatescope.engine.cells import CELLS
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.formats.own.sample import sample_fields
from gatescope.training.fitted_read_out import fitted, share_right, with_read_out
from gatescope.training.initial import untrained
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingReport
from gatescope.training.tasks.task import Prepared, Task
from gatescope.training.trainer import Training, measure


def produce(
    task: Task,
    recipe: Recipe,
    prepared: Prepared,
    name: str,
    *,
    show: Callable[[TrainingReport], None],
    executor: Executor | None = None,
    about: Mapping[str, Any] | None = None,
    training: Training | None = None,
) -> Model:
    """Train a network and return the one that was best on the held-out sequences.

    Args:
        prepared: `task`, made ready for `recipe`.
        name: of the model.
        show: called after every mini-batch.
        about: further fields of the card, such as the command and the date.
        training: the run, where it has begun already.

    Raises:
        ModelError: there is too little to learn from, or the loss stopped being a finite number.
    """
    if training is None:
        training = Training(prepared, recipe.settings, untrained(recipe, prepared), executor)
    for report in training.reports():
        show(report)
    return as_model(task, recipe, prepared, training.state.best, name, executor=executor, about=about)


def as_model(
    task: Task,
    recipe: Recipe,
    prepared: Prepared,
    network: Network,
    name: str,
    *,
    executor: Executor | None = None,
    about: Mapping[str, Any] | None = None,
) -> Model:
    """Return a trained network as a model whose card says what it does, how well, and where it comes from."""
    finished = prepared.finished
    # Of the model that is saved, so that the card claims nothing that it does not do.
    made = network if finished is None else finished.network(network)
    _, value = measure(made, finished or prepared, executor)
    metric = {
        "name": prepared.metric.name,
        "value": round(value, 4),
        "on": f"{len(prepared.held_out):,} held-out {prepared.unit}",
    }
    told: dict[str, Any] = {"metric": metric}
    if (further := prepared.further) is not None:
        readout = fitted(network, further, recipe.seed, executor)
        share = round(share_right(network, readout, further.held_out, executor), 4)
        made = with_read_out(made, readout)
        told[readout.name] = {"name": f"accuracy, {further.weighed}", "value": share, "on": metric["on"]}
    if finished is not None:
        told |= sample_fields(prepared.inputs, finished.sample)
    return described(task, recipe, prepared, made, name, {**told, **(about or {})})


def described(
    task: Task, recipe: Recipe, prepared: Prepared, network: Network, name: str, about: Mapping[str, Any]
) -> Model:
    """Return a network as a model whose card says what it does and where it comes from, with the fields of `about`."""
    first, *others = prepared.examples or ("",)
    card = {
        "family": family(name, task),
        "task": task.name,
        "title": task.title,
        **({"example": first, "examples": others} if first else {}),
        "data": [asdict(source) for source in prepared.sources],
        **({} if prepared.sample is None else sample_fields(prepared.inputs, prepared.sample)),
        "seed": recipe.seed,
        **about,
    }
    return Model(name, network, prepared.vocabulary, prepared.tokenizer, card)


def family(name: str, task: Task) -> str:
    """Return the family of a model: its name less the cell, ``recall-led`` of ``recall-led-gru``; else the task."""
    before, _, cell = name.rpartition("-")
    return before if before and cell in CELLS else task.name
