"""The grammar of recall: the country alone decides, so many words before it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.training.tasks import recall
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.recall import ASKED, FILLERS, LANGUAGES, NAMES, of_side, sentence


@pytest.mark.parametrize("distance", [0, 1, 17, 60])
def test_a_country_its_language_and_the_words_between(distance: int) -> None:
    dice = Dice(np.random.default_rng(distance))
    for _ in range(50):
        one = sentence(dice, distance)
        countries = [word for word in one.words if word in LANGUAGES]
        assert countries == [one.words[one.country]]
        assert one.language == LANGUAGES[countries[0]]
        assert one.words[-2:] == ASKED
        assert len(one.words) - len(ASKED) - one.country - 1 == distance == one.distance


def test_no_other_word_tells_the_country() -> None:
    said = {word for filler in FILLERS for word in filler} | set(NAMES)
    assert not said & (LANGUAGES.keys() | {language.lower() for language in LANGUAGES.values()})
    assert len(LANGUAGES) >= 8


def test_no_sentence_is_on_both_sides() -> None:
    dice = Dice(np.random.default_rng(1))
    learnt = {of_side(dice, False, 0).words for _ in range(2000)}
    kept = {of_side(dice, True, 0).words for _ in range(200)}
    assert not learnt & kept
    assert learnt
    assert kept


def test_the_three_ways() -> None:
    epochs = 20
    far, mixed, led = (
        [recall.shortest_and_longest(way, epoch, epochs) for epoch in range(1, epochs + 1)]
        for way in (recall.FAR, recall.MIXED, recall.LED)
    )
    assert set(far) == {(30, 60)}
    assert set(mixed) == {(0, 60)}
    longest = [most for _, most in led]
    assert longest == sorted(longest)
    assert longest[0] < 10
    assert longest[-1] == 60


@pytest.mark.parametrize(("way", "least"), [(recall.FAR, 30), (recall.MIXED, 0), (recall.LED, 0)])
def test_a_batch_has_one_distance_and_asks_for_nothing_nearer(way: str, least: int) -> None:
    data = recall.draw(way, 20, np.random.default_rng(3), 20, 8)
    countries = [recall.VOCABULARY.id(country) for country in LANGUAGES]
    rows = np.flatnonzero(np.isin(data.inputs, countries))
    assert [countries.index(i) for i in data.inputs[rows]] == data.targets[data.last].tolist()
    assert len(set((data.last - rows).tolist())) == 1
    for row, last, first in zip(rows, data.last, data.offsets[:-1], strict=True):
        asked = first + np.flatnonzero(data.weights[first : last + 1])
        assert asked[0] - row == least + len(ASKED)
        assert asked[-1] == last
        assert data.weights[last] >= 0.5
    assert data.weights.sum() == pytest.approx(len(data))


def test_held_out_sentences_ask_at_the_end_alone() -> None:
    data = recall.held_out(50, 9)
    assert np.flatnonzero(data.weights).tolist() == data.last.tolist()
