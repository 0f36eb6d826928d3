"""Which words of an axis matter most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gatescope.engine.network import ReadOut
from gatescope.plots.word_importance import word_importance
from gatescope.session.run.snapshot import Run
from tests.plots.builders import run, tokens


def moving(text: str, *values: float, **options: Any) -> Run:
    made = run(text, **options)
    made.readouts[next(iter(made.readouts))][:, 0] = values  # type: ignore[index]
    return made


def ids(made: Run) -> None:
    """Words that are alike get one id, as a vocabulary gives them."""
    words = made.tokens.text.split()
    made.tokens.ids[:] = [words.index(word) for word in words]


def test_words_at_which_the_readout_moves_matter_most() -> None:
    one = moving("it was not that good", 0.5, 0.5, 0.1, 0.1, 0.6)
    found = word_importance([one], one.tokens)
    assert np.argsort(-found)[:2].tolist() == [4, 2]


def test_rare_and_long_words_matter_more_than_common_and_short_ones() -> None:
    one = moving("the food the extraordinary the", 0.5, 0.5, 0.5, 0.5, 0.5)
    ids(one)
    found = word_importance([one], one.tokens)
    assert found[3] > found[1] > found[0] == found[2] == found[4]


def test_unknown_words_matter_more_than_known_ones() -> None:
    sequence = tokens("aaaa zzzz")
    unknown = replace(sequence, known=np.array([True, False]))
    found = word_importance([], unknown)
    assert found[1] > found[0]


def test_the_importance_of_a_text_stays_when_its_runs_change() -> None:
    one = moving("a b c d", 0.5, 0.5, 0.9, 0.9)
    before = word_importance([one], one.tokens)
    after = replace(one, readouts={"sentiment": np.array([[0.0], [0.9], [0.9], [0.9]])})
    assert word_importance([after], one.tokens) is before


def test_values_that_are_no_numbers_move_nothing() -> None:
    one = moving("a b c d", 0.5, np.nan, np.inf, 0.2)
    assert np.isfinite(word_importance([one], one.tokens)).all()


def test_plain_values_move_in_parts_of_their_largest_step() -> None:
    linear = ReadOut("level", "linear", np.ones((1, 3)), np.zeros(1), ())
    one = moving("a b c d", 0.0, 1000.0, 1000.0, 1500.0, readout=linear)
    found = word_importance([one], one.tokens)
    assert found.max() < 1.5
    assert np.argsort(-found)[:2].tolist() == [1, 3]


def test_no_words_have_no_importance() -> None:
    assert word_importance([run("")], tokens("")).shape == (0,)
