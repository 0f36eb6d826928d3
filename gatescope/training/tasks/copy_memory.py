"""The task "copy": say letters again after a wait (Hochreiter & Schmidhuber 1997; Arjovsky, Shah & Bengio 2016)."""

from __future__ import annotations

import numpy as np

from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences
from gatescope.training.settings import Settings
from gatescope.training.tasks.drawn_by_task import source
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

LETTERS, WAIT, CUE = "abcd", ".", "?"
VOCABULARY = Vocabulary((*LETTERS, WAIT, CUE, "<unk>"), unknown=len(LETTERS) + 2)
HELD_OUT, SEED, BATCHES = 1000, 20240304, 50
EXAMPLES = ("cabd..........????", "dada...????", "bbca....................????", "abcd......????")


def sequences(rng: np.random.Generator, count: int, letters: int, wait: int) -> Sequences:
    """Draw `count` texts of so many letters, a wait of up to `wait` dots, and a question mark a letter.

    The target at the question marks is the letters in their order; nothing else counts.
    """
    said = rng.integers(0, len(LETTERS), (count, letters))
    waits = rng.integers(1, wait + 1, count)
    lengths = 2 * letters + waits
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    inputs = np.full(offsets[-1], VOCABULARY.id(WAIT))
    targets, weights = np.zeros(len(inputs), np.int64), np.zeros(len(inputs))
    steps = np.arange(letters)
    first, last = offsets[:-1, None] + steps, offsets[1:, None] - letters + steps
    inputs[first], inputs[last] = said, VOCABULARY.id(CUE)
    targets[last], weights[last] = said, 1
    return Sequences(inputs, offsets, targets, weights)


def prepare(_material: Material, recipe: Recipe) -> Prepared:
    """Draw the held-out texts; the mini-batches are drawn anew in every pass."""
    letters = int(recipe.options.get(COUNT.name, COUNT.default))
    wait = int(recipe.options.get(LONGEST.name, LONGEST.default))

    def draw(rng: np.random.Generator, _epoch: int, size: int) -> Sequences:
        return sequences(rng, size, letters, wait)

    return Prepared(
        vocabulary=VOCABULARY,
        tokenizer=tokenizer("character"),
        readout="letter",
        kind="softmax",
        labels=tuple(LETTERS),
        training=Drawn(draw, recipe.settings.batch, BATCHES, recipe.seed),
        held_out=sequences(np.random.default_rng(SEED), HELD_OUT, letters, wait),
        metric=ACCURACY,
        unit="texts",
        sources=(source("copy", recipe.settings, BATCHES, "texts"),),
        examples=EXAMPLES,
    )


COUNT = Option("letters", 4, mark("letters to copy"), least=1)
LONGEST = Option("wait", 20, mark("the longest wait, in dots"), least=1)

TASK = Task(
    name="copy",
    title=mark("Which letters stood at the beginning?"),
    look_for=mark(
        "the state while it waits: four letters are held at once, and each question mark takes out the next one"
    ),
    recipe=Recipe(
        units=48,
        embedding=8,
        settings=Settings(epochs=40, patience=40, learning_rate=0.005, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    options=(COUNT, LONGEST),
)
