"""Runs in the plane of their states: NumPy's singular values and hand-written loops are the oracles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run as step
from gatescope.errors import ModelError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.session.run.single import run_once, tokens_of_vectors
from gatescope.session.run.snapshot import Run
from gatescope.session.space.fit import BUNDLED, TEXT, bundled_texts, fit_of
from gatescope.session.space.in_plane import REPEATS, InPlane, states_in_plane
from gatescope.session.space.span import plane_span
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.plots import builders

WORDS = ("the", "food", "was", "not", "good", "is", "story")
SENTENCE = "the food was not good"
BOTH = ("forward", "reverse")


def model(network: Network) -> Model:
    return Model("toy", network, Vocabulary(WORDS), tokenizer("word"))


def of(text: str = SENTENCE, cell: str = "lstm", **options: Any) -> Run:
    """A real run of a random network."""
    made = model(builders.network(cell, **options))
    return replace(run_once("toy", made.network, tokens_of_text(made, text)), reader=made)


def placed(run: Run, source: str = BUNDLED, **options: Any) -> InPlane:
    about = {"part": run.network.parts[-1], "state": "hidden_state", "fit": fit_of(source, [run])} | options
    return states_in_plane(run.network, run.trace, **about)


def singular(states: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, two axes and their shares of the variance."""
    centred = states - states.mean(axis=0)
    _, values, axes = np.linalg.svd(centred, full_matrices=False)
    return states.mean(axis=0), axes[:2], values[:2] ** 2 / (values**2).sum()


def every_state(run: Run, key: str) -> np.ndarray:
    """The states after the words of all bundled sentences, each run by itself."""
    assert run.reader is not None
    found = []
    for text in bundled_texts():
        tokens = run.reader.tokenizer.tokenize(text, run.reader.vocabulary)  # type: ignore[union-attr, arg-type]
        ids = tokens.ids[tokens.ids >= 0]
        found.append(step(run.network, ids=ids)[key])
    return np.concatenate(found).astype(np.float64)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("state", ["hidden_state", "cell_state"])
def test_the_plane_is_numpys_and_holds_the_bundled_sentences(cell: str, state: str) -> None:
    one = of(cell=cell, units=5)
    key = f"{one.network.parts[-1]}.{state if cell == 'lstm' else 'hidden_state'}"
    found = placed(one, state=state)
    states = every_state(one, key)
    mean, axes, shares = singular(states)
    signs = np.sign((found.plane.axes * axes).sum(axis=1))
    np.testing.assert_allclose(found.plane.shares, shares, atol=1e-6)
    np.testing.assert_allclose(found.background.points, (states - mean) @ axes.T * signs, atol=1e-5)
    own = np.asarray(one.trace[key], np.float64)
    np.testing.assert_allclose(found.points, (own - mean) @ axes.T * signs, atol=1e-5)
    assert (found.source, found.state) == (BUNDLED, key.rpartition(".")[2])
    assert len(found.background.words) == len(states)
    inside = [found.background.texts[at].lower() for at in found.background.text_of]
    assert all(word in text for word, text in zip(found.background.words, inside, strict=True))


def test_a_key_changes_the_path_and_not_the_plane() -> None:
    before = of(SENTENCE, units=6)
    assert before.reader is not None
    longer = tokens_of_text(before.reader, f"{SENTENCE} is not")
    after = replace(run_once("toy", before.network, longer), reader=before.reader)
    first, second = placed(before), placed(after)
    assert second.plane is first.plane
    assert second.background is first.background
    np.testing.assert_array_equal(second.points[:5], first.points)


def test_fitted_on_its_own_text() -> None:
    one = of(units=6)
    found = placed(one, TEXT)
    own = np.asarray(one.trace["hidden_state"], np.float64)
    _, axes, shares = singular(own)
    np.testing.assert_allclose(found.plane.shares, shares, atol=1e-9)
    np.testing.assert_allclose(np.abs((found.plane.axes * axes).sum(axis=1)), 1.0, atol=1e-9)
    assert not len(found.background.points)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_word_at_the_cursor_is_read_on_and_on(cell: str) -> None:
    one = of(cell=cell, units=4)
    found = placed(one, token=1)
    ids = [*one.tokens.ids[:2], *[one.tokens.ids[1]] * REPEATS]
    trace = step(one.network, ids=ids)
    again = found.repeated[0]
    np.testing.assert_allclose(again.points, found.plane.project(trace["hidden_state"][2:]), atol=1e-5)
    np.testing.assert_allclose(again.start, found.points[1], atol=1e-9)
    said = read_out(one.network, trace.hidden)["sentiment"][2:, 0]
    np.testing.assert_allclose(again.readouts, said, atol=1e-6)


@pytest.mark.parametrize("state", ["hidden_state", "cell_state"])
def test_a_run_starts_where_a_person_wants_it(state: str) -> None:
    one = of(units=5)
    found = placed(one, state=state, start=(one.reader, 0.3, -0.2))
    np.testing.assert_allclose(found.repeated[1].start, [0.3, -0.2], atol=1e-6)
    assert len(found.repeated[1].points) == REPEATS
    another = model(one.network)
    assert len(placed(one, start=(another, 0.3, -0.2)).repeated) == 1


