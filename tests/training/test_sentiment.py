"""The task: the validation set stays real and unseen, and a recipe ends in a model that says where it came from."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import load_kernels
from gatescope.errors import ModelError
from gatescope.formats.own.tensors import tensors
from gatescope.training import sentiment
from gatescope.training.corpora import Corpus, Source
from gatescope.training.gradients import Objective
from gatescope.training.recipe import Recipe, produce
from gatescope.training.split import split
from gatescope.training.trainer import Settings, TrainingReport

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
    minimum_count=1,
    rewrites=True,
    settings=Settings(epochs=12, batch=16, learning_rate=0.02, objective=Objective(0.3), patience=12, seed=2),
)


def prepare(rewrites: bool) -> sentiment.Prepared:
    return sentiment.prepare(CORPUS, minimum_count=1, rewrites=rewrites, seed=0)


def test_only_real_sentences_are_validated_on() -> None:
    prepared = prepare(rewrites=True)
    vocabulary, validation = prepared.vocabulary, split(CORPUS.texts)[1]
    for row, index in enumerate(validation.tolist()):
        ids = prepared.validation.ids[prepared.validation.offsets[row] : prepared.validation.offsets[row + 1]]
        real = prepared.tokenizer.tokenize(CORPUS.texts[index], vocabulary)
        assert np.array_equal(ids, real.ids)
        assert prepared.validation.labels[row] == CORPUS.labels[index]


def test_rewrites_are_told_and_can_be_left_out() -> None:
    plain, turned = prepare(rewrites=False), prepare(rewrites=True)
    assert len(plain.train) == len(split(CORPUS.texts)[0])
    assert plain.sources == CORPUS.sources
    assert len(turned.train) == len(plain.train) + turned.sources[-1].sentences
    assert "by rule" in turned.sources[-1].source
    assert turned.vocabulary == plain.vocabulary


def test_the_vocabulary_has_not_seen_the_validation_set() -> None:
    texts = tuple(f"word{i} is fine" for i in range(40))
    prepared = sentiment.prepare(Corpus(texts, (0, 1) * 20, CORPUS.sources), minimum_count=1, rewrites=False, seed=0)
    train, validation = split(texts)
    assert all(prepared.vocabulary.knows(f"word{i}") for i in train)
    assert not any(prepared.vocabulary.knows(f"word{i}") for i in validation)


def test_a_recipe_gives_a_model_and_its_card() -> None:
    shown: list[TrainingReport] = []
    model = produce(RECIPE, CORPUS, "toy-gru", show=shown.append, executor=load_kernels(), about={"date": "today"})
    assert shown[-1].done
    assert model.network is shown[-1].best
    assert model.card["metric"] == {"name": "validation accuracy", "value": 1.0, "sentences": 5}
    assert [source["name"] for source in model.card["data"]] == ["toy", "Rewrites of the training sentences"]
    assert (model.card["seed"], model.card["date"], model.family) == (2, "today", "sentiment")
    assert model.card["example"] not in model.card["examples"]


def test_a_recipe_repeats_itself_to_the_bit() -> None:
    def weights() -> bytes:
        model = produce(RECIPE, CORPUS, "toy", show=lambda report: None, executor=load_kernels())
        return b"".join(array.tobytes() for array in tensors(model.network).values())

    assert weights() == weights()


def test_a_corpus_of_one_sentence_says_so() -> None:
    with pytest.raises(ModelError, match="too few sentences"):
        produce(RECIPE, Corpus(("fine",), (1,), ()), "toy", show=lambda report: None)
    with pytest.raises(ModelError, match="too few sentences"):
        produce(RECIPE, Corpus(("!!", "  ", "\0"), (1, 0, 0), ()), "toy", show=lambda report: None)
