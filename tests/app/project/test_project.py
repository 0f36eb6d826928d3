"""The project in the window: saved, opened, asked about, and brought back after a crash."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from gatescope.app.project import commands, recovery
from gatescope.app.window import dock_layout
from gatescope.engine.interventions import Interventions
from gatescope.engine.what_if import parse_clamp
from gatescope.errors import FileError
from gatescope.formats.core.model import Origin
from gatescope.formats.own.library import bundled
from gatescope.session.project import autosave, owned_files, ownership, work
from gatescope.session.undo.history import UNDO_STEPS
from tests.app.project.windows import BIAS, crash, message, names, offer, press, save, work_on
from tests.session.helpers import word_model
from tests.session.works import assert_same_work

pytestmark = pytest.mark.slow


def test_what_was_done_comes_back_in_another_window(qtbot, start, tmp_path):
    first = start()
    assert first.window.windowTitle() == "GateScope"
    work_on(qtbot, first)
    first.window.dock_host.docks["readout"].close()
    assert (first.window.windowTitle(), first.window.isWindowModified()) == ("Untitled[*] — GateScope", True)
    save(qtbot, first)
    assert first.window.windowTitle() == "work.gatescope[*] — GateScope"
    saved = first.controller.project.project.work()
    first.close()
    assert names(tmp_path) == ["work.gatescope"]

    second = start(tmp_path / "work.gatescope")
    qtbot.waitUntil(lambda: second.session.focus.token == 2)
    again = second.controller.project.project.work()
    assert second.window.dock_host.docks["readout"].isHidden()
    assert {place.name: place.area for place in again.layout.docks} == {
        place.name: place.area for place in saved.layout.docks
    }
    assert_same_work(type(saved)(saved.document, saved.focus), type(again)(again.document, again.focus))
    assert not second.window.isWindowModified()
    assert second.settings.recent[0] == tmp_path / "work.gatescope"
    assert second.session.undo_stack.count() == 0


def test_undo_back_to_what_is_saved_leaves_nothing_to_save(qtbot, start):
    desktop = start()
    save(qtbot, desktop)
    desktop.session.edit_text("good", 4)
    assert desktop.window.isWindowModified()
    desktop.session.undo_stack.undo()
    assert not desktop.window.isWindowModified()
    desktop.session.show(["sentiment-rnn"])
    assert not desktop.window.isWindowModified()


def test_who_only_opened_a_model_is_asked_nothing(qtbot, start, tmp_path):
    desktop = start()
    model = replace(word_model("mine"), origin=Origin(tmp_path / "mine.pt", "PyTorch", "lstm"))
    desktop.session.add_model(model)
    desktop.session.show(["mine"])
    assert (desktop.window.windowTitle(), desktop.window.isWindowModified()) == ("GateScope", False)
    desktop.session.replace_model(replace(model, masked_id=0), label="Skip zeros")
    assert desktop.window.isWindowModified()
    desktop.session.undo_stack.undo()
    assert not desktop.window.isWindowModified()
    save(qtbot, desktop)
    desktop.session.close_model("mine")
    assert desktop.window.isWindowModified()


@pytest.mark.parametrize("what", ["close another", "type on"])
def test_a_model_that_was_trained_here_is_asked_about(qtbot, start, what):
    """Whatever became of the undo step that opened it."""
    desktop, asked = start(), []
    desktop.controller.project.ask = lambda window, name, parts: asked.append(parts) or "cancel"
    session = desktop.session
    session.add_model(word_model("sentiment-lstm run 1"))
    if what == "close another":
        session.close_model("sentiment-rnn")
    else:
        for number in range(UNDO_STEPS + 1):
            session.edit_text(f"word {number}", None)
    assert desktop.window.isWindowModified()
    desktop.window.close()
    assert desktop.window.isVisible()
    assert "the trained sentiment-lstm run 1" in asked[0]
    desktop.controller.project.ask = lambda window, name, parts: "discard"


@pytest.mark.parametrize(("answer", "closed", "kept"), [("cancel", False, 1), ("discard", True, 0), ("save", True, 2)])
def test_closing_asks_what_becomes_of_changes(qtbot, start, tmp_path, answer, closed, kept):
    desktop = start(answer=answer)
    desktop.session.edit_text("never\nsaved", 11)
    desktop.window.close()
    qtbot.waitUntil(lambda: desktop.window.isVisible() != closed)
    assert (tmp_path / "work.gatescope").exists() == (kept == 2)


def test_a_sentence_alone_is_not_asked_about_but_brought_back_after_a_crash(qtbot, start, monkeypatch):
    asked = []
    monkeypatch.setattr("gatescope.session.project.copy_place.own_untitled", own := Called(ownership.own_untitled))
    first = start()
    first.controller.project.ask = lambda window, name, parts: asked.append(parts) or "cancel"
    first.session.edit_text("a film worth seeing", 19)
    assert first.window.isWindowModified()
    crash(qtbot, first)
    assert own.threads
    assert threading.main_thread().name not in own.threads
    second = start()
    second.controller.project.ask = first.controller.project.ask
    press(second, "Re&cover")
    qtbot.waitUntil(lambda: second.session.document.text == "a film worth seeing")
    second.window.close()
    # What was brought back is kept by nothing else.
    assert (asked, second.window.isVisible()) == ([("the work that was brought back",)], True)
    third = start()
    third.controller.project.ask = first.controller.project.ask
    third.session.edit_text("a film worth seeing", 19)
    third.window.close()
    assert (len(asked), third.window.isVisible()) == (1, False)


@pytest.mark.parametrize(
    ("what", "parts"),
    [
        ("weights", ("the text", "the weights of sentiment-lstm")),
        ("weights back", ("the text", "the weights of sentiment-lstm")),
        ("reading", ("the text", "how GateScope reads sentiment-lstm")),
        ("held", ("the text", "what is held in sentiment-lstm")),
        ("long", ("the text",)),
        ("lines", ("the text",)),
    ],
)
def test_what_is_asked_about_is_what_the_person_did(qtbot, start, what, parts):
    desktop, asked = start(), []
    desktop.controller.project.ask = lambda window, name, parts: asked.append(parts) or "cancel"
    session = desktop.session
    session.edit_text({"long": "very good " * 40, "lines": "good\nbad"}.get(what, "good"), 4)
    model = session.document.models["sentiment-lstm"]
    if what.startswith("weights"):
        session.set_parameters(model.name, {BIAS: model.network.array(BIAS) + 1}, label="Bias")
    elif what == "reading":
        session.replace_model(replace(model, masked_id=0), label="Skip zeros")
    elif what == "held":
        session.intervene(model.name, Interventions((parse_clamp("forget_gate=1"),)), label="Hold")
    if what == "weights back":
        # An edit that another one takes back is still work: it is on the undo stack.
        session.edit_text("better", 6)
    desktop.window.close()
    assert (asked, desktop.window.isVisible()) == ([parts], True)


class Called:
    """A function that notes the threads that call it."""

    def __init__(self, function):
        self.function, self.threads = function, set()

    def __call__(self, *arguments):
        self.threads.add(threading.current_thread().name)
        return self.function(*arguments)


@pytest.mark.parametrize("answer", ["cancel", "discard", "save"])
def test_opening_another_asks_what_becomes_of_changes(qtbot, start, tmp_path, answer):
    desktop = start(answer=answer)
    save(qtbot, desktop)
    os.rename(tmp_path / "work.gatescope", tmp_path / "other.gatescope")
    desktop.session.edit_text("not saved", 9)
    desktop.controller.open_paths([tmp_path / "other.gatescope"])
    project = desktop.controller.project.project
    if answer == "cancel":
        qtbot.wait(200)
        assert (project.name, desktop.session.document.text) == ("work.gatescope", "not saved")
    else:
        qtbot.waitUntil(lambda: project.name == "other.gatescope")
        assert desktop.session.document.text != "not saved"
    assert (tmp_path / "work.gatescope").exists() == (answer == "save")


def test_work_without_a_project_is_brought_back(qtbot, start, tmp_path):
    first = start()
    work_on(qtbot, first)
    lost = first.controller.project.project.work()
    crash(qtbot, first)
    second = start()
    assert offer(second).startswith("GateScope ended unexpectedly with unsaved work, last on ")
    press(second, "Re&cover")
    qtbot.waitUntil(lambda: second.session.document.text == lost.document.text)
    now = second.session.document
    np.testing.assert_array_equal(
        now.networks["sentiment-lstm"].array(BIAS), lost.document.networks["sentiment-lstm"].array(BIAS)
    )
    assert (now.shown, second.window.isWindowModified(), offer(second)) == (lost.document.shown, True, "")
    save(qtbot, second)
    second.close()
    assert names(tmp_path / "data") == []
    assert offer(start()) == ""


def test_work_never_saved_survives_a_full_disk(qtbot, start, tmp_path, monkeypatch):
    def full(work, path, *, private):
        if path.parent == tmp_path / "data":
            raise FileError(path, "cannot be written: No space left on device")
        save_work(work, path, private=private)

    save_work = autosave.save
    monkeypatch.setattr(autosave, "save", full)
    desktop = start()
    work_on(qtbot, desktop)
    qtbot.waitUntil(lambda: bool(message(desktop)))
    assert message(desktop) == (
        f"The copy of your unsaved work is kept in {tmp_path / 'spare'} now: the copy in {tmp_path / 'data'} cannot be"
        " written: No space left on device."
    )
    assert [button.text() for button in desktop.window.message_bar.offers()] == ["Save &as…"]
    lost = desktop.session.document
    crash(qtbot, desktop)
    later = start()
    press(later, "Re&cover")
    qtbot.waitUntil(later.window.isWindowModified)
    now = later.session.document
    assert (now.text, now.shown) == (lost.text, lost.shown)
    np.testing.assert_array_equal(*(one.networks["sentiment-lstm"].array(BIAS) for one in (now, lost)))
    save(qtbot, later)
    later.close()
    assert names(tmp_path / "spare") == names(tmp_path / "data") == []


def test_a_home_that_takes_no_files_is_named_and_no_file_of_ours(qtbot, start, tmp_path, monkeypatch):
    monkeypatch.setattr(ownership, "spare_folders", lambda home: ())
    (tmp_path / "data").write_bytes(b"no folder")
    desktop = start()
    desktop.session.edit_text("good", 4)
    qtbot.waitUntil(lambda: bool(message(desktop)))
    assert message(desktop) == (
        f"If GateScope ended now, unsaved work would be lost: the copy in {tmp_path / 'data'} cannot be written: the"
        " folder takes no files."
    )


def test_what_nobody_decided_on_is_offered_again_until_it_is_discarded(qtbot, start):
    first = start()
    work_on(qtbot, first)
    crash(qtbot, first)
    for _ in range(2):
        later = start()
        assert offer(later)
        later.close()
    last = start()
    press(last, "&Discard")
    assert offer(last) == ""
    last.close()
    assert offer(start()) == ""


def test_changes_to_a_project_are_brought_back(qtbot, start, tmp_path):
    first = start()
    save(qtbot, first)
    before = (tmp_path / "work.gatescope").read_bytes()
    work_on(qtbot, first)
    crash(qtbot, first)
    assert (tmp_path / "work.gatescope").read_bytes() == before

    second = start()
    qtbot.waitUntil(lambda: offer(second) == "GateScope ended unexpectedly with unsaved changes to work.gatescope.")
    press(second, "&Open it")
    qtbot.waitUntil(lambda: offer(second).startswith("work.gatescope has changes from "))
    assert second.session.document.text != "a dull film with a wonderful end"
    press(second, "Re&cover")
    qtbot.waitUntil(lambda: second.session.document.text == "a dull film with a wonderful end")
    assert second.window.isWindowModified()
    save(qtbot, second)
    second.close()
    assert names(tmp_path) == ["work.gatescope"]
    third = start(tmp_path / "work.gatescope")
    qtbot.waitUntil(lambda: not third.controller.project._looks.running)
    assert offer(third) == ""


def test_what_is_offered_for_a_project_goes_with_it(qtbot, start, tmp_path):
    first = start()
    save(qtbot, first)
    shutil.copy(tmp_path / "work.gatescope", tmp_path / "other.gatescope")
    work_on(qtbot, first)
    crash(qtbot, first)
    second = start(tmp_path / "work.gatescope")
    assert offer(second).startswith("work.gatescope has changes")
    second.controller.open_paths([tmp_path / "other.gatescope"])
    qtbot.waitUntil(lambda: second.controller.project.project.name == "other.gatescope")
    assert offer(second) == ""
    second.controller.open_paths([tmp_path / "work.gatescope"])
    qtbot.waitUntil(lambda: offer(second).startswith("work.gatescope has changes"))
    press(second, "&Discard")
    second.close()
    assert names(tmp_path) == ["other.gatescope", "work.gatescope"]


def test_a_late_look_does_not_replace_what_is_offered_for_the_open_project(qtbot, start, tmp_path, monkeypatch):
    first = start()
    save(qtbot, first)
    work_on(qtbot, first)
    crash(qtbot, first)
    opened = threading.Event()
    found = recovery.has_abandoned_work

    def look(path: Path) -> bool:
        left = found(path)
        opened.wait(10.0)
        return left

    monkeypatch.setattr(recovery, "has_abandoned_work", look)
    second = start(tmp_path / "work.gatescope")
    opened.set()
    qtbot.waitUntil(lambda: not second.controller.project._looks.running)
    assert offer(second).startswith("work.gatescope has changes")


def test_a_folder_that_answers_late_holds_up_no_window(qtbot, start, monkeypatch):
    first = start()
    work_on(qtbot, first)
    crash(qtbot, first)
    answered, threads = threading.Event(), []
    found = recovery.abandoned

    def look() -> ownership.Ownership | None:
        threads.append(threading.current_thread())
        answered.wait(10.0)
        return found()

    monkeypatch.setattr(recovery, "abandoned", look)
    # Answered once the window works: `start` waits for the end of the look.
    QTimer.singleShot(300, answered.set)
    second = start()
    assert threading.main_thread() not in threads
    assert offer(second).startswith("GateScope ended unexpectedly with unsaved work")


def test_two_windows_on_one_project(qtbot, start, tmp_path):
    first = start()
    save(qtbot, first)
    second = start(tmp_path / "work.gatescope")
    assert message(second).startswith("work.gatescope: is open in another window (process ")
    assert second.controller.project.project.path is None
    second.session.edit_text("mine", 4)
    second.controller.actions["save_project"].trigger()
    qtbot.waitUntil(lambda: second.window.message_bar.look == "error")
    assert second.window.isWindowModified()
    second.controller.project.ask_where = lambda window, suggested: suggested
    press(second, "Save &as…")
    qtbot.waitUntil(lambda: second.controller.project.project.name == "work copy.gatescope")
    assert names(tmp_path) == [
        ".work copy.gatescope.lock",
        ".work.gatescope.lock",
        "work copy.gatescope",
        "work.gatescope",
    ]


def test_a_full_disk_is_said_and_nothing_is_lost(qtbot, start, tmp_path, monkeypatch):
    desktop = start()
    save(qtbot, desktop)
    before = (tmp_path / "work.gatescope").read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        desktop.session.edit_text("more", 4)
        qtbot.waitUntil(lambda: message(desktop).startswith("If GateScope ended now, unsaved work would be lost:"))
        desktop.controller.actions["save_project"].trigger()
        qtbot.waitUntil(lambda: "work.gatescope: cannot be written: No space left" in message(desktop))
        assert desktop.window.isWindowModified()
        assert (tmp_path / "work.gatescope").read_bytes() == before
    assert names(tmp_path) == [".work.gatescope.lock", "work.gatescope"]
    save(qtbot, desktop)
    assert not any(kept.topic in ("project", "copy") for kept in desktop.window.message_bar._messages._kept)


def test_a_copy_that_can_be_written_again_is_no_longer_missed(qtbot, start, monkeypatch):
    desktop = start()

    def missed() -> bool:
        return any(kept.topic == "copy" for kept in desktop.window.message_bar._messages._kept)

    with monkeypatch.context() as patch:

        def full(_work: object, path: Path, *, private: bool) -> None:
            raise FileError(path, "cannot be written: No space left on device")

        patch.setattr(autosave, "save", full)
        desktop.session.edit_text("more", 4)
        qtbot.waitUntil(missed, timeout=20_000)
    desktop.session.edit_text("more and more", 13)
    qtbot.waitUntil(lambda: not missed(), timeout=20_000)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>"])
def test_what_is_no_project_is_said_and_all_stays(qtbot, start, tmp_path, content):
    path = tmp_path / "bad.gatescope"
    path.write_bytes(content)
    desktop = start(path)
    assert message(desktop).startswith("bad.gatescope: ")
    assert desktop.controller.project.project.path is None
    assert list(desktop.session.document.models) == list(bundled())


def test_neither_saving_nor_opening_waits_for_a_copy_that_is_being_written(qtbot, start, tmp_path, monkeypatch):
    desktop = start(answer="discard")
    project = desktop.controller.project
    save(qtbot, desktop)
    first, second = tmp_path / "work.gatescope", tmp_path / "second.gatescope"
    begun, go_on = threading.Event(), threading.Event()

    def slow(work, path, *, private):
        begun.set()
        assert go_on.wait(10)
        path.write_bytes(b"copy")

    monkeypatch.setattr(autosave, "save", slow)
    desktop.session.edit_text("not saved", 9)
    qtbot.waitUntil(begun.is_set)
    project.ask_where = lambda window, suggested: second
    project.save_as()
    qtbot.waitUntil(lambda: project.project.path == second)
    assert names(tmp_path) == [
        ".second.gatescope.lock",
        ".work.gatescope.lock",
        "second.gatescope",
        "work.gatescope",
    ]
    # The window itself holds the first one still; it is not told that another window does.
    project.open_path(first)
    qtbot.wait(50)
    assert project.project.path == second
    go_on.set()
    qtbot.waitUntil(lambda: project.project.path == first)
    project.project.wait_for_release(second)
    assert names(tmp_path) == [".work.gatescope.lock", "second.gatescope", "work.gatescope"]


def test_an_edit_made_while_a_project_is_being_opened_is_asked_about(qtbot, start, tmp_path, monkeypatch):
    desktop = start()
    project = desktop.controller.project
    save(qtbot, desktop)
    other = tmp_path / "other.gatescope"
    shutil.copy(tmp_path / "work.gatescope", other)
    taken = commands.take_project

    def slow(path):
        time.sleep(0.2)
        return taken(path)

    monkeypatch.setattr(commands, "take_project", slow)
    asked = []
    project.ask = lambda window, name, parts: asked.append(name) or "cancel"
    project.open_path(other)
    qtbot.waitUntil(lambda: any(job.title.startswith("Opening") for job in desktop.controller.loads.running))
    desktop.session.edit_text("in the last moment", 18)
    qtbot.waitUntil(lambda: asked == ["work.gatescope"])
    assert (project.project.name, desktop.session.document.text) == ("work.gatescope", "in the last moment")
    assert ".other.gatescope.lock" not in names(tmp_path)


def test_saving_over_the_project_of_another_window_is_refused(qtbot, start, tmp_path):
    first = start()
    save(qtbot, first)
    before = (tmp_path / "work.gatescope").read_bytes()
    second = start()
    second.session.edit_text("mine", 4)
    second.controller.actions["save_project"].trigger()
    qtbot.waitUntil(lambda: "is open in another window" in message(second))
    assert (tmp_path / "work.gatescope").read_bytes() == before


def test_a_save_that_fails_leaves_no_lock(qtbot, start, tmp_path, monkeypatch):
    desktop = start()
    desktop.session.edit_text("mine", 4)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    desktop.controller.actions["save_project"].trigger()
    qtbot.waitUntil(lambda: "work.gatescope: cannot be written: No space left" in message(desktop))
    assert names(tmp_path) == []


def test_the_window_waits_for_no_disk(qtbot, start, tmp_path, monkeypatch):
    """Reading, writing, locking and letting go happen on other threads, whichever command it is."""
    desktop = start(answer="discard")
    project, other = desktop.controller.project, tmp_path / "other.gatescope"
    threads: dict[str, set[str]] = {}

    def watched(module, name):
        whole = getattr(module, name)

        def call(*arguments, **options):
            threads.setdefault(name, set()).add(threading.current_thread().name)
            return whole(*arguments, **options)

        monkeypatch.setattr(module, name, call)

    watched(work, "read_project")
    watched(work, "write_project")
    watched(owned_files, "own_project")
    watched(ownership.Ownership, "release")
    save(qtbot, desktop)
    desktop.session.edit_text("more", 4)
    save(qtbot, desktop)
    shutil.copy(tmp_path / "work.gatescope", other)
    project.open_path(other)
    qtbot.waitUntil(lambda: project.project.path == other)
    project.open_path(tmp_path / "work.gatescope")
    qtbot.waitUntil(lambda: project.project.path == tmp_path / "work.gatescope")
    project.project.wait_for_release(other)
    assert threads.keys() == {"read_project", "write_project", "own_project", "release"}
    assert threading.main_thread().name not in set().union(*threads.values())


def test_docks_that_stand_as_a_project_has_them_are_not_arranged_anew(qtbot, start, tmp_path, monkeypatch):
    desktop = start(answer="discard")
    project, path = desktop.controller.project, tmp_path / "work.gatescope"
    save(qtbot, desktop)
    arranged = []
    arrange = dock_layout.arrange
    monkeypatch.setattr(dock_layout, "arrange", lambda *a: (arranged.append(a), arrange(*a)))

    def open_again():
        desktop.session.edit_text("something else", 4)
        project.open_path(path)
        qtbot.waitUntil(
            lambda: desktop.session.document.text != "something else" and not desktop.controller.loads.running
        )
        qtbot.wait(20)

    open_again()
    assert arranged == []
    desktop.window.dock_host.docks["readout"].close()
    open_again()
    assert len(arranged) == 1
    assert desktop.window.dock_host.docks["readout"].isVisible()
