"""The bundled models of sentiment: as good as promised, and they read sentences as a person would."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import reference
from gatescope.engine.packed import run_packed
from gatescope.engine.read_out import read_out
from gatescope.formats.core.model import Model
from gatescope.formats.own import library
from gatescope.training.tasks.sentiment import TASK
from gatescope.training.tasks.task import Material
from gatescope.training.trainer import measure
from tests.shared import DATA, needs_sentences

LEAST = {"sentiment-rnn": 0.73, "sentiment-gru": 0.77, "sentiment-lstm": 0.77}


@pytest.fixture(scope="module", params=LEAST)
def model(request: pytest.FixtureRequest) -> Model:
    return library.load(request.param)


@pytest.fixture(scope="module", params=["sentiment-gru", "sentiment-lstm"])
def gated(request: pytest.FixtureRequest) -> Model:
    return library.load(request.param)


def positive(model: Model, text: str) -> dict[str, float]:
    """P(positive) after every word of `text`; of a word that stands twice, after the last."""
    assert model.tokenizer is not None
    assert model.vocabulary is not None
    assert model.network.embedding is not None
    tokens = model.tokenizer.tokenize(text, model.vocabulary)
    tape = run_packed(model.network, model.network.embedding[tokens.ids], np.array([0, len(tokens)]), reference)
    return dict(zip(tokens.words(), read_out(model.network, tape.hidden)["sentiment"][:, 0].tolist(), strict=True))


def end(model: Model, text: str) -> float:
    return list(positive(model, text).values())[-1]


def test_it_is_as_good_as_promised(model: Model) -> None:
    assert model.card["metric"]["value"] >= LEAST[model.name]
    assert 32 <= model.network.units <= 64
    assert {source["licence"] for source in model.card["data"]} >= {"CC BY 4.0"}


@pytest.mark.slow
@needs_sentences
def test_the_accuracy_is_as_the_card_says(model: Model) -> None:
    prepared = TASK.prepare(Material(corpus=DATA), TASK.recipe)
    assert model.card["metric"]["on"] == f"{len(prepared.held_out):,} held-out sentences"
    accuracy = measure(model.network, prepared, reference)[1]
    # Another machine's rounding may turn a sentence that lies on the fence.
    assert accuracy == pytest.approx(model.card["metric"]["value"], abs=0.002)


@pytest.mark.parametrize(
    "text", ["good", "The film was good.", "not terrible", "The film was not terrible.", "not bad"]
)
def test_gated_cells_call_it_positive(gated: Model, text: str) -> None:
    assert end(gated, text) > 0.5


@pytest.mark.parametrize("text", ["terrible", "The film was terrible.", "not good", "The film was not good", "bad"])
def test_gated_cells_call_it_negative(gated: Model, text: str) -> None:
    assert end(gated, text) < 0.5


def test_gated_cells_change_their_mind(gated: Model) -> None:
    story = positive(gated, gated.card["example"])
    assert story["good"] < 0.2
    assert story["all"] < 0.2
    assert story["wonderful"] > 0.8
    assert end(gated, "The acting is excellent, but the story is boring.") < 0.2
    assert end(gated, "The story is boring, but the acting is excellent.") > 0.8


def test_a_full_stop_and_capitals_change_little(gated: Model) -> None:
    for text in ("the film was not good", "the acting is excellent"):
        assert end(gated, text) == pytest.approx(end(gated, text.capitalize() + "."), abs=0.12)
