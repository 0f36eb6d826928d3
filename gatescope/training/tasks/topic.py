"""The task "topic": what the text is about now, and what it was about before is to be forgotten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.text.registry import tokenizer
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences, pack
from gatescope.training.settings import Settings
from gatescope.training.split import SEED
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.topic import WORDS, Talk, talk, vocabulary
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.own_grammar import PASS, source
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

READOUT = "topic"
LABELS = tuple(WORDS)
VOCABULARY = Vocabulary((UNKNOWN, *vocabulary()), lower_case=True, unknown=0)
EXAMPLES = (
    "The soup was near the oven. We spoke about the garlic. By the way, nobody forgot the rain. There was a storm.",
    "My sister likes the violin and the concert. You should have seen the goal. It was a very good song.",
    "People noticed the referee again. The ball was near the goal. Anyway, they asked for another loan.",
    "It was a very good match. Meanwhile, it was a very good cake.",
)
_STRETCHES = (1, 4)
_HELD_OUT = 250


def texts(held_out: bool, count: int, rng: np.random.Generator) -> list[Talk]:
    """Draw `count` texts of up to four stretches."""
    dice = Dice(rng)
    return [talk(dice, held_out, dice.number(*_STRETCHES)) for _ in range(count)]


def draw(rng: np.random.Generator, epoch: int, size: int) -> Sequences:
    """Draw `size` texts, none of them held out; every word counts, the last one of a stretch five times."""
    drawn = texts(False, size, rng)
    weights = []
    for one in drawn:
        weight = np.ones(len(one.words))
        weight[list(one.ends)] = 5.0
        weights.append(weight)
    return _packed(drawn, weights)


def held_out(count: int = _HELD_OUT) -> Sequences:
    """Return held-out texts, in which the subject is asked for at the end of every stretch alone."""
    drawn = texts(True, count, np.random.default_rng([SEED, 0]))
    return _packed(drawn, [np.isin(np.arange(len(one.words)), one.ends).astype(np.float64) for one in drawn])


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Draw what is held out; what is trained on is drawn batch by batch."""
    settings = recipe.settings
    return Prepared(
        vocabulary=VOCABULARY,
        tokenizer=tokenizer("word"),
        readout=READOUT,
        kind="softmax",
        labels=LABELS,
        training=Drawn(draw, settings.batch, PASS, settings.seed),
        held_out=held_out(),
        metric=replace(ACCURACY, name="accuracy at the end of a subject"),
        unit="texts",
        sources=(source("topic", settings, "texts"),),
        examples=EXAMPLES,
    )


def _packed(drawn: list[Talk], weights: list[np.ndarray[tuple[int], np.dtype[np.float64]]]) -> Sequences:
    ids = [VOCABULARY.ids(one.words) for one in drawn]
    targets = [np.array([LABELS.index(topic) for topic in one.topics], np.int64) for one in drawn]
    return pack(ids, targets, weights)


TASK = Task(
    name="topic",
    title=mark("What is the text about now?"),
    look_for=mark("the forget gate at “by the way” against its mean elsewhere: what was added up so far has to go"),
    recipe=Recipe(
        units=32,
        embedding=32,
        settings=Settings(epochs=15, patience=15, learning_rate=0.004, schedule="linear", clip_norm=1.0),
    ),
    prepare=prepare,
)
