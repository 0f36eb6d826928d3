from __future__ import annotations

import gc
import queue
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from gatescope.engine import executors, warmup
from gatescope.engine.part import Part
from gatescope.engine.warmup import READY, REFERENCE
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.session.document.document import Fed, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run import background
from gatescope.session.run.worker import THREAD_NAME, Answer
from gatescope.session.session import Session
from tests.session.helpers import copied, letter_model, random_network, settled, word_model

LONG_WORDS = "good " + "x" * 1_018 + " "
BIAS = "layer0.forward.b_x.forget_gate"


@pytest.fixture
def three():
    return tuple(word_model(cell, cell) for cell in ("rnn", "gru", "lstm"))


def worker_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == THREAD_NAME]


@contextmanager
def answered_meanwhile(session: Session) -> Iterator[None]:
    """Leave when the worker has answered what is asked inside; the event loop stands still, as while a view paints."""
    posted: queue.Queue[int] = queue.Queue()
    bridge = session._background._bridge

    def note(answer: Answer) -> None:
        posted.put(answer.generation)

    bridge.answered.connect(note, Qt.ConnectionType.DirectConnection)
    yield
    while posted.get(timeout=10) < session._background._generation:
        pass
    bridge.answered.disconnect(note)


# -- the cycle


def test_a_session_begins_with_its_first_model_on_its_text(qtbot, open_session, three):
    session = open_session(*three, text="the film was good")
    assert session.snapshot is None
    assert session.document.shown == ("rnn",)
    assert session.undo_stack.count() == 0
    snapshot = settled(qtbot, session)
    assert [run.model for run in snapshot.runs] == ["rnn"]
    assert (session.focus.model, session.focus.token) == ("rnn", 3)


def test_a_session_without_models_waits_for_one(qtbot, open_session):
    session = Session([], text="good")
    try:
        assert (session.document.shown, session.focus.model) == ((), "")
        session.edit_text("good film", 9)
        session.step(1)
        session.set_token(3)
        session.change_focus(order="similarity")
        session.add_model(word_model())
        assert settled(qtbot, session).runs[0].model == "words"
        assert session.focus.token == 1
    finally:
        session.close()


def test_an_edit_comes_back_as_a_snapshot(qtbot, open_session):
    session = open_session(text="the film")
    with qtbot.waitSignal(session.document_changed):
        session.edit_text("the film was", 12)
    snapshot = settled(qtbot, session)
    assert snapshot.runs[0].tokens.words() == ["the", "film", "was"]
    assert snapshot.runs[0].tokens.tentative == 2


def test_a_weight_comes_back_as_a_snapshot(qtbot, open_session):
    session = open_session(text="the film")
    before = settled(qtbot, session).runs[0].trace["forget_gate"]
    session.set_parameters("words", {BIAS: np.full(5, 100.0)}, label="Bias")
    after = settled(qtbot, session).runs[0].trace["forget_gate"]
    assert not np.allclose(before, 1.0, atol=1e-3)
    np.testing.assert_allclose(after, 1.0, atol=1e-6)


