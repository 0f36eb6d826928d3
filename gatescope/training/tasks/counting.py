"""The task "counting": when does aⁿbⁿ end, and when does the last bracket close? (Gers & Schmidhuber 2001)."""

from __future__ import annotations

import numpy as np

from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Ids, Sequences, pack
from gatescope.training.settings import Settings
from gatescope.training.tasks.metric import Metric, said
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.engine.network import Array

OPEN, CLOSED = "open", "balanced"
VOCABULARY = Vocabulary(("a", "b", "(", ")", "<unk>"), unknown=4)
HELD_OUT, SEED = 1000, 20240305
BATCHES = 50


def letters(rng: np.random.Generator, most: int) -> Ids:
    """Return a word aⁿbⁿ with n from 1 to `most`, as ids."""
    n = int(rng.integers(1, most + 1))
    return np.repeat(np.array([0, 1]), n)


def brackets(rng: np.random.Generator, most: int) -> Ids:
    """Return brackets, nested up to `most` deep, that are balanced at their end alone, as ids."""
    top = int(rng.integers(1, most + 1))
    depth, found, reached = 0, [], False
    while True:
        # Up to the drawn depth mostly up, from there mostly down.
        up = depth == 0 or (depth < top and rng.random() < (0.3 if reached else 0.7))
        depth += 1 if up else -1
        reached = reached or depth == top
        found.append(2 if up else 3)
        if depth == 0:
            return np.array(found)


def sequences(rng: np.random.Generator, count: int, most: int, texts: int = 2) -> Sequences:
    """Draw `count` texts of up to `texts` words of one kind: after every letter, 1 where all that was opened is closed."""
    inputs, targets = [], []
    for _ in range(count):
        draw = letters if rng.random() < 0.5 else brackets
        words = [draw(rng, most) for _ in range(int(rng.integers(1, texts + 1)))]
        ids = np.concatenate(words)
        inputs.append(ids)
        depth = np.cumsum(np.where(ids % 2 == 0, 1, -1))
        targets.append((depth == 0).astype(np.int64))
    return pack(inputs, targets, [np.ones(len(ids)) for ids in inputs])


def _whole(loss: float, logits: Array, data: Sequences) -> float:
    wrong = said(logits) != data.targets
    return float(1 - np.mean(np.add.reduceat(wrong, data.offsets[:-1]) > 0))


WHOLE = Metric("texts right to their last letter", _whole)


def prepare(material: Material, recipe: Recipe) -> Prepared:
    most = int(recipe.options.get("most", MOST.default))

    def draw(rng: np.random.Generator, epoch: int, size: int) -> Sequences:
        return sequences(rng, size, most)

    return Prepared(
        vocabulary=VOCABULARY,
        tokenizer=tokenizer("character"),
        readout="balanced",
        kind="logistic",
        labels=(OPEN, CLOSED),
        training=Drawn(draw, recipe.settings.batch, BATCHES, recipe.seed),
        held_out=sequences(np.random.default_rng(SEED), HELD_OUT, most),
        metric=WHOLE,
        unit="texts",
        examples=("aaaaabbbbb",),
    )


MOST = Option("most", 10, "the greatest n, and the deepest nesting", least=1)

TASK = Task(
    name="counting",
    title="Is everything closed that was opened?",
    look_for="units that count: up at every letter that opens, down at every one that closes",
    recipe=Recipe(units=8, embedding=4, settings=Settings(epochs=40, patience=40, learning_rate=0.01, schedule="cosine", clip_norm=1.0)),
    prepare=prepare,
    options=(MOST,),
)
