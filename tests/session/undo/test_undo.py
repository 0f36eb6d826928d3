from __future__ import annotations

import gc
import itertools
import weakref

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.errors import ModelError, UsageError
from gatescope.session.document.document import Document
from gatescope.session.run.snapshot import RunRequest
from gatescope.session.session import Session
from gatescope.session.undo.commands import ParameterCommand, push
from gatescope.session.undo.history import UNDO_STEPS
from tests.session.helpers import Clock, word_model

BIAS = "layer0.forward.b_x.forget_gate"
WEIGHT = "layer0.forward.U.forget_gate"


def type_text(session: Session, text: str) -> None:
    """Type `text` at the end, a key at a time."""
    for letter in text:
        whole = session.document.text + letter
        session.edit_text(whole, len(whole))


def labels(session: Session) -> list[str]:
    return [session.undo_stack.text(index) for index in range(session.undo_stack.count())]


def set_bias(
    session: Session, value: float, *, gesture: object = None, model: str = "words", label: str = "Bias"
) -> None:
    units = session.document.networks[model].units
    session.set_parameters(model, {BIAS: np.full(units, value)}, label=label, gesture=gesture)


def state(document: Document) -> tuple:
    return document.text, dict(document.networks)


def same_state(left: tuple, right: tuple) -> bool:
    return left[0] == right[0] and all(left[1][name] is right[1][name] for name in left[1])


# -- typing


def test_what_was_saved_is_a_step_to_go_back_to(open_session):
    """A key within the second, or the same drag, after the project was saved is a step of its own."""
    session = open_session()
    type_text(session, "one")
    session.undo_stack.setClean()
    type_text(session, "x")
    assert not session.undo_stack.isClean()
    session.undo_stack.undo()
    assert (session.document.text, session.undo_stack.isClean()) == ("one", True)
    drag = object()
    set_bias(session, 1.0, gesture=drag)
    session.undo_stack.setClean()
    saved = session.document.networks["words"]
    set_bias(session, 2.0, gesture=drag)
    set_bias(session, 3.0, gesture=drag)
    session.undo_stack.undo()
    assert session.document.networks["words"] is saved
    assert session.undo_stack.isClean()


def test_a_burst_of_typing_is_one_step(open_session):
    session = open_session()
    type_text(session, "film")
    assert labels(session) == ["Typing"]
    session.undo_stack.undo()
    assert session.document.text == ""
    session.undo_stack.redo()
    assert (session.document.text, session.document.caret) == ("film", 4)


def test_every_word_is_a_step(open_session):
    session = open_session()
    type_text(session, "the film was")
    assert labels(session) == ["Typing"] * 3
    session.undo_stack.undo()
    assert session.document.text == "the film "


@pytest.mark.parametrize(
    "between",
    [
        lambda session, clock: setattr(clock, "now", clock.now + 5),
        lambda session, clock: (session.move_caret(0), session.move_caret(2)),
        lambda session, clock: set_bias(session, 1.0),
        lambda session, clock: (session.undo_stack.undo(), session.undo_stack.redo()),
        lambda session, clock: (set_bias(session, 1.0), session.undo_stack.undo()),
    ],
    ids=["a pause", "a moved caret", "another command", "undo and redo", "another command undone"],
)
def test_what_ends_a_burst(open_session, clock, between):
    session = open_session()
    type_text(session, "fi")
    between(session, clock)
    before = session.undo_stack.index()
    type_text(session, "lm")
    assert session.undo_stack.index() == before + 1
    session.undo_stack.undo()
    assert session.document.text == "fi"


def test_typing_after_an_undo_does_not_join_the_step_below(open_session):
    session = open_session()
    type_text(session, "a b")
    session.undo_stack.undo()
    type_text(session, "c")
    session.undo_stack.undo()
    assert session.document.text == "a "


def test_only_a_choice_that_moves_the_caret_ends_a_burst_and_it_makes_no_step(open_session):
    session = open_session()
    type_text(session, "fi")
    session.change_focus(order="similarity")
    type_text(session, "lm")
    assert labels(session) == ["Typing"]
    session.set_token(0)
    assert labels(session) == ["Typing"]
    type_text(session, "s")
    assert labels(session) == ["Typing", "Typing"]


