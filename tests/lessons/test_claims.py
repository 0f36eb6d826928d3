"""Every card that comes along: its verdict and its numbers, and that it goes with the window."""

from __future__ import annotations

import pytest

import gatescope as gs
from gatescope.app.window.dock_table import DOCKS
from gatescope.app.window.workspaces import WORKSPACES
from gatescope.engine.executors import reference
from gatescope.engine.what_if import what_if
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.lessons.card import Card
from gatescope.lessons.library import bundled_lessons
from gatescope.lessons.testing import decide

CARDS = bundled_lessons().cards


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.claim)
def test_the_verdict_and_the_numbers_are_as_the_card_says(card: Card) -> None:
    result = decide(card, executor=reference)
    assert result.drifted == ()
    assert result.verdict == card.expected
    assert result.ok
    assert card.numbers, "a card without numbers notices no drift"
    assert all(len(row) == len(result.measured.columns) for row in result.measured.rows)
    assert result.measured.sentence.endswith(".")


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
