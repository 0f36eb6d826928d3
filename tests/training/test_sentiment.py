"""The task: the validation set stays real and unseen, and a recipe ends in a model that says where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.executors import load_kernels
from gatescope.errors import ModelError
from gatescope.formats.core.model import Model
from gatescope.formats.own.tensors import tensors
from gatescope.training.corpora import Corpus, Source
from gatescope.training.produce import family, produce
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingReport
from gatescope.training.settings import Settings
from gatescope.training.split import split
from gatescope.training.tasks.sentiment import TASK, prepared_from
from gatescope.training.tasks.task import Prepared

GOOD, BAD = ("great", "lovely", "fine"), ("dull", "awful", "slow")
TEXTS = [f"The {thing} {verb} {word}." for thing in ("film", "food", "mic", "plot") for verb in ("is", "was")
         for word in GOOD + BAD]  # fmt: skip
CORPUS = Corpus(
    tuple(TEXTS), tuple(int(text.split()[-1][:-1] in GOOD) for text in TEXTS), (Source("toy", "here", "none", 48),)
)
RECIPE = Recipe(
    cell="gru",
    units=6,
    embedding=5,
    settings=Settings(epochs=12, batch=16, learning_rate=0.02, patience=12, seed=2),
    options={"minimum-count": 1},
)


def prepare(rewrites: bool, corpus: Corpus = CORPUS) -> Prepared:
    return prepared_from(corpus, replace(RECIPE, options={"minimum-count": 1, "rewrites": rewrites}))


def made(corpus: Corpus = CORPUS, name: str = "toy", show: Callable[[TrainingReport], None] = lambda _: None) -> Model:
    prepared = prepared_from(corpus, RECIPE)
    return produce(TASK, RECIPE, prepared, name, show=show, executor=load_kernels(), about={"date": "today"})


def test_only_real_sentences_are_validated_on() -> None:
    prepared = prepare(rewrites=True)
    vocabulary, validation = prepared.vocabulary, split(CORPUS.texts)[1]
    assert vocabulary is not None
    assert prepared.tokenizer is not None
    held_out = prepared.held_out
    for row, index in enumerate(validation.tolist()):
        ids = held_out.inputs[held_out.offsets[row] : held_out.offsets[row + 1]]
        real = prepared.tokenizer.tokenize(CORPUS.texts[index], vocabulary)
        assert np.array_equal(ids, real.ids)
        assert held_out.targets[held_out.last[row]] == CORPUS.labels[index]


def test_rewrites_are_told_and_can_be_left_out() -> None:
    plain, turned = prepare(rewrites=False), prepare(rewrites=True)
    assert plain.training.sequences == len(split(CORPUS.texts)[0])
    assert plain.sources == CORPUS.sources
    assert turned.training.sequences == plain.training.sequences + turned.sources[-1].sentences
    assert "by rule" in turned.sources[-1].source
    assert turned.vocabulary == plain.vocabulary


def test_the_vocabulary_has_not_seen_the_validation_set() -> None:
    texts = tuple(f"word{i} is fine" for i in range(40))
    vocabulary = prepare(False, Corpus(texts, (0, 1) * 20, CORPUS.sources)).vocabulary
    assert vocabulary is not None
    train, validation = split(texts)
    assert all(vocabulary.knows(f"word{i}") for i in train)
    assert not any(vocabulary.knows(f"word{i}") for i in validation)


def test_a_recipe_gives_a_model_and_its_card() -> None:
    shown: list[TrainingReport] = []
    model = made(name="toy-gru", show=shown.append)
    assert shown[-1].done
    best = shown[-1].best
    assert model.network.layers is best.layers
    assert model.network.embedding is best.embedding
    assert model.network.readouts[0] is best.readouts[0]
    assert model.network.readouts[1].name == "keyword"
    assert 0.0 <= model.card["keyword"]["value"] <= 1.0
    assert model.card["metric"] == {"name": "validation accuracy", "value": 1.0, "on": "5 held-out sentences"}
    assert [source["name"] for source in model.card["data"]] == ["toy", "Rewrites of the training sentences"]
    assert (model.card["seed"], model.card["date"], model.family) == (2, "today", "toy")
    assert model.card["example"] not in model.card["examples"]


def test_a_recipe_repeats_itself_to_the_bit() -> None:
    first, second = made(), made()
    assert all(np.array_equal(array, tensors(second.network)[name]) for name, array in tensors(first.network).items())


def test_a_corpus_of_one_sentence_says_so() -> None:
    with pytest.raises(ModelError, match="too few sentences"):
        made(Corpus(("fine",), (1,), ()))
    with pytest.raises(ModelError, match="too few sentences"):
        made(Corpus(("!!", "  ", "\0"), (1, 0, 0), ()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("sentiment-gru", "sentiment"), ("recall-led-rnn", "recall-led"), ("mine", "sentiment"), ("-lstm", "sentiment")],
)
def test_a_name_that_ends_with_a_cell_is_that_of_a_family(name: str, expected: str) -> None:
    assert family(name, TASK) == expected