def test_undo_and_redo_show_the_place_that_they_change(open_session):
    session = open_session(text="the film was good")
    session.move_caret(3)
    # As an example or a drop does, which ask nothing of the caret.
    session.edit_text("the film was not good", None)
    session.undo_stack.undo()
    assert (session.document.text, session.document.caret) == ("the film was good", 13)
    session.undo_stack.redo()
    assert session.document.text == "the film was not good"
    assert session.document.caret == 17


def test_labels_say_what_was_done(open_session):
    session = open_session()
    type_text(session, "ab")
    session.edit_text("ab pasted words", 15)
    session.edit_text("ab pasted word", 14)
    session.edit_text("ab", 2)
    session.edit_text("a", 1)
    session.edit_text("another text", None)
    session.edit_text("", 0)
    assert labels(session) == ["Typing", "Paste", "Delete", "Delete", "Delete", "Paste", "Clear"]


def test_the_caret_comes_back_with_the_text(open_session):
    session = open_session(text="the film")
    session.move_caret(3)
    session.edit_text("the good film", 8)
    session.undo_stack.undo()
    assert (session.document.text, session.document.caret) == ("the film", 3)
    session.undo_stack.redo()
    assert (session.document.text, session.document.caret) == ("the good film", 8)


def test_the_same_text_is_no_step_but_may_move_the_caret(open_session):
    session = open_session(text="film")
    session.edit_text("film", 2)
    assert session.undo_stack.count() == 0
    assert session.document.caret == 2


def test_the_document_holds_the_very_text_that_was_given(open_session):
    session = open_session()
    text = "".join(["the ", "film"])
    session.edit_text(text, 8)
    assert session.document.text is text


def test_a_step_of_a_long_text_holds_only_what_changed(open_session):
    text = ("good " + "x" * 1_018 + " ") * 1_024
    session = open_session(text=text)
    middle = len(text) // 2
    session.edit_text(text[:middle] + "x" + text[middle:], middle + 1)
    edit = session.undo_stack.command(0)._edit
    assert (edit.start, edit.removed, edit.inserted) == (middle, "", "x")
    assert session.undo_stack.command(0)._text is None
    session.undo_stack.undo()
    assert session.document.text == text


def test_the_number_of_steps_is_bounded(open_session, clock):
    session = open_session()
    for _ in range(UNDO_STEPS + 10):
        clock.now += 10
        type_text(session, "a")
    assert session.undo_stack.count() == UNDO_STEPS


# -- parameters


def test_a_change_of_parameters_is_undone_to_the_very_network(open_session):
    session = open_session()
    before = session.document.networks["words"]
    set_bias(session, 2.0, label="Change forget gate b_x")
    after = session.document.networks["words"]
    assert labels(session) == ["Change forget gate b_x"]
    assert np.array_equal(after.array(BIAS), np.full(5, 2.0))
    assert after.layers[0][0].U is before.layers[0][0].U
    assert after.embedding is before.embedding
    session.undo_stack.undo()
    assert session.document.networks["words"] is before
    session.undo_stack.redo()
    assert session.document.networks["words"] is after


def test_one_drag_is_one_step_and_the_next_is_another(open_session):
    session = open_session()
    trained = session.document.networks["words"]
    first, second = object(), object()
    for value in (1.0, 2.0, 3.0):
        set_bias(session, value, gesture=first)
    dragged = session.document.networks["words"]
    for value in (4.0, 5.0):
        set_bias(session, value, gesture=second)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.document.networks["words"] is dragged
    session.undo_stack.undo()
    assert session.document.networks["words"] is trained


