"""The units in which a network of the task "agreement" holds the number of the subject, and what it is without them.

Found as Lakretz et al. 2019 find them: by what they say while other nouns pass, and by taking them out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.analysis.units.correlated import Correlated, correlated
from gatescope.analysis.units.without import without_units
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.packed import run_packed
from gatescope.training.gradients import read
from gatescope.training.split import SEED
from gatescope.training.tasks import agreement
from gatescope.training.tasks.grammar.agreement import ATTRACTORS, of_side
from gatescope.training.tasks.grammar.dice import Dice

_CLAUSES = 200
_BETWEEN = 2


def number_units(network: Network, executor: Executor | None = None) -> Correlated:
    """Return how the last layer's hidden states go with the number of the subject.

    They are looked at from the subject up to its verb, over held-out clauses with two nouns of the other number
    between: a unit that follows the noun read last does not correlate.
    """
    dice = Dice(np.random.default_rng([SEED, _CLAUSES]))
    clauses = [of_side(dice, True, _BETWEEN) for _ in range(_CLAUSES)]
    ids = [agreement.VOCABULARY.ids(one.words) for one in clauses]
    offsets = np.cumsum([0, *map(len, ids)])
    assert network.embedding is not None
    tape = run_packed(network, network.embedding[np.concatenate(ids)], offsets, executor)
    rows = [first + np.arange(one.subject, one.verb) for one, first in zip(clauses, offsets, strict=False)]
    plural = np.repeat([one.plural for one in clauses], [one.distance for one in clauses])
    return correlated(tape.hidden[np.concatenate(rows)], plural)


def accuracy(
    network: Network,
    attractors: int = ATTRACTORS,
    others: int | None = None,
    *,
    without: Sequence[int] = (),
    count: int = agreement.HELD_OUT,
    executor: Executor | None = None,
) -> float:
    """Return the share of held-out sentences for which the verb of the right number is said to be likelier.

    Args:
        attractors: nouns of the other number between the subject and its verb.
        others: further nouns between; 0 or 1 where not given.
        without: units of the last layer's forward direction that are taken out.
        count: sentences.
        executor: runs the cells.
    """
    data = agreement.held_out(attractors, count, others)
    thinned = without_units(network, network.parts[-1], without) if len(without) else network
    _, logits = read(thinned, data, executor)
    return agreement.number_accuracy(logits, data)
