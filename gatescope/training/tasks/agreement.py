"""The task "agreement": what kind of word comes next, and if a verb, is or are?

Because the network has to know the grammar as well, it holds the number in few units (as in Lakretz et al. 2019); asked
for the number alone, it spreads it over all of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gatescope.engine.network import Array
from gatescope.text.registry import tokenizer
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences, after_last, end_to_end, pack
from gatescope.training.settings import Settings
from gatescope.training.split import SEED
from gatescope.training.tasks.grammar.agreement import ATTRACTORS, joint, kinds, of_side, vocabulary
from gatescope.training.tasks.grammar.agreement_words import VERBS
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.metric import Metric
from gatescope.training.tasks.own_grammar import PASS, source
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark

READOUT = "next"
LABELS = tuple(dict.fromkeys(kinds().values()))
"""What may come next: is, are, or a kind of word."""
SINGULAR, PLURAL = (LABELS.index(verb) for verb in VERBS)
VOCABULARY = Vocabulary((UNKNOWN, *vocabulary()), lower_case=True, unknown=0)
EXAMPLES = (
    "The keys to the old cabinet are rusty, but the dog near the trees is small.",
    "The keys to the old cabinet",
    "The key to the old cabinets near the windows",
    "The picture that the children painted is on the wall, and the flowers",
    "The doctors that met the king of the island",
    "The child with the dogs by the houses of the farmers",
)
HELD_OUT = 250
"""Held-out sentences of each number of attractors."""
_CLAUSES = 3
_VERB = 4.0
"""How much what comes next counts where it is the verb: there are ten other words to each."""
_KINDS = np.array([0, *(LABELS.index(kind) for kind in kinds().values())], np.int64)
_FULL_STOP = VOCABULARY.id(".")


@lru_cache(maxsize=32)
def held_out(attractors: int, count: int = HELD_OUT, others: int | None = None) -> Sequences:
    """Return held-out sentences of one clause, cut before the verb, which is asked for after the last word alone.

    Args:
        attractors: nouns of the other number between subject and verb.
        count: sentences.
        others: further nouns between the two; 0 or 1 where it is not given.
    """
    dice = Dice(np.random.default_rng([SEED, attractors, count, 0 if others is None else others + 1]))
    clauses = [of_side(dice, True, attractors, others) for _ in range(count)]
    ids = [VOCABULARY.ids(one.words[: one.verb]) for one in clauses]
    verbs = [np.full(one.verb, PLURAL if one.plural else SINGULAR, np.int64) for one in clauses]
    return pack(ids, verbs, [after_last(one.verb) for one in clauses])


def draw(rng: np.random.Generator, epoch: int, size: int) -> Sequences:
    """Draw `size` texts of up to three clauses, none of them held out.

    After every word the next one is asked for, which counts more where it is the verb.
    """
    dice = Dice(rng)
    rows, kinds_of = [], []
    for _ in range(size):
        said: list[str] = []
        for number in range(dice.number(1, _CLAUSES)):
            said += joint(dice) if number else []
            said += of_side(dice, False).words
        rows.append(VOCABULARY.ids(said))
        kinds_of.append(_KINDS[np.append(rows[-1][1:], _FULL_STOP)])
    return pack(rows, kinds_of, [np.where(np.isin(row, (SINGULAR, PLURAL)), _VERB, 1.0) for row in kinds_of])


def number_accuracy(logits: Array, data: Sequences) -> float:
    """Return the share of verbs that count for which that of the right number is said to be likelier."""
    asked = data.weights > 0
    plural = logits[asked, PLURAL] > logits[asked, SINGULAR]
    return float(np.mean(plural == (data.targets[asked] == PLURAL)))


METRIC = Metric("accuracy with up to three attractors", lambda loss, logits, data: number_accuracy(logits, data))


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
        held_out=end_to_end([held_out(attractors) for attractors in range(ATTRACTORS + 1)]),
        metric=METRIC,
        unit="sentences",
        sources=(source("agreement", settings, "texts"),),
        examples=EXAMPLES,
    )


TASK = Task(
    name="agreement",
    title=mark("Is or are?"),
    look_for=mark(
        "the unit that holds the number of the subject past all other nouns, and what the forget and the input "
        "gate do to it at the next subject"
    ),
    recipe=Recipe(
        units=32,
        embedding=32,
        settings=Settings(epochs=15, patience=15, learning_rate=0.004, schedule="linear", clip_norm=1.0),
    ),
    prepare=prepare,
)