@pytest.mark.slow
def test_what_a_drag_passed_through_is_let_go(qapp):
    """Each move of a drag over an embedding would else keep a megabyte for as long as the window is open."""

    class Target:
        def put_network(self, model, network):
            pass

    networks = [word_model().network for _ in range(10)]
    passed = [weakref.ref(network) for network in networks]
    stack, gesture = QUndoStack(), object()
    for before, after in itertools.pairwise(networks):
        push(stack, ParameterCommand(Target(), "words", before, after, "Bias", gesture))
    del networks, before, after
    gc.collect()
    assert [ref() is not None for ref in passed] == [True] + [False] * 8 + [True]
    assert stack.count() == 1
    stack.clear()
    gc.collect()
    assert all(ref() is None for ref in passed)


def test_without_a_gesture_nothing_merges(open_session):
    session = open_session()
    for value in (1.0, 2.0):
        set_bias(session, value)
    assert session.undo_stack.count() == 2


def test_a_gesture_over_two_models_is_a_step_for_each(open_session):
    session = open_session(word_model("words"), word_model("more"))
    gesture = object()
    set_bias(session, 1.0, gesture=gesture)
    set_bias(session, 1.0, gesture=gesture, model="more")
    assert session.undo_stack.count() == 2


def test_equal_values_are_no_step(open_session):
    session = open_session()
    network = session.document.networks["words"]
    session.set_parameters("words", {BIAS: np.array(network.array(BIAS))}, label="Bias")
    assert session.undo_stack.count() == 0
    set_bias(session, np.nan)
    set_bias(session, np.nan)
    assert session.undo_stack.count() == 1


def test_several_arrays_are_one_step(open_session):
    session = open_session()
    session.set_parameters("words", {BIAS: np.ones(5), WEIGHT: np.eye(5)}, label="Reset words")
    network = session.document.networks["words"]
    assert np.array_equal(network.array(BIAS), np.ones(5))
    assert np.array_equal(network.array(WEIGHT), np.eye(5))
    assert labels(session) == ["Reset words"]


def test_the_given_array_may_be_written_afterwards(open_session):
    session = open_session()
    values = np.ones(5, np.float32)
    session.set_parameters("words", {BIAS: values}, label="Bias")
    values[:] = 9
    assert np.array_equal(session.document.networks["words"].array(BIAS), np.ones(5))


@pytest.mark.parametrize(
    ("model", "arrays", "error"),
    [
        ("nobody", {BIAS: np.ones(5)}, UsageError),
        ("words", {"layer9.forward.b_x.forget_gate": np.ones(5)}, UsageError),
        ("words", {BIAS: np.ones(6)}, ModelError),
        ("words", {BIAS: np.ones(5), WEIGHT: np.ones((2, 2))}, ModelError),
    ],
)
def test_what_does_not_fit_is_refused_whole(open_session, model, arrays, error):
    session = open_session()
    before = session.document
    with pytest.raises(error):
        session.set_parameters(model, arrays, label="Bias")
    assert session.document is before
    assert session.undo_stack.count() == 0


def test_a_change_out_of_sight_is_brought_into_sight(open_session):
    session = open_session(word_model("words"), word_model("more"))
    set_bias(session, 1.0)
    session.show(["more"])
    session.undo_stack.undo()
    assert session.document.shown == ("words",)
    assert session.focus.model == "words"


def test_a_model_opened_again_replaces_the_old_and_its_steps(open_session):
    session = open_session()
    set_bias(session, 1.0)
    again = word_model("words", units=3)
    session.add_model(again)
    assert session.undo_stack.count() == 0
    assert session.document.networks["words"] is again.network


# -- everything at once

actions = st.one_of(
    st.tuples(st.just("text"), st.text(alphabet="ab 😀", max_size=8)),
    st.tuples(st.just("type"), st.sampled_from("ab ")),
    st.tuples(st.just("backspace"), st.none()),
    st.tuples(st.just("caret"), st.integers(0, 8)),
    st.tuples(st.just("drag"), st.tuples(st.sampled_from(["words", "more"]), st.integers(-3, 3), st.integers(0, 1))),
    st.tuples(st.just("set"), st.tuples(st.sampled_from(["words", "more"]), st.integers(-3, 3))),
    st.tuples(st.just("show"), st.sampled_from([("words",), ("more", "words")])),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
)
MODELS = (word_model("words"), word_model("more", "gru"))


