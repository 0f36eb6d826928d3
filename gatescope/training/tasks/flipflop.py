"""The task "flipflop": hold three bits, each set by pulses on an input of its own."""

from __future__ import annotations

from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks.pulses import NOISE, prepared
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

BITS, LENGTH, SEED = 3, 100, 20240301


def prepare(_material: Material, recipe: Recipe) -> Prepared:
    """Draw the held-out sequences; the mini-batches are drawn anew in every pass."""
    return prepared("flipflop", BITS, LENGTH, SEED, recipe)


TASK = Task(
    name="flipflop",
    title=mark("Which sign had the last pulse of each of three bits?"),
    look_for=mark("the eight places where the state rests between pulses: the corners of a cube"),
    recipe=Recipe(units=16, settings=Settings(epochs=60, patience=60, learning_rate=0.01, schedule="cosine", batch=32)),
    prepare=prepare,
    options=(NOISE,),
)
