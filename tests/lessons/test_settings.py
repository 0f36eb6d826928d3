"""Claims at other settings of their control, on other models, and checks that no bundled card uses yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gatescope as gs
from gatescope.engine.executors import reference
from gatescope.errors import ModelError, UsageError
from gatescope.lessons.card import Card
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.distance import answer_by_distance, leaning_on_last_words
from gatescope.lessons.checks.trained_tasks import recall_by_training, unit_of_number
from gatescope.lessons.checks.words import read_out_at_words, signals_at_words
from gatescope.lessons.library import bundled_lessons
from gatescope.lessons.testing import decide, serves, takes_another_model
from gatescope.lessons.verdict import filled

LESSONS = bundled_lessons()
BENCH = Bench(reference)
FAMILY = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")
TEXT = "The food was not good at all, but the service was absolutely wonderful."


@pytest.mark.parametrize(
    ("claim", "setting", "verdict"),
    [
        ("1", 2.0, "false"),
        ("3", 1.0, "false"),
        ("3", 1.1, "true"),
        ("13", 0.5, "false"),
        ("15", 0.9, "true"),
        ("6", 1.0, "only if"),
        ("18", "output gate", "true"),
        ("23", 1.0, "false"),
        ("4", 100, "true"),
        ("25", 7, "true"),
    ],
)
def test_the_control_moves_the_verdict(claim: str, setting: float | str, verdict: str) -> None:
    result = decide(LESSONS.card(claim), setting, executor=reference)
    assert result.verdict == verdict
    # The card expects nothing at another setting, and its words speak of the one it starts with.
    assert result.ok
    assert result.put_right == ""


@pytest.mark.parametrize("setting", [1 / 3, 0.8437265432])
def test_a_gate_is_held_at_every_digit_of_the_setting(setting: float) -> None:
    numbers = decide(LESSONS.card("15"), setting, executor=reference).numbers
    # What float32 rounds; six digits of the setting are off by five times as much.
    assert numbers["error"] < np.finfo(np.float32).eps


def test_a_claim_is_tested_on_the_model_in_front_of_a_person() -> None:
    card, own = LESSONS.card("6"), replace(gs.load("sentiment-gru"), name="mine")
    assert takes_another_model(card)
    result = decide(card, model=own, executor=reference)
    assert result.measured.columns[0] == "update gates"
    assert result.numbers["mean_gate"] != decide(card, executor=reference).numbers["mean_gate"]
    assert not takes_another_model(LESSONS.card("20"))
    with pytest.raises(UsageError, match="claim 20 cannot be tested on another model"):
        decide(LESSONS.card("20"), model=own)


@pytest.mark.parametrize("card", LESSONS.cards, ids=lambda card: card.claim)
@pytest.mark.parametrize("name", FAMILY)
def test_a_claim_is_offered_for_the_models_on_which_it_can_be_tested(card: Card, name: str) -> None:
    if not takes_another_model(card):
        assert not serves(card, gs.load(name))
    elif serves(card, gs.load(name)):
        assert decide(card, model=gs.load(name), executor=reference).ok
    else:
        with pytest.raises(UsageError):
            decide(card, model=gs.load(name), executor=reference)


@pytest.mark.parametrize(
    ("claim", "model", "sentence"),
    [
        ("6", "sentiment-rnn", "is an RNN, which has no gate that keeps"),
        ("23", "sentiment-lstm", "has no reset gate"),
        ("24", "sentiment-gru", "has no forget gate"),
        ("17", "sentiment-gru", "has no cell_state"),
        ("21", "sentiment-lstm", "moving average"),
    ],
)
def test_a_cell_that_a_claim_is_not_about_is_refused_in_words(claim: str, model: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        decide(LESSONS.card(claim), model=gs.load(model), executor=reference)


@pytest.mark.parametrize("model", FAMILY)
def test_one_step_is_worked_out_in_all_three_cells(model: str) -> None:
    result = decide(LESSONS.card("16"), model=gs.load(model), executor=reference)
    assert result.verdict == "true"
    assert result.numbers["operations"] == {"rnn": 1, "gru": 4, "lstm": 6}[model.removeprefix("sentiment-")]


@pytest.mark.parametrize("card", [card for card in LESSONS.cards if takes_another_model(card)], ids=lambda c: c.claim)
def test_a_model_that_is_no_number_gives_no_verdict(card: Card) -> None:
    model = gs.load(card.scene.model)
    key = next(key for key in model.network.keys() if key.startswith("layer0.forward.W"))  # noqa: SIM118
    array = model.network.array(key).copy()
    array[0, 0] = np.nan
    broken = replace(model, network=model.network.with_array(key, array))
    with pytest.raises(ModelError):
        decide(card, model=broken, executor=reference)


def test_a_setting_that_the_check_does_not_take() -> None:
    with pytest.raises(UsageError, match=r"The first words, in number is 2\.5, not a whole number"):
        decide(LESSONS.card("7"), 2.5)


def test_signals_at_some_words_and_elsewhere() -> None:
    found = signals_at_words(BENCH, model="sentiment-lstm", text=TEXT, words=("Not",), lower=("forget_gate",))
    trace = gs.trace("sentiment-lstm", TEXT)
    means = trace["forget_gate"].mean(axis=1)
    assert found.verdict == "true"
    assert found.numbers["forget_gate_there"] == pytest.approx(means[3], abs=1e-5)
    elsewhere = (means.sum() - means[3]) / (len(means) - 1)
    assert found.numbers["forget_gate_elsewhere"] == pytest.approx(elsewhere, abs=1e-5)
    arguments = {"model": "sentiment-lstm", "text": TEXT, "words": ("not",)}
    both = signals_at_words(BENCH, **arguments, higher=("input_gate", "forget_gate"))
    assert both.verdict == "only if"
    one = signals_at_words(BENCH, **arguments, higher=("forget_gate",), units=(3,))
    assert one.numbers["forget_gate_there"] == pytest.approx(float(trace["forget_gate"][3, 3]), abs=1e-5)
    with pytest.raises(UsageError, match="the text must have zebra and other words"):
        signals_at_words(BENCH, model="sentiment-lstm", text=TEXT, words=("zebra",), lower=("forget_gate",))


def test_the_read_out_moves_at_key_words() -> None:
    words = ("not", "good", "but", "wonderful", "absolutely")
    found = read_out_at_words(BENCH, model="sentiment-lstm", text=TEXT, words=words)
    assert found.numbers["last"] == pytest.approx(0.92, abs=0.01)
    assert (found.verdict, found.numbers["times"] > 2) == ("true", True)
    assert read_out_at_words(BENCH, model="sentiment-lstm", text=TEXT, words=("the",)).verdict == "false"


def test_the_share_of_the_last_words() -> None:
    found = leaning_on_last_words(BENCH, models=FAMILY, text=TEXT, value=15)
    assert all(share == pytest.approx(1) for share in found.numbers.values())
    assert found.verdict == "false"
    last = leaning_on_last_words(BENCH, models=FAMILY, text=TEXT, value=1)
    weights = gs.connectivity(gs.trace("sentiment-rnn", TEXT), "readout:sentiment").relative
    assert last.numbers["sentiment_rnn"] == pytest.approx(float(weights[-1] / weights.sum()), abs=1e-5)


def test_an_answer_over_more_and_more_words() -> None:
    found = answer_by_distance(
        BENCH,
        models=FAMILY,
        before="wonderful",
        filler="the film",
        after=".",
        answer="positive",
        counts=(0, 4),
        value=2,
    )
    assert [len(row) for row in found.rows] == [4, 4, 4]
    assert found.columns == ("model", "0 words", "2 words", "4 words")
    trace = gs.trace("sentiment-gru", "wonderful the film .")
    assert found.numbers["gru_at_value"] == pytest.approx(float(trace["readout.sentiment"][-1, 0]), abs=1e-5)
    with pytest.raises(UsageError, match="no read-out has the label 'French'; there are negative, positive"):
        answer_by_distance(BENCH, models=FAMILY, before="a", filler="b", after="c", answer="French")


def test_numbers_in_a_template() -> None:
    numbers = {"share": -0.25, "count": 1234.0, "small": 0.00123}
    assert filled("{share:.0%} of {count}, {small}", numbers) == "−25\N{NO-BREAK SPACE}% of 1,234, 0.00123"
    with pytest.raises(UsageError, match="names a number that was not measured; there are share, count, small"):
        filled("{other}", numbers)


def test_claims_are_tested_from_a_script() -> None:
    results = gs.check(13, "25")
    assert [(one.claim, one.verdict, one.ok) for one in results] == [("13", "true", True), ("25", "true", True)]
    with pytest.raises(UsageError, match="there is no claim '1000'"):
        gs.check(1000)


def test_a_share_is_the_largest_in_one_task_of_two() -> None:
    asked = {"model": "recall-rnn", "text": "Martin lived in Italy " + "and drank coffee " * 8 + "speaks fluent"}
    found = leaning_on_last_words(
        BENCH,
        models=("recall-rnn", "recall-gru"),
        text=asked["text"],
        other_models=FAMILY,
        other_text=TEXT,
    )
    assert found.verdict == "only if"
    weights = gs.connectivity(gs.trace(asked["model"], asked["text"]), "readout:language").relative
    assert found.numbers["recall_rnn"] == pytest.approx(float(weights[-3:].sum() / weights.sum()), abs=1e-3)


def test_recall_is_counted_on_held_out_sentences() -> None:
    found = recall_by_training(BENCH, models=("recall-rnn", "recall-gru"), distances=(), value=40, count=40)
    assert found.verdict == "true"
    assert found.numbers["recall_gru"] == 1.0
    assert found.numbers["recall_rnn"] < 0.3
    some_way = recall_by_training(
        BENCH, models=("recall-rnn", "recall-gru"), others=("recall-lstm",), distances=(), value=40, count=40
    )
    assert some_way.verdict == "only if"
    assert recall_by_training(BENCH, models=("recall-gru", "recall-rnn"), value=40, count=20).verdict == "false"
    with pytest.raises(UsageError, match="no model of the task recall"):
        recall_by_training(BENCH, models=("sentiment-rnn",))


def test_the_unit_of_the_number_is_found_and_missed() -> None:
    text = "The keys to the old cabinet are rusty, but the dog near the trees is small."
    found = unit_of_number(BENCH, model="agreement-lstm", text=text, subjects=("dog",), count=60)
    trace = gs.trace("agreement-lstm", text)
    unit = int(found.numbers["unit"])
    assert found.numbers["forget_subject"] == pytest.approx(float(trace["forget_gate"][11, unit]), abs=1e-5)
    assert found.numbers["without_found"] <= found.numbers["right"] - 0.2
    assert found.numbers["without_others"] >= found.numbers["right"] - 0.03
    with pytest.raises(UsageError, match="no forget gate"):
        unit_of_number(BENCH, model="agreement-gru", text=text, subjects=("dog",))
    with pytest.raises(UsageError, match="a text must have one of"):
        unit_of_number(BENCH, model="agreement-lstm", text="The dog is small.", subjects=("dog",))