def act(session: Session, clock: Clock, kind: str, what: object) -> None:
    text = session.document.text
    caret = min(session.document.caret or 0, len(text))
    if kind == "text":
        session.edit_text(what, len(what))
    elif kind == "type":
        session.edit_text(text[:caret] + what + text[caret:], caret + 1)
    elif kind == "backspace" and caret:
        session.edit_text(text[: caret - 1] + text[caret:], caret - 1)
    elif kind == "caret":
        session.move_caret(min(what, len(text)))
    elif kind in ("drag", "set"):
        model, value, *gesture = what
        key = session.document.networks[model].keys()[9]
        values = np.full(session.document.networks[model].array(key).shape, value)
        session.set_parameters(model, {key: values}, label="Drag", gesture=gesture[0] if gesture else None)
    elif kind == "show":
        session.show(what)
    elif kind == "pause":
        clock.now += 10
    elif kind == "undo":
        session.undo_stack.undo()
    elif kind == "redo":
        session.undo_stack.redo()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(actions, max_size=25))
def test_undo_takes_back_exactly_what_was_done(qapp, steps):
    clock = Clock()
    root = QObject()
    session = Session(MODELS, root, clock=clock)
    stack = session.undo_stack
    # The state that belongs to every position of the stack, as the session itself went through them.
    states = {0: state(session.document)}
    try:
        for kind, what in steps:
            act(session, clock, kind, what)
            if kind in ("undo", "redo"):
                assert same_state(states[stack.index()], state(session.document))
            elif stack.index() == stack.count():
                states[stack.index()] = state(session.document)
        while stack.canUndo():
            stack.undo()
            assert same_state(states[stack.index()], state(session.document))
        assert all(session.document.networks[m.name] is m.network for m in MODELS)
        while stack.canRedo():
            stack.redo()
            assert same_state(states[stack.index()], state(session.document))
    finally:
        session.close()
        root.deleteLater()


def test_a_closed_session_holds_no_undo_step(open_session):
    """Its commands hold it, and the collection of that cycle deletes them a second time."""
    session = open_session(text="a")
    session.edit_text("ab", 2)
    assert session.undo_stack.count() == 1
    session.close()
    assert session.undo_stack.count() == 0


def test_another_reading_keeps_what_it_cannot_hold(qtbot):
    """Interventions of a reading with other layers or directions stay, and act again once it is undone."""
    before = word_model("read", directions=("forward", "reverse"))
    session = Session([before])
    try:
        held = Interventions((Clamp("forget_gate", 0.5, direction="reverse"),))
        session.intervene("read", held, label="hold")
        session.replace_model(word_model("read"), label="Read otherwise")
        pinned = Interventions((Clamp("forget_gate", 0.5, layer=0, direction="reverse"),))
        assert session.document.interventions == {"read": pinned}
        assert not RunRequest.of(session.document, "read").interventions
        session.undo_stack.undo()
        assert session.document.interventions == {"read": held}
        assert RunRequest.of(session.document, "read").interventions == held
    finally:
        session.close()


def test_one_drag_of_what_is_held_is_one_step(qtbot):
    session = Session([word_model("read")])
    try:
        first, drags = Interventions((Clamp("forget_gate", 0.5),)), (object(), object())
        session.intervene("read", first, label="Hold")
        for drag in drags:
            for value in (0.1, 0.2, 0.3):
                changed = Interventions((Clamp("forget_gate", value + drags.index(drag)),))
                session.intervene("read", changed, label="Hold", gesture=drag)
        assert session.undo_stack.count() == 3
        session.undo_stack.undo()
        assert session.document.interventions["read"] == Interventions((Clamp("forget_gate", 0.3),))
        session.undo_stack.undo()
        assert session.document.interventions["read"] == first
        session.undo_stack.redo()
        session.undo_stack.redo()
        assert session.document.interventions["read"] == Interventions((Clamp("forget_gate", 1.3),))
    finally:
        session.close()
