"""The picture from runs alone shows what a search finds for the word that is meant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.fixed_points import constant
from gatescope.analysis.fixed_points.search import fixed_points
from gatescope.errors import UsageError
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.plots.fixed_points.searched import fixed_points_of
from gatescope.session.document.document import Focus
from gatescope.session.run.single import run_once, tokens_of_vectors
from gatescope.session.run.snapshot import Run
from tests.cli.toys import model
from tests.engine.networks import random_network, vectors

STARTS = 24


def of(text: str, cell: str = "gru") -> Run:
    toy = model(cell)
    return run_once(toy.name, toy.network, tokens_of_text(toy, text))


@pytest.fixture(autouse=True)
def _few_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constant, "STARTS", STARTS)


def states(figure: object) -> list[list[float]]:
    return [row.ref.point.state.tolist() for row in figure.table.rows]  # type: ignore[attr-defined]


def test_it_reads_the_last_word_the_one_at_the_cursor_or_zeros() -> None:
    shown = of("the food was good")
    embedding = shown.network.embedding
    assert embedding is not None
    for focus, word in ((Focus(), 3), (Focus(token=1), 1)):
        figure = fixed_points_of([shown], focus)
        known = fixed_points(shown.network, embedding[shown.tokens.ids[word]], starts=STARTS)
        assert states(figure) == [point.state.tolist() for point in known.points]
        assert figure.table.read == f"“{shown.tokens.word(word)}” for ever"
    figure = fixed_points_of([of("")], Focus())
    known = fixed_points(shown.network, np.zeros(shown.network.inputs), starts=STARTS)
    assert states(figure) == [point.state.tolist() for point in known.points]
    assert figure.table.read == "zeros for ever"


def test_models_that_read_different_words_are_not_compared() -> None:
    one, other = of("the food"), of("the food", "rnn")
    other = replace(other, tokens=replace(other.tokens, ids=other.tokens.ids[::-1].copy()))
    with pytest.raises(UsageError, match="different words"):
        fixed_points_of([one, other], Focus())


def test_of_vectors_the_one_at_the_cursor_is_read_for_ever() -> None:
    """They have no number in an embedding."""
    network = random_network("gru-after", 3, 2)
    fed = vectors(network, 4)
    shown = run_once("fed", network, tokens_of_vectors(4), fed)
    for focus, row in ((Focus(), 3), (Focus(token=1), 1)):
        known = fixed_points(network, fed[row], starts=STARTS)
        assert states(fixed_points_of([shown], focus)) == [point.state.tolist() for point in known.points]
