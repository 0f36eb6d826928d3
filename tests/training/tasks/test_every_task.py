"""What every task that draws its own sequences keeps: one split, batches that the seed gives, examples it can read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.training.initial import untrained
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.training.trainer import Training

DRAWN = [task for task in TASKS.values() if not task.corpora and not task.takes_data]


@pytest.fixture(params=DRAWN, ids=lambda task: task.name)
def task(request: pytest.FixtureRequest) -> Task:
    found: Task = request.param
    return found


def prepared(task: Task, seed: int = 0) -> Prepared:
    recipe = task.recipe
    return task.prepare(Material(), replace(recipe, settings=replace(recipe.settings, seed=seed, batch=4)))


def test_the_held_out_sequences_do_not_depend_on_the_seed_of_training(task: Task) -> None:
    first, second = prepared(task, 0).held_out, prepared(task, 1).held_out
    for name in ("inputs", "offsets", "targets", "weights"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_the_mini_batches_are_given_by_seed_pass_and_number(task: Task) -> None:
    def inputs(seed: int, epoch: int, first: int = 1) -> np.ndarray:
        return next(iter(prepared(task, seed).training.of_pass(epoch, first))).inputs

    np.testing.assert_array_equal(inputs(0, 2, 3), inputs(0, 2, 3))
    for other in (inputs(1, 2, 3), inputs(0, 3, 3), inputs(0, 2, 4)):
        assert not np.array_equal(inputs(0, 2, 3), other)


def test_it_gives_something_to_read_first(task: Task) -> None:
    made = prepared(task)
    if made.vocabulary is None:
        assert made.sample is not None
        assert made.sample.shape[1] == len(made.inputs)
        return
    assert made.tokenizer is not None
    assert len(made.examples) >= 3
    for text in made.examples:
        assert made.tokenizer.tokenize(text, made.vocabulary).known.all(), text


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_one_step_of_every_cell_can_be_made(task: Task, cell: str) -> None:
    made = prepared(task)
    recipe = replace(task.recipe, cell=cell)
    report = next(Training(made, recipe.settings, untrained(recipe, made)).reports())
    assert np.isfinite(report.loss)
    assert report.gradient_norm > 0


def test_every_class_is_asked_for(task: Task) -> None:
    made = prepared(task)
    if made.kind != "softmax":
        return
    batches = made.training.of_pass(1)
    asked = {int(t) for _ in range(20) for batch in [next(batches)] for t in batch.targets[batch.weights > 0]}
    assert asked == set(range(len(made.labels)))


@pytest.mark.parametrize("listed", TASKS.values(), ids=lambda task: task.name)
def test_a_task_says_what_it_asks_and_what_to_look_for(listed: Task) -> None:
    assert listed.title.endswith(("?", "."))
    assert len(listed.look_for) > 20
