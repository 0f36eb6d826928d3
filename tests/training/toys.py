"""Small tasks and networks that the tests of training share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.engine.network import Network, ReadOutKind
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Shuffled
from gatescope.training.initial import untrained
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences, classified
from gatescope.training.settings import Settings
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.task import Prepared

QUICK = Settings(epochs=80, batch=8, learning_rate=0.03, patience=30)


def prepared(
    data: Sequences,
    held_out: Sequences | None = None,
    settings: Settings = QUICK,
    *,
    tokens: int = 6,
    inputs: tuple[str, ...] = (),
    labels: tuple[str, ...] = ("no", "yes"),
    kind: ReadOutKind | None = None,
) -> Prepared:
    """A task over the tokens w0, w1, …, or over vectors where `inputs` names their numbers."""
    return Prepared(
        vocabulary=None if inputs else Vocabulary(tuple(f"w{i}" for i in range(tokens))),
        tokenizer=None,
        readout="r",
        kind=kind or ("logistic" if len(labels) == 2 else "softmax"),
        labels=labels,
        training=Shuffled(data, settings.batch, settings.seed),
        held_out=data if held_out is None else held_out,
        metric=ACCURACY,
        unit="sentences",
        inputs=inputs,
    )


def network_for(
    cell: str,
    *,
    units: int,
    seed: int,
    tokens: int = 0,
    embedding: int = 1,
    layers: int = 1,
    inputs: tuple[str, ...] = (),
    labels: tuple[str, ...] = ("no", "yes"),
    kind: ReadOutKind | None = None,
) -> Network:
    """An untrained network."""
    recipe = Recipe(cell=cell, units=units, embedding=embedding, layers=layers, settings=replace(QUICK, seed=seed))
    task = prepared(negations(2), tokens=tokens, inputs=inputs, labels=labels, kind=kind)
    return untrained(recipe, task)


def negations(count: int = 48) -> Sequences:
    """Sentences over the words 1 … 5 in which 1 is bad, 2 is good and 3 turns the word after it around."""
    rng = np.random.default_rng(0)
    texts, labels = [], []
    for _ in range(count):
        word, turned = int(rng.integers(1, 3)), bool(rng.integers(2))
        texts.append(np.array([*rng.integers(4, 6, rng.integers(0, 3)), *([3] if turned else []), word]))
        labels.append(int((word == 2) != turned))
    return classified(texts, labels)
