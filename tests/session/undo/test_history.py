"""The undo stack bounded in bytes: the oldest steps go, the others still lead back and forth, and their arrays are
freed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gatescope.engine.interventions import Interventions
from gatescope.engine.what_if import parse_clamp
from gatescope.session.document.document import Fed
from gatescope.session.session import Session
from gatescope.session.undo.history import UNDO_BYTES
from gatescope.session.undo.scene import SceneMark
from tests.session.helpers import Clock, word_model
from tests.session.run.test_vectors import vector_model

BIAS = "layer0.forward.b_x.forget_gate"


def change(session: Session, value: float, model: str = "words") -> None:
    units = session.document.networks[model].units
    session.set_parameters(model, {BIAS: np.full(units, value)}, label=f"Bias {value:g}")


def bias(session: Session) -> float:
    return float(session.document.networks["words"].array(BIAS)[0])


def labels(session: Session) -> list[str]:
    return [session.undo_stack.text(index) for index in range(session.undo_stack.count())]


@pytest.mark.slow
def test_the_oldest_steps_go_and_the_others_lead_back_and_forth(
    qtbot: QtBot, open_session: Callable[..., Session]
) -> None:
    session = open_session()
    stack, told, clean = session.undo_stack, [], []
    stack.shortened.connect(told.append)
    stack.cleanChanged.connect(clean.append)
    change(session, 1)
    each = stack.command(0).cost()
    assert each > 0
    network = weakref.ref(stack.command(0)._after)
    stack.most_bytes = 3 * each
    for value in (2, 3, 4, 5, 6):
        change(session, value)
    assert labels(session) == ["Bias 4", "Bias 5", "Bias 6"]
    assert told == [3 * each]
    assert clean == [False]
    for _ in range(3):
        assert stack.canUndo()
        stack.undo()
    assert (bias(session), stack.canUndo(), stack.isClean()) == (3, False, False)
    for _ in range(3):
        stack.redo()
    assert (bias(session), stack.canRedo()) == (6, False)
    # The thread that runs the models keeps some runs to spare; those of other texts take their place.
    for text in ("a film", "the film", "no film"):
        session.edit_text(text, len(text))
        qtbot.waitUntil(lambda text=text: session.snapshot is not None and session.snapshot.text == text)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and network() is None)


@pytest.mark.parametrize("saved", [2, 3, 4, 5])
def test_what_is_saved_stays_known_where_its_step_stays(open_session: Callable[..., Session], saved: int) -> None:
    session = open_session()
    stack = session.undo_stack
    change(session, 1)
    stack.most_bytes = 2 * stack.command(0).cost()
    for value in (2, 3, 4, 5):
        change(session, value)
        if value == saved:
            stack.setClean()
    assert labels(session) == ["Bias 4", "Bias 5"]
    found = {5: stack.isClean()}
    for value in (4, 3):
        stack.undo()
        found[value] = stack.isClean()
    assert found == {value: value == saved for value in (5, 4, 3)}


def test_the_last_step_stays_whatever_it_holds(open_session: Callable[..., Session]) -> None:
    session = open_session()
    session.undo_stack.most_bytes = 1
    for value in (1, 2):
        change(session, value)
        assert labels(session) == [f"Bias {value:g}"]
    session.undo_stack.undo()
    assert bias(session) == 1


def test_a_burst_of_typing_goes_on_and_pastes_count(open_session: Callable[..., Session], clock: Clock) -> None:
    session = open_session()
    stack = session.undo_stack
    stack.most_bytes = 3_000_000
    for number in range(4):
        session.edit_text("x" * 1_000_000 * (number + 1), None)
    assert stack.count() == 2
    for letter in "ab":
        whole = session.document.text + letter
        session.edit_text(whole, len(whole))
    assert stack.count() == 3
    stack.undo()
    assert len(session.document.text) == 4_000_000


def test_every_kind_of_step_tells_what_it_holds(open_session: Callable[..., Session]) -> None:
    session = open_session(word_model(), vector_model("vectors"))
    width = session.document.networks["vectors"].inputs
    fed = Fed("some", np.zeros((100, width), np.float32))
    session.feed("vectors", fed, label="Feed")
    session.feed("vectors", None, label="Feed none")
    session.intervene("words", Interventions((parse_clamp("forget_gate=0"),)), label="Hold")
    standing = session.standing
    change(session, 1)
    session.stand(standing, label="Scene", scene=SceneMark())
    costs = {step.text(): step.cost() for step in map(session.undo_stack.command, range(session.undo_stack.count()))}
    assert costs["Feed none"] == fed.vectors.nbytes
    assert (costs["Feed"], costs["Hold"]) == (0, 0)
    assert costs["Scene"] >= costs["Bias 1"] > 0
    assert session.undo_stack.most_bytes == UNDO_BYTES


def test_a_cursor_put_into_the_run_of_an_older_text_is_at_the_caret_when_work_comes_back(qtbot, open_session) -> None:
    session = open_session(text="the film was not good")
    qtbot.waitUntil(lambda: session.snapshot is not None)
    session.edit_text("a b", 1)
    # The run of the new text is under way: what is clicked is a word of the old one.
    session.set_token(3)
    standing, mark = session.standing, SceneMark()
    assert (standing.elsewhere, standing.document.caret) == (True, 1)
    session.stand(replace(standing, focus=replace(standing.focus, units=())), label="Scene", scene=mark)
    qtbot.waitUntil(lambda: session.snapshot.text == "a b")
    assert session.focus.token == 0
    session.undo_stack.undo()
    assert (session.document.caret, session.focus.token) == (1, 0)


def test_a_model_opened_with_vectors_keeps_them_where_a_scene_is_undone_and_redone(open_session) -> None:
    session = open_session(word_model())
    before = session.standing
    change(session, 1)
    session.stand(before, label="Scene", scene=SceneMark())
    reader = vector_model("vectors")
    fed = Fed("noise", np.zeros((5, reader.network.inputs), np.float32))
    session.add_model(reader, fed)
    session.undo_stack.undo()
    assert session.document.fed["vectors"].vectors is fed.vectors
    session.undo_stack.redo()
    assert session.document.fed["vectors"].vectors is fed.vectors