def test_further_sentences_are_runs_of_their_own() -> None:
    one = of(units=5)
    (other,) = placed(one, others=("the story is good",)).others
    assert one.reader is not None
    tokens = tokens_of_text(one.reader, "the story is good")
    trace = step(one.network, ids=tokens.ids)
    np.testing.assert_allclose(other.points, placed(one).plane.project(trace["hidden_state"]), atol=1e-6)
    np.testing.assert_allclose(other.readouts, read_out(one.network, trace.hidden)["sentiment"][:, 0], atol=1e-6)


@pytest.mark.parametrize("directions", [("forward",), BOTH])
def test_every_part_of_a_stack(directions: tuple[Any, ...]) -> None:
    one = of(units=4, layers=2, directions=directions)
    for part in one.network.parts:
        found = placed(one, part=part, token=1)
        np.testing.assert_allclose(found.points, found.plane.project(one.trace[f"{part}.hidden_state"]), atol=1e-9)
        assert found.part is part
        read = part.layer == 1 and len(directions) == 1
        assert np.isfinite(found.repeated[0].readouts).all() == read
    assert placed(one, part=Part.of(7, "forward")).part is one.network.parts[-1]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("units", [1, 2])
def test_steps_of_one_and_two_units_are_those_of_the_cell(cell: str, units: int) -> None:
    one = of(cell=cell, units=units)
    found = placed(one, token=2)
    field = found.field
    assert field is not None
    assert field.steps.shape == (len(field.ys), len(field.xs), 2)
    assert (len(field.ys) == 1) == (units == 1)
    part, row, column = one.network.parts[-1], len(field.ys) // 2, 7
    place = np.array([field.xs[column], field.ys[row]])[:units]
    initial = {f"{part}.hidden_state": place}
    if cell == "lstm":
        initial[f"{part}.cell_state"] = one.trace["cell_state"][2]
    after = step(one.network, ids=one.tokens.ids[2:3], initial=initial)["hidden_state"][0]
    np.testing.assert_allclose(field.steps[row, column, :units], after - place, atol=1e-6)
    assert not field.steps[..., units:].any()
    assert placed(of(cell=cell, units=3)).field is None


def test_vectors_without_words_are_fitted_on_themselves() -> None:
    network = replace(builders.network("gru", units=4), embedding=None, readouts=())
    vectors = np.random.default_rng(1).normal(size=(9, 2))
    one = run_once("toy", network, tokens_of_vectors(9), vectors)
    found = placed(replace(one, reader=Model("toy", network, None, None)))
    assert found.source == TEXT
    assert np.isfinite(found.points).all()
    assert np.isnan(found.repeated[0].readouts).all()


def test_one_token_and_ten_thousand() -> None:
    single = placed(of("good"), TEXT)
    assert single.points.shape == (1, 2)
    assert (single.high > single.low).all()
    many = placed(of(" ".join(WORDS * 1429), units=4))
    assert many.points.shape == (10_003, 2)


def test_nan_from_a_token_on_and_nowhere_a_number() -> None:
    one = of("the food good was is", units=4)
    assert one.reader is not None
    embedding = one.network.embedding.copy()  # type: ignore[union-attr]
    embedding[4] = np.nan
    network = replace(one.network, embedding=embedding)
    broken = replace(run_once("toy", network, one.tokens), reader=one.reader)
    found = placed(broken)
    assert np.isfinite(found.points[:2]).all()
    assert np.isnan(found.points[2:]).all()
    assert np.isfinite([*found.low, *found.high]).all()
    nowhere = replace(one.network, embedding=np.full_like(embedding, np.nan))
    with pytest.raises(ModelError, match="none of the states is a finite number"):
        placed(replace(run_once("toy", nowhere, one.tokens), reader=one.reader))


def test_the_range_holds_every_point_and_moves_in_steps() -> None:
    rng = np.random.default_rng(2)
    points = rng.normal(size=(50, 2))
    low, high = plane_span(points, 5)
    assert (low < points.min(axis=0)).all()
    assert (high > points.max(axis=0)).all()
    again = plane_span(np.concatenate([points, points.max(axis=0)[None] * 0.999]), 5)
    np.testing.assert_array_equal(again, (low, high))
    for odd in (np.full((3, 2), np.nan), np.zeros((1, 2)), np.array([[1e300, -1e300], [-1e300, 1e300]])):
        low, high = plane_span(odd, 2)
        assert (high > low).all()
        assert np.isfinite([*low, *high]).all()


def test_the_sentiment_models_read_out_along_a_line() -> None:
    """The line attractor: one component carries most of the variance, and the read-out rises along it."""
    for cell in ("rnn", "gru", "lstm"):
        made = gs.load(f"sentiment-{cell}")
        one = gs.trace(made, "The film was not good.").run
        found = placed(one)
        assert found.plane.shares[0] > 0.5
        rho = np.corrcoef(found.background.points[:, 0], found.background.readouts)[0, 1]
        assert rho > 0.75
        unknown = [word for word in found.background.words if word.lower() not in made.vocabulary.tokens]  # type: ignore[union-attr]
        assert unknown == []
