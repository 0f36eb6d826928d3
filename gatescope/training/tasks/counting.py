"""The task "counting": when is aⁿbⁿ at its end, and when is the last bracket closed? (Gers & Schmidhuber 2001)."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Array
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Ids, Sequences, pack
from gatescope.training.settings import Settings
from gatescope.training.tasks.drawn_by_task import source
from gatescope.training.tasks.metric import Metric, said
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

VOCABULARY = Vocabulary(("a", "b", "(", ")", "<unk>"), unknown=4)
A, B, OPENS, CLOSES = range(4)
HELD_OUT, SEED, BATCHES = 1000, 20240305, 50
EXAMPLES = ("aaaaaaabbbbbbb", "((()(()))())", "aaabbbaaaabbbb", "((((((()))))))", "a" * 15 + "b" * 15)


def letters(rng: np.random.Generator, most: int) -> Ids:
    """Return aⁿbⁿ with n from 1 to `most`, as ids."""
    return np.repeat(np.array([A, B]), int(rng.integers(1, most + 1)))


def brackets(rng: np.random.Generator, most: int) -> Ids:
    """Return brackets, nested up to `most` deep, of which the last one closes the first, as ids.

    They go up to a depth that is drawn, mostly straight, and then down with a share of turns that is drawn, too.
    """
    top, turns = int(rng.integers(1, most + 1)), rng.uniform(0.0, 0.5)
    found: list[int] = []
    depth, chance = 0, 0.8
    while True:
        up = depth == 0 or (depth < top and bool(rng.random() < chance))
        depth += 1 if up else -1
        found.append(OPENS if up else CLOSES)
        if depth == top:
            chance = turns
        if depth == 0:
            return np.array(found)


def balanced(ids: Ids) -> Ids:
    """Return (T,) after every letter, 1 where all that was opened is closed, else 0."""
    opens = (ids == A) | (ids == OPENS)
    depth: Ids = np.cumsum(np.where(opens, 1, -1))
    return np.where(depth == 0, 1, 0)


def sequences(rng: np.random.Generator, count: int, most: int) -> Sequences:
    """Draw `count` texts, each one word of brackets, or one of letters, or two such words in a row."""
    texts = []
    for _ in range(count):
        draw = letters if rng.random() < 0.5 else brackets
        texts.append(np.concatenate([draw(rng, most) for _ in range(int(rng.integers(1, 3)))]))
    return pack(texts, [balanced(ids) for ids in texts], [np.ones(len(ids)) for ids in texts])


def _whole(_loss: float, logits: Array, data: Sequences) -> float:
    wrong = said(logits) != data.targets
    return float(1 - np.mean(np.add.reduceat(wrong.astype(np.int64), data.offsets[:-1]) > 0))


WHOLE = Metric("texts right after every letter", _whole)


def prepare(_material: Material, recipe: Recipe) -> Prepared:
    """Draw the held-out texts; the mini-batches are drawn anew in every pass."""
    most = int(recipe.options.get(MOST.name, MOST.default))

    def draw(rng: np.random.Generator, _epoch: int, size: int) -> Sequences:
        return sequences(rng, size, most)

    return Prepared(
        vocabulary=VOCABULARY,
        tokenizer=tokenizer("character"),
        readout="balanced",
        kind="logistic",
        labels=("open", "balanced"),
        training=Drawn(draw, recipe.settings.batch, BATCHES, recipe.seed),
        held_out=sequences(np.random.default_rng(SEED), HELD_OUT, most),
        metric=WHOLE,
        unit="texts",
        sources=(source("counting", recipe.settings, BATCHES, "texts"),),
        examples=EXAMPLES,
    )


MOST = Option("most", 10, mark("the greatest n, and the deepest nesting, in training"), least=1)

TASK = Task(
    name="counting",
    title=mark("Is everything closed that was opened?"),
    look_for=mark("units that count: up at every letter that opens, down at every one that closes"),
    recipe=Recipe(
        units=8,
        embedding=4,
        settings=Settings(epochs=60, patience=60, learning_rate=0.01, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    options=(MOST,),
)
