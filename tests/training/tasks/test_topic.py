"""The grammar of topic: what is said most often since the last change is what a text is about."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from gatescope.training.tasks import topic
from gatescope.training.tasks.grammar.dice import Dice
from gatescope.training.tasks.grammar.topic import CHANGES, WORDS, Talk, stretch, talk

SUBJECT = {word: subject for subject, words in WORDS.items() for word in words}


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    dice = Dice(np.random.default_rng(0))
    return [talk(dice, False, 3) for _ in range(60)]


def test_no_word_belongs_to_two_subjects() -> None:
    assert len(SUBJECT) == sum(map(len, WORDS.values()))


def test_a_stretch_is_about_what_it_says_most(talks: list[Talk]) -> None:
    for one in talks:
        first = 0
        for end in one.ends:
            counted = Counter(SUBJECT[word] for word in one.words[first : end + 1] if word in SUBJECT)
            (most, count), *others = counted.most_common()
            assert most == one.topics[end]
            assert all(other < count for _, other in others)
            first = end + 1


def test_a_change_is_announced_and_is_one(talks: list[Talk]) -> None:
    for one in talks:
        assert len(one.changes) == 2
        for change, end in zip(one.changes, one.ends, strict=False):
            assert one.words[end + 1 : change + 1] in CHANGES
            assert one.topics[change] == one.topics[change + 1] != one.topics[end]


def test_other_subjects_slip_in(talks: list[Talk]) -> None:
    strays = [
        SUBJECT[word] != subject
        for one in talks
        for word, subject in zip(one.words, one.topics, strict=True)
        if word in SUBJECT
    ]
    assert 0.1 < np.mean(strays) < 0.35


def test_no_stretch_is_on_both_sides() -> None:
    dice = Dice(np.random.default_rng(1))

    def stretches(held_out: bool, count: int) -> set[tuple[str, ...]]:
        return {talk(dice, held_out, 1, 1, 1).words for _ in range(count)}

    assert not stretches(False, 3000) & stretches(True, 300)
    assert stretch(dice, "music", 2)


def test_the_end_of_a_subject_counts_most() -> None:
    data = topic.draw(np.random.default_rng(0), 1, 6)
    assert set(data.weights) == {1.0, 5.0}
    assert (data.weights[data.last] == 5.0).all()
    kept = topic.held_out(10)
    assert set(kept.weights) == {0.0, 1.0}
    assert (kept.weights[kept.last] == 1.0).all()
