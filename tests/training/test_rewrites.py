"""Sentences turned around by rule: what is made, and what is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.training.rewrites import contrasts, negations, predicate, turned_around, without_stop


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The mic is great .", ["the mic is not great .", "the mic isn't great ."]),
        ("It's a fine film", ["it's not a fine film"]),
        ("Crust is not good .", ["crust is good ."]),
        ("It wasn’t terrible", ["it was terrible"]),
        ("We won't come back", ["we will come back"]),
        ("I loved it .", ["i did not love it .", "i didn't love it ."]),
        ("I hate this phone !", ["i do not hate this phone !", "i don't hate this phone !"]),
        ("I don't like it", ["i like it"]),
    ],
)
def test_what_can_be_turned_around(sentence: str, wanted: list[str]) -> None:
    assert [" ".join(found) for found in negations(sentence.split())] == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "great",
        "what is great about it",
        "it is good , but it is long",
        "it is long and it is dull",
        "it isn't not good",
        "it ain't good",
        "nothing is good",
        "that is what it is .",
        "it was , sadly , dull",
        "the best of all phones is this",
        "it is " + "very " * 19 + "long",
        "i loved it and i liked it",
    ],
)
def test_what_is_left_alone(sentence: str) -> None:
    assert negations(sentence.split()) == []


def words(sentence: str) -> list[str]:
    return sentence.split()


def test_predicates() -> None:
    assert predicate(words("The mic is great .")) == ["great", "."]
    assert predicate(words("the mic is not great")) == ["not", "great"]
    assert predicate(words("I love it")) is None
    assert predicate(words("it was a long day 's journey into night")) is None


def test_a_pair_is_learnt_with_opposite_labels() -> None:
    made = [(" ".join(found), label) for found, label in turned_around([(words("It's bad"), 0), (words("Wow"), 1)])]
    assert made == [("it's not bad", 1), ("it's not bad", 1), ("It's bad", 0), ("bad", 0), ("not bad", 1)]


def test_after_but_the_second_clause_decides() -> None:
    sentences = [(words("food was good ."), 1), (words("it was very slow !"), 0), (words("dull but fine"), 1)]
    made = contrasts(sentences, 50, np.random.default_rng(0))
    assert {(" ".join(found), label) for found, label in made} == {
        ("food was good , but it was very slow !", 0),
        ("it was very slow , but food was good .", 1),
    }
    assert len(made) == 50
    assert contrasts(sentences[:1], 5, np.random.default_rng(0)) == []


def test_half_of_the_final_stops_go() -> None:
    sentences = [(["fine", "."], 1)] * 1000 + [(["."], 0), (["why", "?"], 0)]
    made = without_stop(sentences, np.random.default_rng(0))
    assert 450 < sum(found == ["fine"] for found, _ in made) < 550
    assert made[-2:] == sentences[-2:]
