"""Two tasks that a small network learns in a second: remember the first word, and weigh words against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn, Shuffled
from gatescope.training.sequences import Sequences, classified
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.task import Prepared

_FILLERS = 6
_BATCH = 32
_HELD_OUT = 100


def remember_first(length: int, seed: int, answers: int = 4) -> Prepared:
    """Return the task to say the first word again after `length` words, of which the others mean nothing.

    Mini-batches are drawn anew, 10 a pass; `answers` words may come first.
    """

    def draw(rng: np.random.Generator, _epoch: int, size: int) -> Sequences:
        first = rng.integers(0, answers, size)
        ids = rng.integers(answers, answers + _FILLERS, (size, length))
        ids[:, 0] = first
        return classified(list(ids.astype(np.int64)), first.tolist())

    words = [f"answer{k}" for k in range(answers)] + [f"filler{k}" for k in range(_FILLERS)]
    return Prepared(
        vocabulary=Vocabulary(tuple(words)),
        tokenizer=tokenizer("word"),
        readout="answer",
        kind="softmax",
        labels=tuple(words[:answers]),
        training=Drawn(draw, _BATCH, 10, seed),
        held_out=draw(np.random.default_rng([seed, 1]), 0, _HELD_OUT),
        metric=ACCURACY,
        unit="sequences",
    )


def weigh_words(length: int, seed: int, count: int = 150, words: int = 60, noise: float = 0.1) -> Prepared:
    """Return the task to say whether more good than bad words were read, from `count` sentences alone.

    Half of the `words` are good, half bad; the labels of a share `noise` of the training sentences are wrong, so that
    learning them by heart does not pay.
    """
    rng = np.random.default_rng([seed, 2])

    def draw(number: int, wrong: float) -> Sequences:
        ids = rng.integers(0, words, (number, length))
        labels = (np.where(ids < words // 2, 1, -1).sum(axis=1) > 0).astype(int)
        labels = np.where(rng.random(number) < wrong, 1 - labels, labels)
        return classified(list(ids.astype(np.int64)), labels.tolist())

    training = draw(count, noise)
    spelled = [f"good{k}" for k in range(words // 2)] + [f"bad{k}" for k in range(words - words // 2)]
    return Prepared(
        vocabulary=Vocabulary(tuple(spelled)),
        tokenizer=tokenizer("word"),
        readout="side",
        kind="logistic",
        labels=("bad", "good"),
        training=Shuffled(training, _BATCH, seed),
        held_out=draw(_HELD_OUT, 0.0),
        metric=ACCURACY,
        unit="sentences",
    )


TASKS: Mapping[str, Callable[[int, int], Prepared]] = {"remember": remember_first, "weigh": weigh_words}
"""Name → the task, by the length of its sequences and the seed."""
