"""The task "two-units": hold two bits in two units, so that the whole hidden state is a plane to look at."""

from __future__ import annotations

from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks.pulses import NOISE, prepared
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

BITS, LENGTH, SEED = 2, 50, 20240302


def prepare(_material: Material, recipe: Recipe) -> Prepared:
    """Draw the held-out sequences; the mini-batches are drawn anew in every pass."""
    return prepared("two-units", BITS, LENGTH, SEED, recipe)


TASK = Task(
    name="two-units",
    title=mark("Which sign had the last pulse of each of two bits?"),
    look_for=mark(
        "the phase portrait: four places where the state rests between pulses, and the way from one to another"
    ),
    recipe=Recipe(units=2, settings=Settings(epochs=30, patience=30, learning_rate=0.02, schedule="cosine", batch=32)),
    prepare=prepare,
    options=(NOISE,),
)
