from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.interventions import Clamp
from gatescope.errors import UsageError
from gatescope.lessons.card import Control, Scene
from gatescope.session.document.changes import opened
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.lessons.staging import held_in, moved, staged
from gatescope.session.standing import Standing
from tests.session.helpers import word_model
from tests.session.lessons.lesson_cards import CARD, card

U = "layer0.forward.U.forget_gate"


@pytest.fixture
def work() -> Standing:
    models = [word_model("words"), word_model("others", "gru")]
    return Standing(opened(models, "my own text"), Focus(model="words"))


def test_a_scene_has_what_its_card_names_and_leaves_the_rest(work):
    scene = staged(CARD, work, "words", 0.5)
    document, part = scene.document, work.document.networks["words"].default_part
    assert document.text == "the film was good"
    assert document.interventions["words"].items == (Clamp("forget_gate", 0.5),)
    assert document.networks["words"] is work.document.networks["words"]
    assert scene.focus.units == (UnitRef("words", part, 1), UnitRef("words", part, 3))
    assert scene.focus.shading == Shading("forget_gate")
    assert document.caret == scene.place == len("the film was good")
    # Nothing was written into what was there.
    assert work.document.text == "my own text"
    assert not work.document.interventions


def test_a_control_holds_at_every_digit_of_its_setting(work):
    assert staged(CARD, work, "words", 1 / 3).document.interventions["words"].items == (Clamp("forget_gate", 1 / 3),)


def test_the_cursor_is_at_the_token_of_the_scene(work):
    scene = staged(card(replace(CARD.scene, token=1)), work, "words", 0.5)
    assert scene.place == len("the film")


def test_a_text_that_the_scene_does_not_name_stays(work):
    assert staged(card(replace(CARD.scene, text="")), work, "words", 0.5).document.text == "my own text"


def test_all_of_a_family_are_compared(work):
    scene = staged(card(replace(CARD.scene, compare=True, hold=()), control=None), work, "others", None)
    assert scene.document.shown == ("words", "others")
    assert scene.focus.model == "others"


def test_edits_multiply_what_was_trained_whatever_was_edited_before(work):
    trained = work.document.models["words"].network
    edited = trained.with_array(U, trained.array(U) + 1)
    mine = replace(work, document=replace(work.document, networks={**work.document.networks, "words": edited}))
    scene = staged(card(replace(CARD.scene, hold=(), edits={U: 2.0}), control=None), mine, "words", None)
    np.testing.assert_array_equal(scene.document.networks["words"].array(U), trained.array(U) * 2)


@pytest.mark.parametrize("scene", [Scene("words", hold=("reset_gate=1",)), Scene("words", edits={"nothing": 2.0})])
def test_a_scene_that_the_model_cannot_have_is_refused(work, scene):
    with pytest.raises(UsageError):
        staged(card(scene, control=None), work, "words", None)


def test_a_control_moves_what_it_holds_and_nothing_else_that_is_held(work):
    scene = staged(CARD, work, "words", 0.5)
    own = Clamp("input_gate", 1.0)
    document = scene.document
    items = replace(document.interventions["words"], items=(own, *document.interventions["words"].items))
    mine = replace(scene, document=replace(document, interventions={"words": items}))
    after = moved(CARD, mine, "words", 0.5, 0.25)
    assert after.document.interventions["words"].items == (own, Clamp("forget_gate", 0.25))


def test_a_gain_multiplies_every_recurrent_matrix_as_trained(work):
    gain = card(Scene("words"), control=Control("gain", "Multiply U by", start=1.0))
    scene = staged(gain, work, "words", 1.0)
    assert scene.document.networks["words"] is work.document.networks["words"]
    for factor in (2.0, 0.5):
        scene = moved(gain, scene, "words", None, factor)
    trained = work.document.models["words"].network
    np.testing.assert_array_equal(scene.document.networks["words"].array(U), trained.array(U) * 0.5)


def test_a_control_that_is_a_text_is_the_sentence(work):
    texts = card(Scene("words"), control=Control("text", "Read", start="the bad film", argument="text"))
    scene = staged(texts, work, "words", "the bad film")
    assert scene.document.text == "the bad film"
    assert moved(texts, scene, "words", "the bad film", "good").document.text == "good"


def test_what_another_cell_lacks_is_left_out_where_cells_are_compared(work):
    gru = work.document.networks["others"]
    assert not held_in(CARD, gru, 0.5, strict=False)
    with pytest.raises(UsageError, match="forget_gate"):
        held_in(CARD, gru, 0.5)
