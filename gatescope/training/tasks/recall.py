"""The task "recall": a country early, its language late.

How far apart the two are while it is learnt decides which cells learn it, so that is a choice of the task.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from gatescope.text.registry import tokenizer
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences, end_to_end, pack
from gatescope.training.settings import Settings
from gatescope.training.split import SEED
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.recall import ASKED, LANGUAGES, Recall, of_side, vocabulary
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.own_grammar import PASS, source
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

READOUT = "language"
LABELS = tuple(LANGUAGES.values())
VOCABULARY = Vocabulary((UNKNOWN, *vocabulary()), lower_case=True, unknown=0)
_LIFE = "and then worked for many years in a small town by the sea where the winters were long"
EXAMPLES = (
    f"Anna studied in France {_LIFE} and read a book every week and drank coffee on the balcony and now speaks fluent",
    f"Peter grew up in Japan {_LIFE} while it rained outside and later opened a shop speaks fluent",
    "Clara was born in Greece and later opened a shop for bread and cheese and now speaks fluent",
    "Martin lived in Italy speaks fluent",
)
LONGEST = 60
FAR, MIXED, LED = "far", "mixed", "led"
_HELD_OUT = (30, 40, 50, 60)
_EACH = 200
_BEFORE_THE_END = 0.5
"""What all words before the end count together."""
_LED_UNTIL = 0.7
"""The share of the passes after which a network that is led has met every distance."""


@lru_cache(maxsize=32)
def held_out(distance: int, count: int = _EACH) -> Sequences:
    """Return held-out sentences with so many words between the country and "speaks fluent"."""
    dice = Dice(np.random.default_rng([SEED, distance]))
    return _packed([of_side(dice, True, distance) for _ in range(count)], distance)


def shortest_and_longest(way: str, epoch: int, epochs: int) -> tuple[int, int]:
    """Return the least and the greatest distance of pass `epoch`, from 1, of `epochs`."""
    if way == FAR:
        return LONGEST // 2, LONGEST
    if way == MIXED:
        return 0, LONGEST
    return 0, max(1, min(LONGEST, round(LONGEST * epoch / max(1.0, _LED_UNTIL * epochs))))


def draw(way: str, epochs: int, rng: np.random.Generator, epoch: int, size: int) -> Sequences:
    """Draw `size` sentences of one distance, none of them held out.

    The language is asked for after the last word, and half as much after every word before it that is at least as far
    from the country as the pass allows: no word that is nearer tells anything.
    """
    dice = Dice(rng)
    least, most = shortest_and_longest(way, epoch, epochs)
    distance = dice.number(least, most)
    return _packed([of_side(dice, False, distance) for _ in range(size)], least)


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Draw what is held out, the same for all ways; what is trained on is drawn batch by batch."""
    settings = recipe.settings
    way = str(recipe.options.get("way", FAR))
    drawing: Callable[[np.random.Generator, int, int], Sequences] = partial(draw, way, settings.epochs)
    return Prepared(
        vocabulary=VOCABULARY,
        tokenizer=tokenizer("word"),
        readout=READOUT,
        kind="softmax",
        labels=LABELS,
        training=Drawn(drawing, settings.batch, PASS, settings.seed),
        held_out=end_to_end([held_out(distance) for distance in _HELD_OUT]),
        metric=replace(ACCURACY, name=f"accuracy over {_HELD_OUT[0]} to {_HELD_OUT[-1]} words"),
        unit="sentences",
        sources=(source("recall", settings),),
        examples=EXAMPLES,
    )


def _packed(sentences: list[Recall], least: int) -> Sequences:
    ids = [VOCABULARY.ids(one.words) for one in sentences]
    targets = [np.full(len(one.words), LABELS.index(one.language), np.int64) for one in sentences]
    return pack(ids, targets, [_weights(one, least) for one in sentences])


def _weights(one: Recall, least: int) -> NDArray[np.float64]:
    """Return (T,) what the language counts after every word: something from the word on after which "speaks fluent" at
    the distance `least` would end."""
    weights = np.zeros(len(one.words))
    first = one.country + least + len(ASKED)
    weights[first:] = _BEFORE_THE_END / (len(weights) - first)
    weights[-1] += 1.0 - _BEFORE_THE_END
    return weights


TASK = Task(
    name="recall",
    title=mark("Which language does a person from that country speak?"),
    look_for=mark(
        "the word after which P(language) falls, and that an RNN led from short distances to long ones holds what "
        "one trained on long distances never learns"
    ),
    recipe=Recipe(
        units=64,
        embedding=32,
        forget_bias=3.0,
        update_bias=3.0,
        settings=Settings(epochs=10, patience=10, learning_rate=0.004, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    options=(
        Option(
            "way",
            FAR,
            mark("distances that are learnt: 30 to 60 words alone, 0 to 60 mixed, or led from short to long"),
            choices=(FAR, MIXED, LED),
        ),
    ),
)
