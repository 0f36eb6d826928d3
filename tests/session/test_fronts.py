"""Models that are shown again are shown as they were left."""

from __future__ import annotations

import pytest

from gatescope.engine.part import Part
from gatescope.session.document.document import UnitRef
from gatescope.session.document.shading import READ_OUT, Front, Shading
from tests.session.helpers import word_model
from tests.views.helpers_controls import make_language_model


@pytest.fixture
def three():
    return tuple(word_model(cell, cell) for cell in ("rnn", "gru", "lstm"))


def test_a_closed_model_gives_way_to_what_was_in_front_before(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["rnn", "gru", "lstm"])
    wanted = Shading("hidden_state", "gru", "norm")
    session.change_focus(model="gru", shading=wanted)
    session.show(["lstm"])
    session.change_focus(shading=Shading("forget_gate", units=1))
    session.close_model("lstm")
    assert session.document.shown == ("rnn", "gru")
    assert (session.focus.model, session.focus.shading) == ("gru", wanted)


def test_closing_what_was_opened_last_leads_back_to_compare(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["rnn", "gru"])
    wanted = Shading("hidden_state", "gru", "norm")
    session.change_focus(model="gru", shading=wanted)
    session.show(["lstm"])
    assert session.focus.shading == Shading("hidden_state", "", "norm")
    session.close_model("lstm")
    assert session.document.shown == ("rnn", "gru")
    assert (session.focus.model, session.focus.shading) == ("gru", wanted)


def test_switching_back_restores_the_shading_of_each(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["lstm"])
    session.change_focus(shading=Shading("forget_gate", units=2))
    session.show(["rnn"])
    assert session.focus.shading.quantity == "readout"
    session.change_focus(shading=Shading("hidden_state"))
    session.show(["gru"])
    for name, quantity in (("lstm", "forget_gate"), ("rnn", "hidden_state"), ("lstm", "forget_gate")):
        session.show([name])
        assert session.focus.shading.quantity == quantity
    assert session.focus.shading.units == 2


def test_the_layer_comes_back_only_where_it_was_lost(qtbot, open_session):
    deep, other, flat = (word_model(name, layers=n) for name, n in (("deep", 3), ("other", 3), ("flat", 1)))
    session = open_session(deep, other, flat, text="the film")
    second = Part.parse("layer1.forward")
    session.change_focus(part=second)
    session.show(["flat"])
    assert session.focus.part == "layer0.forward"
    session.show(["deep"])
    assert session.focus.part == second
    session.show(["other"])
    third = Part.parse("layer2.forward")
    session.change_focus(part=third)
    session.show(["deep"])
    assert session.focus.part == third


def test_a_shading_is_of_what_is_shown(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["rnn", "gru", "lstm"])
    for asked, kept in (
        (Shading("forget_gate"), Shading("forget_gate")),
        (Shading("forget_gate", "lstm"), Shading("forget_gate", "lstm")),
        (Shading("forget_gate", "rnn"), Shading("forget_gate")),
        (Shading("update_gate", "lstm"), Shading("update_gate")),
        (Shading("nonsense", "gru"), Shading("readout", "")),
        (Shading("readout", "closed"), Shading("readout")),
        (Shading("hidden_state", units=10_000), Shading("hidden_state")),
        (Shading("readout", units=1), Shading("readout")),
    ):
        session.change_focus(shading=asked)
        assert session.focus.shading == kept


def test_fronts_of_closed_models_are_forgotten(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["lstm"])
    session.show(["gru"])
    session.change_focus(units=(UnitRef("gru", session.focus.part, 0),))
    session.close_model("lstm")
    assert session.focus.fronts == (Front(("rnn",), "rnn", session.focus.part, READ_OUT),)


def test_language_models_are_shaded_by_surprise_until_something_else_is_chosen(qtbot, open_session, three):
    letters = make_language_model()
    session = open_session(*three, letters, text="the film")
    session.show([letters.name])
    assert session.focus.shading == Shading("surprise")
    session.change_focus(shading=Shading("hidden_state"))
    session.show(["gru"])
    assert session.focus.shading == Shading("hidden_state")
    session.show([letters.name])
    session.change_focus(shading=Shading("surprise", units=3))
    assert session.focus.shading == Shading("surprise")
    session.show(["lstm"])
    assert session.focus.shading == READ_OUT
    session.show([letters.name])
    assert session.focus.shading == Shading("surprise")
    session.show(["gru", letters.name])
    assert session.focus.shading == READ_OUT
    alone = open_session(letters, text="the film")
    assert alone.focus.shading == Shading("surprise")
