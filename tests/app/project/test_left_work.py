"""What a window left that ended unexpectedly is had back in one that runs, and by one window alone."""

from __future__ import annotations

import os
import time

import pytest

from gatescope.session.project.left_work import left_works
from tests.app.project.windows import crash, names, offer, press, save, work_on

pytestmark = pytest.mark.slow


def listed(qtbot, desktop):
    """Open the dialog, and return it with its rows."""
    desktop.controller.actions["recover_work"].trigger()
    command = desktop.controller.project.left_work
    qtbot.waitUntil(lambda: not command._jobs.running)
    table = command.dialog.table
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]
    return command.dialog, rows


def crashed(qtbot, start, *paths, text):
    """A window that ended with `text` unsaved."""
    desktop = start(*paths)
    desktop.session.edit_text(text, len(text))
    crash(qtbot, desktop)


@pytest.fixture
def running(start):
    """A window that was there before another one ended."""
    return start()


def test_without_such_work_it_says_so(qtbot, running):
    dialog, rows = listed(qtbot, running)
    assert rows == []
    assert dialog.lead.text() == "No window that ended unexpectedly has left unsaved work."
    assert not dialog.recover_button.isEnabled()
    dialog.reject()


def test_a_running_window_lists_and_brings_back_what_others_left(qtbot, start, running, tmp_path):
    crashed(qtbot, start, text="an older sentence")
    project = start()
    work_on(qtbot, project)
    save(qtbot, project)
    project.close()
    crashed_text = "a sentence about a project " * 9
    crashed(qtbot, start, tmp_path / "work.gatescope", text=crashed_text)
    older = next((tmp_path / "data").glob("untitled-*.autosave"))
    os.utime(older, (1.6e9, 1.6e9))
    now = time.time()
    os.utime(tmp_path / ".work.gatescope.autosave", (now, now))

    dialog, rows = listed(qtbot, running)
    today, past = rows
    assert today == [
        time.strftime("%H:%M", time.localtime(now)),
        f"{crashed_text[:80]}…",
        "sentiment-gru, sentiment-lstm",
        "work.gatescope",
    ]
    assert past[0].startswith("2020-09-1")
    assert past[1:] == ["an older sentence", "sentiment-lstm", ""]
    assert dialog.table.accessibleName() == "Unsaved work"
    assert all(button.toolTip() or button.text() for button in dialog.buttons.buttons())
    assert dialog.work().project == tmp_path / "work.gatescope"

    dialog.recover_button.click()
    qtbot.waitUntil(lambda: running.session.document.text == crashed_text)
    assert running.controller.project.project.path == tmp_path / "work.gatescope"
    assert running.window.isWindowModified()
    assert offer(running) == ""
    # The other one is still there, and this window's own work is not.
    dialog, rows = listed(qtbot, running)
    assert [row[1] for row in rows] == ["an older sentence"]
    dialog.reject()
    save(qtbot, running)
    assert ".work.gatescope.recovery" not in names(tmp_path)


def test_what_the_start_offers_is_in_the_list_and_goes_from_the_line(qtbot, start):
    crashed(qtbot, start, text="left behind")
    desktop = start()
    assert offer(desktop)
    dialog, rows = listed(qtbot, desktop)
    assert [row[1] for row in rows] == ["left behind"]
    assert offer(desktop) == ""
    dialog.recover_button.click()
    qtbot.waitUntil(lambda: desktop.session.document.text == "left behind")


def test_two_windows_never_take_the_same(qtbot, start, running):
    crashed(qtbot, start, text="wanted by two")
    other = start()
    press(other, "Re&cover")
    qtbot.waitUntil(lambda: other.session.document.text == "wanted by two")
    crash(qtbot, other)
    # The later one offers it by itself, and has it until its list is opened.
    windows = [start(), running]
    dialogs = [listed(qtbot, window)[0] for window in windows]
    assert [dialog.table.rowCount() for dialog in dialogs] == [1, 1]
    for dialog in dialogs:
        dialog.recover_button.click()

    def problems():
        open_ones = [window.controller.project.left_work.dialog for window in windows]
        return [dialog and dialog.problem.text() for dialog in open_ones]

    told = "Another window has that work by now, or it was thrown away: choose other work."
    qtbot.waitUntil(lambda: sorted(problems(), key=bool) == [None, told])
    winner, loser = sorted(windows, key=lambda window: window.controller.project.left_work.dialog is not None)
    qtbot.waitUntil(lambda: winner.session.document.text == "wanted by two")
    assert loser.session.document.text != "wanted by two"
    dialog = loser.controller.project.left_work.dialog
    assert (dialog.table.rowCount(), dialog.recover_button.isEnabled()) == (0, False)
    dialog.reject()


