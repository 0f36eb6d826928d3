"""Trains a model with its card from labelled sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from gatescope.engine.executors import Executor
from gatescope.formats.core.model import Model
from gatescope.training import sentiment
from gatescope.training.corpora import Corpus
from gatescope.training.gradients import validate
from gatescope.training.trainer import Settings, TrainingReport, train


@dataclass(frozen=True)
class Recipe:
    """All that the weights depend on beside the sentences.

    Attributes:
        cell: ``"rnn"``, ``"gru"`` or ``"lstm"``.
        units: H.
        embedding: I, numbers a word is turned into.
        minimum_count: a rarer word shares the unknown row.
        rewrites: whether sentences turned around by rule are learnt beside the real ones.
        settings: of the loop; its seed also draws the weights and the rewrites.
    """

    cell: str
    units: int
    embedding: int
    minimum_count: int
    rewrites: bool
    settings: Settings


def produce(
    recipe: Recipe,
    corpus: Corpus,
    name: str,
    *,
    show: Callable[[TrainingReport], None],
    executor: Executor | None = None,
    about: Mapping[str, Any] | None = None,
) -> Model:
    """Train on `corpus` and return the model that was best on the validation sentences.

    Args:
        name: of the model.
        show: called after every mini-batch.
        about: further fields of the card, such as the command and the date.

    Raises:
        ModelError: there are too few sentences, or the loss stopped being a finite number.
    """
    seed = recipe.settings.seed
    prepared = sentiment.prepare(corpus, minimum_count=recipe.minimum_count, rewrites=recipe.rewrites, seed=seed)
    best = prepared.untrained(recipe.cell, embedding=recipe.embedding, units=recipe.units, seed=seed)
    for report in train(best, prepared.train, prepared.validation, recipe.settings, executor):
        show(report)
        best = report.best
    _, accuracy = validate(best, prepared.validation, executor)
    card = {
        "family": sentiment.NAME,
        "task": sentiment.NAME,
        "title": sentiment.TITLE,
        "example": sentiment.EXAMPLE,
        "examples": list(sentiment.EXAMPLES),
        "metric": {
            "name": "validation accuracy",
            "value": round(accuracy, 4),
            "sentences": len(prepared.validation),
        },
        "data": [asdict(source) for source in prepared.sources],
        "seed": seed,
        **(about or {}),
    }
    return Model(name, best, prepared.vocabulary, prepared.tokenizer, card)
