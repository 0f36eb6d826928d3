"""Numbers, verdicts and sentences about a gradient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.targets import Target
from gatescope.engine.network import ReadOut
from gatescope.plots.gradient_words import (
    Step,
    Subject,
    exponent,
    largest_step,
    left_at,
    plain,
    power,
    sentence,
    target_words,
    verdict,
)
from tests.plots.builders import network, tokens

INF, NAN = np.inf, np.nan
WORDS = tokens("the food was good")


@pytest.mark.parametrize(
    ("value", "written"),
    [(-1.84, "−1.8"), (0.04, "0.0"), (-0.04, "0.0"), (99.94, "99.9"), (-99.96, "−100"), (-457.6, "−458")],
)
def test_exponents_have_one_decimal_while_that_says_something(value: float, written: str) -> None:
    assert exponent(value) == written


def test_powers_of_ten() -> None:
    assert power(-1.5) == "10<sup>−1.5</sup>"
    assert power(-INF) == "0"
    assert power(NAN) == "NaN"


@pytest.mark.parametrize(
    ("left", "word"),
    [
        (3.01, "explodes"),
        (3.0, "grows"),
        (1.01, "grows"),
        (1.0, "holds"),
        (0.0, "holds"),
        (-1.0, "holds"),
        (-1.01, "fades"),
        (-3.0, "fades"),
        (-3.01, "vanishes"),
        (-400.0, "vanishes"),
    ],
)
def test_the_verdict_is_what_is_left(left: float, word: str) -> None:
    assert verdict(left) == word


@pytest.mark.parametrize(
    ("values", "reverse", "step"),
    [
        ([-2.0, -1.9, -1.0, 0.0], False, Step(3, -1.0)),
        ([-2.0, -1.2, -1.0, -0.9], False, Step(1, -0.8)),
        ([1.0, 0.5, 0.4, 0.3], False, Step(1, 0.5)),
        ([0.0, -0.9, -1.0, -1.1], True, Step(0, -0.9)),
        ([-INF, -3.0, -1.0, 0.0], False, Step(2, -2.0)),
        ([NAN, -3.0, -1.0, NAN], False, Step(2, -2.0)),
        ([0.0, 0.01, 0.02, 0.03], False, None),
        ([0.0], False, None),
        ([], False, None),
        ([-INF, -INF, 0.0, -INF], False, None),
        ([NAN, NAN], False, None),
    ],
)
def test_the_largest_step(values: list[float], reverse: bool, step: Step | None) -> None:
    found = largest_step(np.array(values), reverse=reverse)
    if step is None:
        assert found is None
    else:
        assert found is not None
        assert (found.token, found.change) == (step.token, pytest.approx(step.change))


@pytest.mark.parametrize(
    ("change", "words"),
    [(-0.55, "÷ 3.5"), (0.55, "× 3.5"), (-1.5, "÷ 32"), (2.99, "× 977"), (-4.21, "÷ 10<sup>4.2</sup>")],
)
def test_a_step_as_a_factor(change: float, words: str) -> None:
    assert Step(0, change).words == words


def subject(name: str, *values: float, **options) -> Subject:
    return Subject(name, name.lower(), np.array(values), **options)


def test_every_subject_has_its_verdict_and_only_the_first_names_the_word() -> None:
    said = sentence([subject("RNN", -4, -2, -1, 0), subject("LSTM", -1.5, -1, 0, 0, ending="so it ends")], WORDS)
    assert plain(said) == "RNN vanishes, 10^−4.0 by “the”. LSTM fades, 10^−1.5; so it ends."
    assert '<span class="rnn">RNN</span>' in said


def test_two_directions_end_at_two_words() -> None:
    back = subject("GRU", 0, -0.2, -0.3, -0.4, reverse=True)
    assert plain(sentence([subject("GRU", -2, -1, -1, 0), back], WORDS)) == (
        "GRU fades, 10^−2.0 by “the”. GRU holds, 10^−0.4 by “good”."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([-INF, -INF, -2.0, 0.0], "RNN is cut off: nothing passes “was”."),
        ([-INF] * 4, "RNN has no part in it: its gradient is 0 everywhere."),
        ([0.0, -INF, -INF, -INF], "Nothing was read before “the”, so there is nothing to flow back through."),
    ],
)
def test_what_is_nowhere_is_said(values: list[float], said: str) -> None:
    assert plain(sentence([subject("RNN", *values)], WORDS)) == said


def test_one_that_has_no_way_back_beside_one_that_has() -> None:
    said = sentence([subject("GRU", -2, -1, -1, 0), subject("GRU", -INF, -INF, -INF, 0, reverse=True)], WORDS)
    assert plain(said).endswith("GRU has nothing to flow back through: “good” is the first word it reads.")


def test_what_is_no_number_is_said_with_what_is_known_before_it() -> None:
    bad = "is not a number from “was” on: token 3, forget gate, unit 1"
    assert plain(sentence([subject("LSTM", *[NAN] * 4, bad=bad)], WORDS)) == f"LSTM {bad}."
    known = plain(sentence([subject("LSTM", -1.5, 0, NAN, NAN, bad=bad)], WORDS))
    assert known == f"LSTM fades, 10^−1.5 by “the”, but {bad}."


def test_words_and_names_are_escaped_and_cut() -> None:
    odd = tokens("<b>&" + "x" * 60 + " end")
    said = sentence([Subject("A<i>", "rnn", np.array([-1.0, 0.0]))], odd)
    assert "<b>" not in said
    assert "<i>" not in said
    assert plain(said) == "A<i> holds, 10^−1.0 by “<b>&" + "x" * 20 + "…”."


def test_the_heading_names_the_first_word_of_each_direction() -> None:
    assert left_at([0, 0], WORDS) == ("What is left at “the”", "Left at “the”")
    assert left_at([0, 3], WORDS)[0] == "Left at “the” → and “good” ←"


def test_targets_in_words() -> None:
    net = network()
    topics = ReadOut("topic", "softmax", np.zeros((3, 3)), np.zeros(3), ("a", "b", "c"))
    two = replace(net, readouts=(*net.readouts, topics))
    assert target_words(Target(), net, WORDS) == "sum of h at “good”"
    assert target_words(Target(1), net, WORDS) == "sum of h at “food”"
    assert target_words(Target(None, "sentiment", "positive"), net, WORDS) == "read-out at “good”"
    assert target_words(Target(2, "sentiment"), two, WORDS) == "sentiment at “was”"
    assert target_words(Target(2, "topic", "b"), two, WORDS) == "topic “b” at “was”"
    assert target_words(Target(9), net, WORDS) == "sum of h at “good”"
    assert target_words(Target(), net, tokens("")) == "sum of h"