def test_the_focus_fits_the_snapshot_when_it_is_told(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    seen = []
    session.snapshot_changed.connect(lambda snapshot: seen.append((len(snapshot.runs[0].tokens), session.focus.token)))
    session.edit_text("good", 4)
    settled(qtbot, session)
    assert seen[-1] == (1, 0)


def test_a_snapshot_that_is_held_outlives_fifty_edits(qtbot, open_session, three):
    session = open_session(*three, text="the film was not good")
    session.show(["rnn", "gru", "lstm"])
    old = settled(qtbot, session)
    copy = copied(old)
    for index in range(50):
        text = session.document.text
        session.edit_text(text[: index % 9] + "good "[: 1 + index % 5] + text[index % 7 :], index % 9)
        if index % 5 == 0:
            session.set_parameters("lstm", {BIAS: np.full(5, index / 10)}, label="Bias")
        settled(qtbot, session)
    for now, then in zip(copied(old), copy, strict=True):
        assert all(np.array_equal(now[key], then[key]) for key in then)


def test_of_answers_that_wait_only_the_newest_is_shown(qtbot, open_session):
    session = open_session(text="a")
    settled(qtbot, session)
    shown = []
    session.snapshot_changed.connect(lambda snapshot: shown.append(snapshot.text))
    for text in ("a b", "a b c"):
        with answered_meanwhile(session):
            session.edit_text(text, len(text))
    settled(qtbot, session)
    assert shown == ["a b c"]


def test_an_answer_for_models_no_longer_shown_is_dropped(qtbot, open_session, three):
    session = open_session(*three, text="a")
    settled(qtbot, session)
    shown = []
    session.snapshot_changed.connect(lambda snapshot: shown.append([run.model for run in snapshot.runs]))
    with answered_meanwhile(session):
        session.edit_text("a b", 3)
    session.show(["lstm"])
    settled(qtbot, session)
    assert shown == [["lstm"]]


def test_what_cannot_be_run_is_told_and_the_last_snapshot_stays(qtbot, open_session):
    vectors = Model("vectors", word_model().network, None, None)
    session = open_session(word_model(), vectors, text="good")
    before = settled(qtbot, session)
    with qtbot.waitSignal(session.failed) as told:
        session.show(["vectors"])
    assert told.args == ["vectors has no vocabulary: attach one to type a sentence"]
    assert session.snapshot is before
    session.show(["words"])
    assert settled(qtbot, session).runs[0].model == "words"


def test_any_text_is_run(qtbot, open_session):
    session = open_session(word_model(), letter_model())
    session.show(["words", "letters"])
    for text in ("", "good", "zebra quux", "👨‍👩‍👧‍👦 é", "שלום film", "e\u0301\u0301", "a\0b", "\ud800", "\r\n\t"):
        session.edit_text(text, len(text))
        snapshot = settled(qtbot, session)
        assert snapshot.text == text
        tokens = snapshot.runs[0].tokens
        assert session.focus.token == (len(tokens) - 1 if len(tokens) else None)


def test_a_megabyte_in_one_line_is_run_whole(qtbot, open_session):
    session = open_session()
    text = LONG_WORDS * 1_024
    session.edit_text(text, len(text))
    snapshot = settled(qtbot, session)
    assert len(snapshot.runs[0].tokens) == 2 * 1_024
    session.edit_text(text + "a", len(text) + 1)
    assert settled(qtbot, session).runs[0].recomputed == 2 * 1_024


# -- the token cursor


def test_while_typing_the_cursor_follows_the_caret(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    session.edit_text("the xfilm was good", 5)
    settled(qtbot, session)
    assert session.focus.token == 1
    session.edit_text("the x, film was good", 6)
    settled(qtbot, session)
    assert session.focus.token == 2
    session.edit_text("the x, film was good!", 21)
    settled(qtbot, session)
    assert session.focus.token == 6


def test_a_moved_caret_moves_the_cursor_at_once(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    with qtbot.waitSignal(session.focus_changed):
        session.move_caret(6)
    assert session.focus.token == 1
    assert session.document.caret == 6


def test_a_moved_caret_ends_the_word_being_typed(qtbot, open_session):
    session = open_session()
    session.edit_text("the fil", 7)
    assert settled(qtbot, session).runs[0].tokens.tentative == 1
    with qtbot.waitSignal(session.snapshot_changed):
        session.move_caret(2)
    assert session.snapshot.runs[0].tokens.tentative is None


def test_a_moved_caret_alone_runs_nothing(qtbot, open_session):
    session = open_session(text="the film")
    settled(qtbot, session)
    generation = session._background._generation
    session.move_caret(2)
    assert session._background._generation == generation


def test_steps_stop_at_both_ends_and_take_the_caret_along(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    session.move_caret(5)
    told = []
    session.focus_changed.connect(lambda focus: told.append(focus.token))
    documents = []
    session.document_changed.connect(documents.append)
    for delta in (1, 1, 1, -9, -1, 2):
        session.step(delta)
    session.set_token(99)
    assert told == [2, 3, 0, 2, 3]
    assert [document.caret for document in documents] == [12, 17, 3, 12, 17]
    assert {document.text for document in documents} == {"the film was good"}


def test_what_is_typed_after_a_choice_of_a_token_stands_behind_it(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    session.set_token(1)
    text, caret = session.document.text, session.document.caret
    session.edit_text(f"{text[:caret]}s{text[caret:]}", caret + 1)
    settled(qtbot, session)
    assert session.document.text == "the films was good"
    assert session.focus.token == 1


def test_a_choice_of_a_token_ends_the_word_that_was_typed(qtbot, open_session):
    session = open_session()
    session.edit_text("the fil", 7)
    settled(qtbot, session)
    assert session.snapshot.runs[0].tokens.tentative == 1
    session.set_token(0)
    qtbot.waitUntil(lambda: session.snapshot.runs[0].tokens.tentative is None)
    assert (session.focus.token, session.document.caret) == (0, 3)


def test_a_chosen_token_stays_while_weights_move(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    session.set_token(1)
    for value in range(5):
        session.set_parameters("words", {BIAS: np.full(5, value)}, label="Bias", gesture="drag")
    settled(qtbot, session)
    assert session.focus.token == 1


def test_the_cursor_is_clipped_when_the_sentence_shrinks(qtbot, open_session):
    session = open_session(text="the film was good")
    settled(qtbot, session)
    session.edit_text("film", None)
    settled(qtbot, session)
    assert session.focus.token == 0
    session.edit_text("", 0)
    settled(qtbot, session)
    assert session.focus.token is None
    session.step(1)
    assert session.focus.token is None


def test_undo_takes_the_cursor_along(qtbot, open_session):
    session = open_session(text="the film was good")
    session.move_caret(8)
    session.edit_text("the film of all was good", 15)
    settled(qtbot, session)
    assert session.focus.token == 3
    session.undo_stack.undo()
    assert settled(qtbot, session).runs[0].tokens.tentative is None
    assert session.focus.token == 1


def test_the_cursor_stays_on_its_word_in_another_tokenisation(qtbot, open_session):
    session = open_session(word_model(), letter_model(), text="the film")
    session.show(["words", "letters"])
    settled(qtbot, session)
    session.set_token(1)
    session.change_focus(model="letters")
    assert session.focus.token == 7
    session.step(-1)
    session.change_focus(model="words")
    assert session.focus.token == 1
    session.show(["letters"])
    settled(qtbot, session)
    assert (session.focus.model, session.focus.token) == ("letters", 6)


def test_a_choice_among_vectors_moves_no_cursor_of_the_sentence(qtbot, open_session):
    network = replace(random_network("gru"), embedding=None)
    reader = Model("vectors", network, None, None)
    session = open_session(word_model(), text="the film was good")
    session.add_model(reader, Fed("noise", np.zeros((30, network.inputs), np.float32)))
    session.move_caret(8)
    session.show(["vectors"])
    settled(qtbot, session)
    session.set_token(25)
    assert session.focus.token == 25
    assert session.document.caret == 8
    session.show(["words"])
    settled(qtbot, session)
    assert (session.focus.token, session.document.caret) == (1, 8)


# -- focus


def test_the_focus_is_clipped_and_told_only_when_it_changes(qtbot, open_session):
    session = open_session(text="good")
    settled(qtbot, session)
    told = []
    session.focus_changed.connect(told.append)
    session.change_focus(token=0, order="index")
    assert told == []
    session.change_focus(
        shading=Shading("forget_gate"),
        units=(UnitRef("words", Part.parse("layer0.forward"), 99),),
        part=Part.parse("layer7.reverse"),
    )
    assert [focus.signal for focus in told] == ["forget_gate"]
    assert (session.focus.units, session.focus.part) == ((), "layer0.forward")
    with pytest.raises(TypeError):
        session.change_focus(colour="red")


# -- models


def test_compare_keeps_the_model_in_front(qtbot, open_session, three):
    session = open_session(*three, text="the film")
    session.show(["lstm"])
    session.show(["rnn", "gru", "lstm", "rnn"])
    assert session.document.shown == ("rnn", "gru", "lstm")
    assert session.focus.model == "lstm"
    assert [run.model for run in settled(qtbot, session).runs] == ["rnn", "gru", "lstm"]
    session.change_focus(model="gru")
    assert session.focus.model == "gru"
    session.show(["rnn", "lstm"])
    assert session.focus.model == "rnn"


def test_showing_is_no_undo_step(open_session, three):
    session = open_session(*three)
    session.show(["gru"])
    assert session.undo_stack.count() == 0


@pytest.mark.parametrize("names", [[], ["nobody"], ["words", "nobody"]])
def test_what_is_not_open_cannot_be_shown(open_session, names):
    session = open_session()
    with pytest.raises(UsageError, match="open are words"):
        session.show(names)
    assert session.document.shown == ("words",)


def test_a_model_can_be_opened_later(qtbot, open_session):
    session = open_session(text="good")
    session.add_model(word_model("more", "gru"))
    assert session.document.shown == ("words",)
    session.show(["more"])
    assert settled(qtbot, session).runs[0].network.cell.name == "gru"


# -- the kernels


def test_what_the_reference_stepped_is_run_and_measured_again_by_the_kernels(qtbot, open_session, monkeypatch):
    kernels = executors.load_kernels()

    class Loading:
        def __init__(self, on_change):
            self.on_change = on_change

        def start(self):
            self.on_change(REFERENCE)
            executors.use(kernels)
            self.on_change(READY)

        def close(self):
            pass

    monkeypatch.setattr(executors, "_current", executors.reference)
    monkeypatch.setattr(background, "WarmUp", Loading)
    session = open_session(text="the film was good")
    qtbot.waitUntil(lambda: session.snapshot is not None)
    before = session.snapshot
    assert (before.kernels, before.runs[0].step_ns > 0) == ("reference", True)
    # Without a cache the first call of a kernel compiles it.
    with qtbot.waitSignal(session.snapshot_changed, timeout=60_000):
        session.start_warm_up()
    after = session.snapshot
    assert after.kernels == "kernels"
    assert after.runs[0].step_ns not in (None, before.runs[0].step_ns)


def test_the_state_of_the_kernels_arrives_in_the_gui_thread(qtbot, open_session, monkeypatch):
    events = []

    class Compiling:
        def __init__(self, on_change):
            self.on_change = on_change

        def start(self):
            events.append("start")
            self.thread = threading.Thread(target=self.on_change, args=(READY,))
            self.thread.start()

        def close(self):
            events.append("close")
            self.thread.join()

    monkeypatch.setattr(background, "WarmUp", Compiling)
    session = open_session()
    arrived = []
    session.kernels_changed.connect(lambda state: arrived.append((state, threading.current_thread())))
    session.start_warm_up()
    session.start_warm_up()
    assert arrived == []
    qtbot.waitUntil(lambda: arrived == [(READY, threading.main_thread())])
    session.close()
    session.close()
    session.start_warm_up()
    assert events == ["start", "close", "close"]


# -- the end


def test_close_joins_the_worker_and_may_be_repeated(qtbot, qapp):
    session = Session([word_model()], text="good")
    assert len(worker_threads()) == 1
    session.close()
    assert worker_threads() == []
    session.close()


def test_nothing_arrives_after_close(qtbot, open_session):
    session = open_session(text="good")
    settled(qtbot, session)
    arrived = []
    session.snapshot_changed.connect(arrived.append)
    with answered_meanwhile(session):
        session.edit_text("good film", 9)
    session.close()
    session.edit_text("good", 4)
    QCoreApplication.sendPostedEvents()
    assert arrived == []


@pytest.mark.slow
def test_a_closed_session_is_collected(qtbot, qapp):
    session = Session([word_model()], text="good")
    session.edit_text("good film", 9)
    settled(qtbot, session)
    gone = weakref.ref(session)
    session.close()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del session
    gc.collect()
    assert gone() is None


def test_the_warm_up_is_the_engines():
    assert background.WarmUp is warmup.WarmUp


def test_no_move_of_a_drag_compares_arrays(qtbot, open_session, monkeypatch):
    session = open_session(text="the film")
    settled(qtbot, session)
    compared = []
    compare = np.array_equal

    def array_equal(*arrays, **how):
        # The thread that runs the models compares what was opened with what is there now.
        if threading.current_thread() is threading.main_thread():
            compared.append(arrays)
        return compare(*arrays, **how)

    before = session.undo_stack.count()
    network = session.document.networks["words"]
    with monkeypatch.context() as patched:
        patched.setattr(np, "array_equal", array_equal)
        for value in (1.0, 2.0):
            session.set_parameters("words", {BIAS: np.full(5, value)}, label="Bias", gesture="drag")
        moved = session.document.networks["words"]
        session.set_parameters("words", {BIAS: moved.array(BIAS)}, label="Bias", gesture="drag")
    assert not compared
    assert session.document.networks["words"] is moved
    assert session.undo_stack.count() == before + 1
    session.undo_stack.undo()
    assert session.document.networks["words"] is network
