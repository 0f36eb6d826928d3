"""Sampling in the window: what the model expects is written behind the cursor, and can be undone and repeated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import CopiedWeights, Interventions
from gatescope.engine.network import ReadOut
from gatescope.formats.core.model import Model
from gatescope.session.run.current import has_parameters_of
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.session.helpers import random_network

LETTERS = ("a", "b", " ")


def letters(bias: tuple[float, ...] = (0.0, 0.0, 0.0), name: str = "letters") -> Model:
    network = random_network(rows=len(LETTERS))
    readout = ReadOut(
        "next", "softmax", np.zeros((3, network.outputs), network.dtype), np.array(bias, network.dtype), LETTERS
    )
    return Model(name, replace(network, readouts=(readout,)), Vocabulary(LETTERS), tokenizer("character"), {})


@pytest.fixture
def reading(qtbot: QtBot, desktop: Desktop) -> Desktop:
    desktop.session.add_model(letters())
    desktop.session.show(["letters"])
    type_in(qtbot, desktop, "ab")
    return desktop


def type_in(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    desktop.session.edit_text(text, len(text))
    settle(qtbot, desktop)


def settle(qtbot: QtBot, desktop: Desktop) -> None:
    def at_rest() -> bool:
        session, run = desktop.session, desktop.session.snapshot.runs[0]
        return run.tokens.text == session.document.text and has_parameters_of(run, session.document)

    qtbot.waitUntil(at_rest)


def sampled(qtbot: QtBot, desktop: Desktop, count: int) -> str:
    for _ in range(count):
        desktop.controller.actions["sample_token"].trigger()
        settle(qtbot, desktop)
    return desktop.session.document.text


def test_a_token_is_drawn_and_the_same_seed_draws_it_again(qtbot: QtBot, reading: Desktop) -> None:
    first = sampled(qtbot, reading, 8)
    assert len(first) == 10
    assert set(first) <= set(LETTERS)
    assert reading.session.focus.token == 9
    type_in(qtbot, reading, "ab")
    assert sampled(qtbot, reading, 8) == first


def test_what_stood_behind_the_cursor_goes_and_undo_brings_it_back(qtbot: QtBot, reading: Desktop) -> None:
    type_in(qtbot, reading, "abba ba")
    reading.session.set_token(1)
    text = sampled(qtbot, reading, 1)
    assert len(text) == 3
    assert text.startswith("ab")
    reading.session.undo_stack.undo()
    assert reading.session.document.text == "abba ba"


def test_the_likeliest_is_taken_when_it_is_cold(qtbot: QtBot, reading: Desktop) -> None:
    reading.session.replace_model(letters((0.0, 0.1, 0.0)), label="Other")
    settle(qtbot, reading)
    panel = reading.window.sentence.sampling
    panel._heat.setValue(0)
    assert sampled(qtbot, reading, 4) == "abbbbb"


def test_a_model_with_copied_weights_is_sampled_as_it_runs(qtbot: QtBot, reading: Desktop) -> None:
    copied = Interventions((CopiedWeights("forget_gate", "input_gate"),))
    reading.session.intervene("letters", copied, label="Copy")
    qtbot.waitUntil(
        lambda: reading.session.snapshot.runs[0].network is not reading.session.document.networks["letters"]
    )
    assert len(sampled(qtbot, reading, 3)) == 5
    going = reading.controller.actions["sample_on"]
    going.trigger()
    qtbot.waitUntil(lambda: len(reading.session.document.text) > 8)
    going.trigger()
    assert not going.isChecked()


def test_it_goes_on_until_it_is_stopped(qtbot: QtBot, reading: Desktop) -> None:
    action = reading.controller.actions["sample_on"]
    action.trigger()
    assert action.isChecked()
    qtbot.waitUntil(lambda: len(reading.session.document.text) >= 4)
    action.trigger()
    settle(qtbot, reading)
    length = len(reading.session.document.text)
    qtbot.wait(300)
    assert len(reading.session.document.text) == length
    assert not action.isChecked()


def test_only_a_language_model_offers_it(qtbot: QtBot, reading: Desktop) -> None:
    assert not reading.window.sentence.sampling.isHidden()
    reading.session.show(["sentiment-lstm"])
    qtbot.waitUntil(lambda: reading.session.snapshot.runs[0].model == "sentiment-lstm")
    assert reading.window.sentence.sampling.isHidden()
    action = reading.controller.actions["sample_on"]
    action.trigger()
    assert not action.isChecked()
    assert "only a language model can be sampled" in reading.window.message_bar.text()


def test_a_model_that_was_just_closed_is_not_sampled(qtbot: QtBot, reading: Desktop) -> None:
    session, actions = reading.session, reading.controller.actions
    session.close_model("letters")
    # Its snapshot is still the one that is shown.
    assert [run.model for run in session.snapshot.runs] == ["letters"]
    actions["sample_token"].trigger()
    actions["sample_on"].trigger()
    assert not actions["sample_on"].isChecked()
    assert session.document.text == "ab"


def test_an_empty_text_asks_for_a_first_token(qtbot: QtBot, reading: Desktop) -> None:
    type_in(qtbot, reading, "")
    assert sampled(qtbot, reading, 1) == ""
    assert "Type a first token" in reading.window.message_bar.text()


def test_a_read_out_that_is_no_number_stops_it(qtbot: QtBot, reading: Desktop) -> None:
    reading.session.replace_model(letters((np.nan, 0.0, 0.0)), label="Bad")
    settle(qtbot, reading)
    assert sampled(qtbot, reading, 1) == "ab"
    assert "not a number" in reading.window.message_bar.text()
