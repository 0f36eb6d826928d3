"""Gradient flows of a family and of an experiment, as plain data and in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.experiment.family import Member, MemberFlow
from gatescope.plots.experiment.describe import (
    describe_family_flow,
    experiment_words,
    shown_of,
    stretched_tokens,
)
from gatescope.plots.gradient_words import plain
from gatescope.session.document.document import Focus
from tests.plots.builders import flow, run

TEXT = "the food was good"
CELLS = ("lstm", "rnn", "gru")
ORDER = ("toy-rnn", "toy-gru", "toy-lstm")


MEMBERS = tuple(Member(f"toy-{cell}", run(TEXT, cell).network) for cell in ("rnn", "gru"))


def family(text: str = TEXT, **fields: Any) -> tuple[list[Any], list[Any]]:
    """An LSTM in front, and what was found of it and of the two others."""
    runs = {cell: run(text, cell) for cell in CELLS}
    found = tuple(MemberFlow("" if cell == "lstm" else one.model, flow(one), **fields) for cell, one in runs.items())
    return [runs["lstm"]], [found]


def test_the_family_stands_in_its_order_with_the_front_on_top() -> None:
    shown = shown_of(*family(), MEMBERS, Experiment(), ORDER)
    plot = describe_family_flow(shown, Experiment(), Focus(model="toy-lstm"))
    assert [line.label for line in plot.lines] == ["RNN", "GRU", "LSTM", "LSTM"]
    assert plot.front == "toy-lstm"
    assert plot.factors[0].cell == "lstm"
    assert plain(plot.finding).startswith("RNN fades, 10^−2.0 by “the”. GRU fades, 10^−2.0. LSTM fades, 10^−1.5")
    assert plot.caption == "RNN GRU LSTM · toy-rnn, toy-gru, toy-lstm · “the food was good”"


def test_an_experiment_is_said_in_the_sentence_and_the_caption() -> None:
    tried = Experiment(9, gain=1.2, clip="norm", most=0.5)
    runs, found = family()
    nine = " ".join(["w"] * 9)
    long = [tuple(MemberFlow(one.name, flow(run(nine, cell))) for one, cell in zip(found[0], CELLS, strict=True))]
    plot = describe_family_flow(shown_of(runs, long, MEMBERS, tried, ORDER), tried, Focus(model="toy-lstm"))
    words = "the text repeated to 9 tokens, recurrent gain 1.20, clipped at every step to the norm 0.5"
    assert plot.caption.endswith(words)
    assert plain(plot.finding).startswith("9 tokens, gain 1.20, norm ≤ 0.5: RNN ")
    assert len(plot.tokens) == 9
    assert [plot.tokens.word(at) for at in (0, 4, 8)] == ["the", "the", "the"]
    assert plot.main is not None


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (Experiment(), ""),
        (Experiment(10_000, padded=True), "the text filled up with its last word to 10,000 tokens"),
        (Experiment(clip="value", most=0.1), "every entry clipped at every step to ±0.1"),
        (Experiment(gain=0.5), "recurrent gain 0.50"),
    ],
)
def test_what_is_changed_in_words(tried: Experiment, words: str) -> None:
    assert experiment_words(tried) == words


def test_tokens_stay_where_nothing_is_longer() -> None:
    tokens = run(TEXT).tokens
    assert stretched_tokens(tokens, Experiment(gain=1.2)) is tokens
    padded = stretched_tokens(tokens, Experiment(6, padded=True))
    assert [padded.word(at) for at in range(6)] == ["the", "food", "was", "good", "good", "good"]
    np.testing.assert_array_equal(padded.ids, [0, 1, 2, 3, 3, 3])


def test_what_fails_and_what_is_no_number_is_said() -> None:
    runs, (found,) = family()
    part = runs[0].network.parts[0]
    bad = MemberFlow("toy-rnn", flow(run(TEXT, "rnn"), bad=1), (1, f"{part}.hidden_state", 2))
    failed = MemberFlow("toy-gru", None, failure="the read-out is gone")
    shown = shown_of(runs, [(found[0], bad, failed)], MEMBERS, Experiment(), ORDER)
    said = plain(describe_family_flow(shown, Experiment(), Focus(model="toy-lstm")).finding)
    assert said.endswith("toy-gru: the read-out is gone.")
    assert "hidden state, unit 2" in said
