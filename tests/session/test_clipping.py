from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest

from gatescope.engine.part import Part
from gatescope.session.clipping import array_in, clip, cursor
from gatescope.session.document.document import Document, Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.resolve import Cache, resolve
from gatescope.session.run.snapshot import Request, RunRequest, Snapshot
from gatescope.text.tokens import TokenSequence
from tests.session.helpers import letter_model, word_model


def document(*models, shown=()) -> Document:
    return Document(
        models=MappingProxyType({m.name: m for m in models}),
        networks=MappingProxyType({m.name: m.network for m in models}),
        shown=shown or tuple(m.name for m in models),
    )


def snapshot(text, *models) -> Snapshot:
    return resolve(Request(1, text, None, tuple(RunRequest(m, m.network) for m in models)), Cache())


def sequence(*spans) -> TokenSequence:
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    return TokenSequence("x" * 20, starts, ends, np.zeros(len(starts), np.int64), np.ones(len(starts), bool))


@pytest.mark.parametrize(
    ("place", "token"), [(0, 0), (2, 0), (3, 0), (5, 0), (6, 1), (9, 1), (10, 1), (12, 1), (99, 1), (None, 1)]
)
def test_the_cursor_is_on_the_token_at_its_place(place, token):
    assert cursor(sequence((2, 5), (6, 10)), place) == token


def test_an_empty_sentence_has_no_cursor():
    assert cursor(sequence(), 0) is None
    assert cursor(sequence(), None) is None


@pytest.mark.parametrize(("token", "clipped"), [(-3, 0), (0, 0), (1, 1), (2, 1), (None, 0)])
def test_the_token_is_clipped_to_the_sentence(token, clipped):
    model = word_model()
    assert clip(Focus(token=token), document(model), snapshot("the film", model)).token == clipped


@pytest.mark.parametrize("text", ["", "   "])
def test_without_tokens_there_is_no_token(text):
    model = word_model()
    assert clip(Focus(token=3), document(model), snapshot(text, model)).token is None


def test_before_the_first_snapshot_there_is_no_token():
    assert clip(Focus(token=3), document(word_model()), None).token is None


def test_the_token_counts_in_the_model_in_front():
    words, letters = word_model(), letter_model()
    both = snapshot("the film", words, letters)
    assert clip(Focus(model="words", token=7), document(words, letters), both).token == 1
    assert clip(Focus(model="letters", token=7), document(words, letters), both).token == 7


def test_a_model_that_is_not_shown_gives_way_to_the_first_that_is():
    models = [word_model(name) for name in "abc"]
    assert clip(Focus(model="a"), document(*models, shown=("c", "b")), None).model == "c"
    assert clip(Focus(model="b"), document(*models, shown=("c", "b")), None).model == "b"


def test_no_model_no_focus():
    focus = clip(Focus(model="a", token=1, units=(UnitRef("a", Part.parse("layer0.forward"), 0),)), Document(), None)
    assert (focus.model, focus.token, focus.units) == ("", None, ())


def test_a_missing_part_gives_way_to_the_last_layer():
    model = word_model(layers=2)
    assert clip(Focus(part=Part.parse("layer5.forward")), document(model), None).part == "layer1.forward"
    assert clip(Focus(part=Part.parse("layer0.forward")), document(model), None).part == "layer0.forward"


@pytest.mark.parametrize(
    ("cell", "signal", "clipped"),
    [
        ("lstm", "forget_gate", "forget_gate"),
        ("gru", "forget_gate", "reset_gate"),
        ("gru", "input_gate", "update_gate"),
        ("lstm", "update_gate", "input_gate"),
        ("gru", "cell_state", "readout"),
        ("rnn", "reset_gate", "readout"),
        ("rnn", "hidden_state", "hidden_state"),
        ("lstm", "nonsense", "readout"),
    ],
)
def test_a_signal_is_one_that_the_cell_has(cell, signal, clipped):
    assert clip(Focus(shading=Shading(signal)), document(word_model(cell=cell)), None).signal == clipped


def test_without_a_readout_the_hidden_state_shades_the_chips():
    model = word_model()
    bare = Document(
        models={"words": model},
        networks={"words": type(model.network)(model.network.cell, model.network.convention, model.network.layers)},
        shown=("words",),
    )
    assert clip(Focus(shading=Shading("readout")), bare, None).signal == "hidden_state"


def test_only_units_that_exist_stay_those_of_open_models_included():
    models = document(word_model("a", units=5), word_model("b", units=3, layers=2), shown=("a",))
    good = (UnitRef("a", Part.parse("layer0.forward"), 4), UnitRef("b", Part.parse("layer1.forward"), 0))
    bad = (
        UnitRef("a", Part.parse("layer0.forward"), 5),
        UnitRef("a", Part.parse("layer0.forward"), -1),
        UnitRef("b", Part.parse("layer0.reverse"), 0),
        UnitRef("closed", Part.parse("layer0.forward"), 0),
    )
    assert clip(Focus(units=good + bad), models, None).units == good


@pytest.mark.parametrize(("order", "clipped"), [("similarity", "similarity"), ("by taste", "index")])
def test_an_order_is_a_known_one(order, clipped):
    assert clip(Focus(order=order), document(word_model()), None).order == clipped


@pytest.mark.parametrize(
    ("cell", "parameter", "clipped"),
    [
        ("lstm", "layer0.forward.W.candidate", "layer0.forward.W.candidate"),
        ("lstm", "", "layer0.forward.U.forget_gate"),
        ("gru", "layer0.forward.W.forget_gate", "layer0.forward.W.reset_gate"),
        ("gru", "layer0.forward.W.output_gate", "layer0.forward.U.reset_gate"),
        ("rnn", "layer0.forward.W.output_gate", "layer0.forward.U.hidden_state"),
        ("rnn", "readout.sentiment.weight", "readout.sentiment.weight"),
    ],
)
def test_a_parameter_is_one_that_the_network_has(cell, parameter, clipped):
    assert clip(Focus(parameter=parameter), document(word_model(cell=cell)), None).parameter == clipped


def test_clipping_twice_is_clipping_once():
    models = document(word_model(cell="gru"))
    focus = Focus(part="x", token=9, shading=Shading("forget_gate"), order="?", parameter="?")
    once = clip(focus, models, None)
    assert clip(once, models, None) == once


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("layer0.forward.W.candidate", "layer2.reverse.W.candidate"),
        ("layer1.reverse.b_x.reset_gate", "layer2.reverse.b_x.reset_gate"),
        ("embedding", "embedding"),
        ("readout.sentiment.weight", "readout.sentiment.weight"),
    ],
)
def test_the_same_array_of_another_layer(key, there):
    assert array_in(Part.parse("layer2.reverse"), key) == there
