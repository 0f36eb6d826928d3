"""What a language model expects next, in words and numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.plots.by_name import describe_runs
from gatescope.plots.guesses_plot import GuessesPlot, guesses_plot, guessing
from gatescope.plots.numbers import number
from gatescope.plots.surprise import rank, surprise
from gatescope.session.document.document import Focus
from tests.plots.builders import run
from tests.views.helpers_controls import make_language_model, make_snapshot

TEXT = "the sweet o the year"
RUN = make_snapshot(TEXT, make_language_model()).runs[0]
P, IDS = RUN.readouts["decoder"], RUN.tokens.ids


def plot(token: int | None = 4) -> GuessesPlot:
    return guesses_plot(RUN, Focus(model=RUN.model, token=token))


def test_the_bars_follow_the_cursor_or_the_last_token() -> None:
    assert plot().at == 4
    assert plot(None).at == len(TEXT) - 1
    assert plot().heading() == "after “the s”"
    guesses = plot().guesses(4)
    assert [guess.probability for guess in guesses] == sorted(P[4].tolist(), reverse=True)[:5]


@pytest.mark.parametrize("token", range(len(TEXT) - 1))
def test_the_finding_says_what_came_and_how_surprising_it_was(token: int) -> None:
    said = plot(token).finding()
    place = rank(RUN, token, int(IDS[token + 1]))
    word = TEXT[token + 1].replace(" ", "␣")
    assert said.startswith(f"“{word}” came, ")
    names = {1: "its first guess", 2: "its second guess", 3: "its third guess", 4: "its fourth guess"}
    assert names.get(place, "its fifth guess" if place == 5 else f"guess {place}") in said
    assert f"{number(float(surprise(RUN)[token + 1]), 1)} nats" in said


def test_what_is_not_a_number_is_no_guess() -> None:
    bad = P.copy()
    bad[4] = np.nan
    broken = guesses_plot(replace(RUN, readouts={"decoder": bad}), Focus(token=4))
    assert broken.finding() == "“w” came; the model's probability of it is not a number."
    assert broken.summaries(4, 5)[0].startswith("After 0 of 1 letters in sight the first guess came, after 0 one")


def test_at_the_end_nothing_came_yet() -> None:
    assert plot(None).finding().startswith("Nothing came yet: “")
    assert plot(None).came(len(TEXT) - 1) is None


def test_the_summary_counts_the_tokens_in_sight() -> None:
    ranks = [rank(RUN, token, int(IDS[token + 1])) for token in range(3, 9)]
    long, *shorter = plot().summaries(3, 9)
    assert f"After {ranks.count(1)} of 6 letters in sight" in long
    assert f"after {sum(one <= 5 for one in ranks)} one of the five" in long
    assert "nats a letter" in long
    assert sorted(shorter, key=len, reverse=True) == shorter
    assert plot().summaries(len(TEXT) - 1, len(TEXT)) == ("",)


def test_only_one_language_model_with_a_text_is_drawn_so() -> None:
    assert guessing([RUN]) is RUN
    assert guessing([RUN, RUN]) is None
    assert guessing([run()]) is None
    assert guessing([make_snapshot("", make_language_model()).runs[0]]) is None


def test_the_read_out_by_name_is_that_of_the_window() -> None:
    assert isinstance(describe_runs("readout", [RUN], token=4), GuessesPlot)
    assert describe_runs("readout", [run()]).facts()["Title"] == "Sentiment after every token"
    bare = replace(run(), network=replace(run().network, readouts=()), readouts={})
    with pytest.raises(Exception, match="has no read-out"):
        describe_runs("readout", [bare])