def test_work_that_is_not_wanted_after_all_is_left_to_others(qtbot, start, running, tmp_path):
    """The person cancels the question about this window's own changes."""
    work_on(qtbot, running)
    crashed(qtbot, start, text="left behind")
    asked = []
    running.controller.project.ask = lambda window, name, parts: asked.append(parts) or "cancel"
    listed(qtbot, running)[0].recover_button.click()
    qtbot.waitUntil(lambda: bool(asked))
    assert [work.words for work in left_works([])] == ["left behind"]


def test_a_copy_that_cannot_be_read_is_told_and_cannot_be_chosen(qtbot, start, running, tmp_path):
    crashed(qtbot, start, text="left behind")
    next((tmp_path / "data").glob("untitled-*.autosave")).write_bytes(b"torn")
    dialog, rows = listed(qtbot, running)
    assert len(rows) == 1
    assert "probably cut short" in rows[0][1]
    assert not dialog.recover_button.isEnabled()
    dialog.reject()


@pytest.fixture
def reopened(qtbot, start, tmp_path):
    """A window with a project of which a crash left a change."""
    first = start()
    save(qtbot, first)
    first.close()
    crashed(qtbot, start, tmp_path / "work.gatescope", text="left of the project")
    desktop = start(tmp_path / "work.gatescope")
    qtbot.waitUntil(lambda: offer(desktop).startswith("work.gatescope has changes from"))
    return desktop


def test_what_was_left_of_the_open_project_is_listed_once_its_line_is_dismissed(qtbot, reopened, tmp_path):
    reopened.window.recovery_bar.dismiss()
    dialog, rows = listed(qtbot, reopened)
    assert [(row[1], row[3]) for row in rows] == [("left of the project", "work.gatescope")]
    dialog.recover_button.click()
    qtbot.waitUntil(lambda: reopened.session.document.text == "left of the project")
    project = reopened.controller.project.project
    assert (project.path, reopened.window.isWindowModified()) == (tmp_path / "work.gatescope", True)
    assert listed(qtbot, reopened)[1] == []
    reopened.controller.project.left_work.dialog.reject()
    assert ".work.gatescope.recovery" not in names(tmp_path)


def test_the_list_takes_the_line_of_the_open_project_along(qtbot, reopened):
    listed(qtbot, reopened)[0].recover_button.click()
    qtbot.waitUntil(lambda: reopened.session.document.text == "left of the project")
    assert offer(reopened) == ""


@pytest.mark.parametrize("way", ["line", "list"])
def test_changes_of_the_open_project_are_offered_again_where_they_are_not_taken(qtbot, reopened, way):
    said = offer(reopened)
    reopened.session.edit_text("its own\nwork", 4)
    if way == "line":
        press(reopened, "Re&cover")
    else:
        listed(qtbot, reopened)[0].recover_button.click()
    qtbot.waitUntil(lambda: not reopened.controller.loads.running)
    assert reopened.session.document.text == "its own\nwork"
    assert offer(reopened) == said
    reopened.controller.project.ask = lambda window, name, parts: "discard"
    press(reopened, "Re&cover")
    qtbot.waitUntil(lambda: reopened.session.document.text == "left of the project")


@pytest.mark.parametrize("answer", ["cancel", "save"])
def test_work_without_a_project_is_offered_again_where_it_is_not_taken(qtbot, start, answer):
    crashed(qtbot, start, text="left behind")
    desktop = start(answer=answer)
    # The question where to save is cancelled.
    desktop.controller.project.ask_where = lambda window, suggested: None
    desktop.session.edit_text("its own\nwork", 4)
    said = offer(desktop)
    press(desktop, "Re&cover")
    qtbot.waitUntil(lambda: not desktop.controller.loads.running)
    assert (desktop.session.document.text, offer(desktop)) == ("its own\nwork", said)
    desktop.controller.project.ask = lambda window, name, parts: "discard"
    press(desktop, "Re&cover")
    qtbot.waitUntil(lambda: desktop.session.document.text == "left behind")
