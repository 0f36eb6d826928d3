"""A scene is one undo step, and the person's own work comes back bit for bit, whichever way it is left."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QObject

from gatescope.engine.interventions import Ablate, Interventions
from gatescope.session.document.document import Document, UnitRef
from gatescope.session.lessons.scenes import Scenes
from gatescope.session.lessons.staging import moved, staged
from gatescope.session.session import Session
from tests.session.helpers import settled, word_model
from tests.session.lessons.lesson_cards import CARD

KEY = "layer0.forward.U.forget_gate"


def at_work(qtbot, open_session, *models) -> Session:
    """A session in which a person has typed, edited, held and chosen."""
    session = open_session(*(models or (word_model(), word_model("others", "gru"))), text="a bad film")
    session.edit_text("a bad film was not bad", 10)
    network = session.document.networks["words"]
    session.set_parameters("words", {KEY: network.array(KEY) * 1.5}, label="Edit")
    session.intervene("words", Interventions((Ablate((2,)),)), label="Take out")
    settled(qtbot, session)
    session.change_focus(token=2, units=(UnitRef("words", network.default_part, 4),))
    return session


def fingerprint(session: Session) -> tuple[object, ...]:
    """Everything that a person has, by value."""
    document: Document = session.document
    keys = {name: network.keys() for name, network in document.networks.items()}
    bits = {(name, key): document.networks[name].array(key).tobytes() for name in keys for key in keys[name]}
    focus = session.focus
    return (
        document.text,
        document.caret,
        document.shown,
        dict(document.interventions),
        bits,
        (focus.model, focus.token, focus.units, focus.shading, focus.part),
    )


def set_one(session: Session, scenes: Scenes) -> None:
    scenes.set_scene("Scene of claim t1", partial(staged, CARD, model="words", setting=0.5))


def move(scenes: Scenes, before: float, setting: float) -> None:
    scenes.change(partial(moved, CARD, model="words", before=before, setting=setting))


@pytest.fixture
def parent(qapp) -> QObject:
    return QObject()


def test_the_own_work_is_one_undo_away_and_comes_back_bit_for_bit(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    own, steps = fingerprint(session), session.undo_stack.index()
    scenes = Scenes(session, parent)
    set_one(session, scenes)
    settled(qtbot, session)
    for before, after in ((0.5, 0.25), (0.25, 0.125)):
        move(scenes, before, after)
    settled(qtbot, session)
    assert session.document.interventions["words"].items[0].value == 0.125
    assert session.undo_stack.index() == steps + 1
    assert session.undo_stack.undoText() == "Scene of claim t1"
    session.undo_stack.undo()
    settled(qtbot, session)
    assert fingerprint(session) == own
    assert not scenes.stands
    session.undo_stack.redo()
    assert scenes.stands
    assert session.document.interventions["words"].items[0].value == 0.125


def test_leaving_brings_the_own_work_back_whatever_was_done_in_the_scene(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    own = fingerprint(session)
    scenes = Scenes(session, parent)
    set_one(session, scenes)
    session.edit_text("good", 4)
    settled(qtbot, session)
    move(scenes, 0.5, 0.25)
    session.show(["others"])
    settled(qtbot, session)
    scenes.take_back()
    settled(qtbot, session)
    assert fingerprint(session) == own
    # Nothing of it is in the way of what the person undoes next.
    assert session.undo_stack.undoText() == "Take out"


def test_another_scene_takes_the_first_one_back(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    own = fingerprint(session)
    scenes = Scenes(session, parent)
    for _ in range(2):
        set_one(session, scenes)
        settled(qtbot, session)
    session.undo_stack.undo()
    settled(qtbot, session)
    assert fingerprint(session) == own


def test_reset_sets_the_scene_as_it_was_at_first(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    own = fingerprint(session)
    scenes = Scenes(session, parent)
    set_one(session, scenes)
    settled(qtbot, session)
    first = fingerprint(session)
    move(scenes, 0.5, 1.0)
    session.edit_text("good good", 4)
    network = session.document.networks["words"]
    session.set_parameters("words", {KEY: np.zeros_like(network.array(KEY))}, label="Edit")
    settled(qtbot, session)
    assert fingerprint(session) != first
    scenes.reset()
    settled(qtbot, session)
    assert fingerprint(session) == first
    scenes.take_back()
    settled(qtbot, session)
    assert fingerprint(session) == own


def test_the_own_work_comes_back_after_its_undo_steps_were_forgotten(qtbot, open_session, parent):
    """To close a model forgets all of them."""
    session = at_work(qtbot, open_session, word_model(), word_model("others", "gru"), word_model("third", "rnn"))
    own = fingerprint(session)
    scenes = Scenes(session, parent)
    set_one(session, scenes)
    settled(qtbot, session)
    session.close_model("third")
    assert scenes.stands
    scenes.take_back()
    settled(qtbot, session)
    text, caret, shown, held, bits, focus = fingerprint(session)
    gone = {key: value for key, value in own[4].items() if key[0] != "third"}
    assert (text, caret, shown, held, bits, focus) == (*own[:4], gone, own[5])


def test_a_model_that_was_opened_in_the_scene_stays_open(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    scenes = Scenes(session, parent)
    set_one(session, scenes)
    session.add_model(word_model("new"))
    scenes.take_back()
    settled(qtbot, session)
    assert list(session.document.models) == ["words", "others", "new"]
    assert session.document.text == "a bad film was not bad"
    assert session.undo_stack.undoText() == "Take out"


def test_a_project_that_is_opened_in_a_scene_is_not_taken_back(qtbot, open_session, parent):
    session = at_work(qtbot, open_session)
    scenes = Scenes(session, parent)
    forgotten = []
    scenes.forgotten.connect(lambda: forgotten.append(True))
    set_one(session, scenes)
    other = Session((word_model("words", "rnn"),), text="a project")
    session.restore(other.document, other.focus)
    other.close()
    assert forgotten == [True]
    scenes.take_back()
    assert session.document.text == "a project"
    assert session.undo_stack.count() == 0
