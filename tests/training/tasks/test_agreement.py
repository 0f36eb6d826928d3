"""The grammar of agreement: the subject alone decides, and no held-out clause is ever trained on."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.training.tasks import agreement
from gatescope.training.tasks.grammar import agreement_words as words
from gatescope.training.tasks.grammar.agreement import ATTRACTORS, Clause, clause, kinds, of_side
from gatescope.training.tasks.grammar.dice import Dice

NUMBER = {form: plural for pair in words.NOUNS for plural, form in enumerate(pair)}


@pytest.fixture(scope="module")
def clauses() -> list[Clause]:
    dice = Dice(np.random.default_rng(0))
    return [clause(dice, dice.number(0, ATTRACTORS), dice.number(0, 2)) for _ in range(400)]


def test_several_hundred_words_none_in_two_kinds() -> None:
    assert 300 < len(kinds()) < 900
    lists = (words.DETERMINERS, words.ADJECTIVES, words.PLACES, words.PAST, words.ADVERBS, words.VERBS, NUMBER)
    sizes = [len(set(one)) for one in lists]
    assert len({word for one in lists for word in one}) == sum(sizes)
    assert len(NUMBER) == 2 * len(words.NOUNS)


def test_the_subject_decides_and_the_nouns_between_do_not(clauses: list[Clause]) -> None:
    for one in clauses:
        assert NUMBER[one.words[one.subject]] == one.plural
        assert one.words[one.verb] == ("are" if one.plural else "is")
        between = [NUMBER[word] for word in one.words[one.subject + 1 : one.verb] if word in NUMBER]
        assert sum(number != one.plural for number in between) == one.attractors


def test_nothing_but_nouns_and_the_verb_tells_a_number(clauses: list[Clause]) -> None:
    for one in clauses:
        rest = set(one.words) - NUMBER.keys() - set(words.VERBS)
        assert rest <= {*words.DETERMINERS, *words.ADJECTIVES, *words.PLACES, *words.PAST, *words.ADVERBS, "that"}


def test_the_first_noun_is_the_subject(clauses: list[Clause]) -> None:
    for one in clauses:
        assert next(i for i, word in enumerate(one.words) if word in NUMBER) == one.subject


def test_a_verb_may_be_far(clauses: list[Clause]) -> None:
    assert min(one.distance for one in clauses) == 1
    assert max(one.distance for one in clauses) > 15


def test_no_clause_is_on_both_sides() -> None:
    dice = Dice(np.random.default_rng(1))
    learnt = {of_side(dice, False, 0, 0).words for _ in range(3000)}
    kept = {of_side(dice, True, 0, 0).words for _ in range(300)}
    assert not learnt & kept


@pytest.mark.parametrize("attractors", range(ATTRACTORS + 1))
def test_held_out_sentences_stop_before_the_verb(attractors: int) -> None:
    data = agreement.held_out(attractors, 20)
    assert len(data) == 20
    assert np.flatnonzero(data.weights).tolist() == data.last.tolist()
    verbs = {agreement.VOCABULARY.id(verb) for verb in words.VERBS}
    assert not verbs & set(np.asarray(data.inputs).tolist())
    for number in range(len(data)):
        ids = data.inputs[data.offsets[number] : data.offsets[number + 1]].tolist()
        numbers = [NUMBER[word] for word in map(agreement.VOCABULARY.tokens.__getitem__, ids) if word in NUMBER]
        wanted = agreement.PLURAL if numbers[0] else agreement.SINGULAR
        assert data.targets[data.last[number]] == wanted
        assert sum(n != numbers[0] for n in numbers) == attractors


def test_what_comes_next_is_asked_after_every_word() -> None:
    data = agreement.draw(np.random.default_rng(0), 1, 8)
    kind = kinds()
    for number in range(len(data)):
        rows = slice(data.offsets[number], data.offsets[number + 1])
        said = [agreement.VOCABULARY.tokens[i] for i in data.inputs[rows]]
        asked = [agreement.LABELS[i] for i in data.targets[rows]]
        assert asked == [kind[word] for word in (*said[1:], ".")]


def test_the_metric_looks_at_the_number_alone() -> None:
    data = agreement.held_out(1, 4)
    logits = np.zeros((data.tokens, len(agreement.LABELS)), np.float32)
    logits[:, 2] = 9.0
    logits[np.arange(data.tokens), data.targets] = 1.0
    assert agreement.number_accuracy(logits, data) == 1.0
    assert agreement.number_accuracy(-logits, data) == 0.0
