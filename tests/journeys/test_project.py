"""Saving, being killed and going on, in the real window."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from gatescope.session.project.work import load
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Screen

SAVED, LOST = "a film that was saved", "a film that was lost"

pytestmark = pytest.mark.journey


def say(screen: Screen, text: str) -> None:
    screen.key("ctrl+l", "ctrl+a")
    screen.type(text)


def wait_for_title(screen: Screen, title: str) -> None:
    screen.wait(lambda: bool(screen.windows(title)), f"a window called {title!r}")


def test_work_outlives_a_killed_window(start: Callable[..., RunningApp], screen: Screen, tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "lesson.gatescope"
    home.mkdir()
    autosave = tmp_path / ".lesson.gatescope.autosave"

    app = start(home)
    say(screen, SAVED)
    screen.key("ctrl+s")
    screen.window("^Save project")
    screen.type(str(project))
    screen.key("Return")
    wait_for_title(screen, "^lesson.gatescope — GateScope$")
    assert load(project).document.text == SAVED
    screen.xdotool("windowfocus", "--sync", app.window)
    say(screen, LOST)
    wait_for_title(screen, r"^lesson.gatescope\* — GateScope$")
    screen.wait(lambda: autosave.exists() and load(autosave).document.text == LOST, "the copy of unsaved work")
    app.kill()
    assert load(project).document.text == SAVED

    app = start(home)
    screen.keep("offered")
    screen.wait_until_still((0, 0, 1440, 300))
    screen.key("alt+o")
    wait_for_title(screen, "^lesson.gatescope — GateScope$")
    screen.keep("opened")
    screen.key("alt+c")
    wait_for_title(screen, r"^lesson.gatescope\* — GateScope$")
    screen.keep("recovered")
    screen.key("ctrl+s")
    wait_for_title(screen, "^lesson.gatescope — GateScope$")
    assert load(project).document.text == LOST
    assert app.quit() == (0, "")
    assert sorted(file.name for file in tmp_path.glob("*lesson*")) == ["lesson.gatescope"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_app_that_is_asked_to_end_ends_in_order_and_keeps_unsaved_work(
    number: signal.Signals, start: Callable[..., RunningApp], screen: Screen, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    app = start(home)
    say(screen, LOST)
    wait_for_title(screen, r"^Untitled\* — GateScope$")
    # The title changes with the first letter, and on a loaded machine the others arrive later.
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    app.process.send_signal(number)
    _, errors = app.process.communicate(timeout=20)
    assert (app.process.returncode, errors) == (128 + number, "")
    copies = list(home.rglob("*.autosave"))
    assert [load(copy).document.text for copy in copies] == [LOST]
    assert not list(home.rglob("*.lock"))
