"""Every card that comes along: its verdict and its numbers, and that it goes with the window."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import gatescope as gs
from gatescope.app.window.dock_table import DOCKS
from gatescope.app.window.workspaces import WORKSPACES
from gatescope.engine.executors import reference
from gatescope.engine.what_if import what_if
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.lessons.card import Card, Scene
from gatescope.lessons.library import bundled_lessons
from gatescope.lessons.testing import decide
from tests.lessons.quick import QUICK

CARDS = bundled_lessons().cards


@pytest.mark.parametrize("card", [card for card in CARDS if card.claim in QUICK], ids=lambda card: card.claim)
def test_the_verdict_and_the_numbers_are_as_the_card_says(card: Card) -> None:
    result = decide(card, executor=reference)
    assert result.drifted == ()
    assert result.verdict == card.expected
    assert result.ok
    assert card.numbers, "a card without numbers notices no drift"
    assert all(len(row) == len(result.measured.columns) for row in result.measured.rows)
    assert result.measured.sentence.endswith(".")


@pytest.mark.slow
def test_those_that_a_training_decides_are_as_their_cards_say() -> None:
    """In a process of its own, whose products run on one thread; by the kernels."""
    names = [card.claim for card in CARDS if card.claim not in QUICK]
    command = [sys.executable, "-m", "gatescope", "check", *names, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert {row["claim"]: row["ok"] for row in json.loads(done.stdout)} == dict.fromkeys(names, True), done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.claim)
def test_the_scene_goes_with_the_window_and_its_model(card: Card) -> None:
    scene = card.scene
    assert scene.workspace in {"", *(workspace.title for workspace in WORKSPACES)}
    assert set(scene.docks) <= {dock.title for dock in DOCKS}
    assert not scene.model or scene.model in gs.models()
    if scene.model:
        model = gs.load(scene.model)
        count = len(tokens_of_text(model, scene.text))
        what_if(scene.hold, scene.ablate).resolve(model.network, count)
        assert not scene.signal or scene.signal in model.network.cell.signals
        assert -count <= scene.token < count
        if card.control is not None and card.control.holds:
            held = [one.replace("{value}", f"{card.control.start}") for one in card.control.holds]
            what_if(held).resolve(model.network, count)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.claim)
def test_what_to_try_also_is_there(card: Card) -> None:
    assert card.claim not in card.also


def test_there_is_nothing_wrong_with_the_cards_that_come_along() -> None:
    assert bundled_lessons().errors == ()


def test_the_claims_that_need_no_model_of_their_own_are_there() -> None:
    """The rest is decided by models of tasks: recall, topic, agreement, key words."""
    wanted = {str(number) for number in range(1, 27)} - {"8", "9", "10", "11", "19"}
    assert wanted <= {card.claim for card in CARDS}


def test_the_cursor_stands_where_the_topic_is_announced() -> None:
    """At the word at which the forget gates close."""
    scene = next(card.scene for card in CARDS if card.claim == "9")
    assert scene.text.split("By the way")[0] + "By" == scene.text[: _end_of_the_cursor(scene)]


def _end_of_the_cursor(scene: Scene) -> int:
    return tokens_of_text(gs.load(scene.model), scene.text).ends[scene.token]
