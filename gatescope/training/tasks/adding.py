"""The task "adding": add the two marked numbers of a long row (Hochreiter & Schmidhuber 1997, experiment 4)."""

from __future__ import annotations

import numpy as np

from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences
from gatescope.training.settings import Settings
from gatescope.training.tasks.drawn_by_task import source
from gatescope.training.tasks.metric import SQUARED_ERROR
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

INPUTS = ("number", "mark")
HELD_OUT, SEED, BATCHES = 1000, 20240303, 50


def sequences(rng: np.random.Generator, count: int, length: int) -> Sequences:
    """Draw `count` rows of `length` numbers from 0 to 1, one in each half marked by a 1 beside it.

    The target, after the last step, is the sum of the two marked numbers.
    """
    inputs = np.zeros((count, length, 2), np.float32)
    inputs[:, :, 0] = rng.random((count, length), dtype=np.float32)
    rows, half = np.arange(count), length // 2
    inputs[rows, rng.integers(0, half, count), 1] = 1
    inputs[rows, rng.integers(half, length, count), 1] = 1
    sums = (inputs[:, :, 0] * inputs[:, :, 1]).sum(axis=1)
    weights = np.zeros((count, length))
    weights[:, -1] = 1
    return Sequences(
        inputs.reshape(-1, 2),
        np.arange(count + 1, dtype=np.int64) * length,
        np.repeat(sums, length)[:, None],
        weights.reshape(-1),
    )


def prepare(_material: Material, recipe: Recipe) -> Prepared:
    """Draw the held-out rows; the mini-batches are drawn anew in every pass."""
    length = int(recipe.options.get(LENGTH.name, LENGTH.default))

    held_out = sequences(np.random.default_rng(SEED), HELD_OUT, length)

    def draw(rng: np.random.Generator, _epoch: int, size: int) -> Sequences:
        return sequences(rng, size, length)

    return Prepared(
        vocabulary=None,
        tokenizer=None,
        readout="sum",
        kind="linear",
        labels=("sum",),
        training=Drawn(draw, recipe.settings.batch, BATCHES, recipe.seed),
        held_out=held_out,
        metric=SQUARED_ERROR,
        unit="rows of numbers",
        sources=(source("adding", recipe.settings, BATCHES, "rows of numbers"),),
        inputs=INPUTS,
        sample=np.round(held_out.inputs[:length], 2),
    )


LENGTH = Option("length", 50, mark("numbers in a row"), least=4)

TASK = Task(
    name="adding",
    title=mark("What is the sum of the two marked numbers?"),
    look_for=mark(
        "the input gate, which opens at the marks, and the state that carries the first number to the second"
    ),
    recipe=Recipe(
        units=32,
        settings=Settings(epochs=40, patience=40, learning_rate=0.005, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    options=(LENGTH,),
)
