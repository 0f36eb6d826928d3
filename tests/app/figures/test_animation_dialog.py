"""The dialog for an animation: it writes what the command line writes, says what fails, and ends what is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gatescope.app.figures.animation_choice import MOVEMENTS
from gatescope.cli.main import main

TEXT = "The film was not good."
COMMANDS = {
    "letters": "--view heatmap --animate typing --by letter",
    "tokens": "--view heatmap --animate typing --by token",
    "cell": "--view cell --animate cell --token 3",
    "clamp": "--view heatmap --animate clamp --sweep forget_gate=0..1",
}


def use(desktop: Any, act: Callable[[Any], None]) -> None:
    """Open the dialog and call `act` with it."""
    QTimer.singleShot(0, lambda: act(QApplication.activeModalWidget()))
    desktop.controller.actions["animate"].trigger()


def choose(dialog: Any, movement: str, suffix: str, path: Path, frames: int = 4) -> None:
    dialog._movement.setCurrentIndex(dialog._movement.findData(movement))
    dialog._kind.setCurrentIndex(dialog._kind.findData(suffix))
    dialog._frames.setValue(frames)
    dialog._path.setText(str(path))


@pytest.fixture
def typed(qtbot: Any, desktop: Any) -> Any:
    desktop.session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == TEXT)
    desktop.session.set_token(3)
    return desktop


@pytest.mark.parametrize(
    ("movement", "suffix"), [("letters", ".gif"), ("tokens", ".webp"), ("cell", ".apng"), ("clamp", ".gif")]
)
def test_window_and_command_line_write_the_same_bytes(
    movement: str, suffix: str, qtbot: Any, typed: Any, tmp_path: Path
) -> None:
    ours, theirs = tmp_path / f"ours{suffix}", tmp_path / f"theirs{suffix}"

    def act(dialog: Any) -> None:
        choose(dialog, movement, suffix, ours)
        assert dialog._form.isRowVisible(dialog._sweep) == (movement == "clamp")
        dialog._ask()
        assert not dialog._frames.isEnabled()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    use(typed, act)
    model = typed.session.focus.model
    unit = typed.session.focus.lively[0].unit
    words = ["render", TEXT, "--model", model, *COMMANDS[movement].split(), "--frames", "4", "-o", str(theirs)]
    assert main([*words, *(["--units", f"u{unit}"] if movement == "cell" else [])]) == 0
    assert ours.read_bytes() == theirs.read_bytes()
    assert typed.settings.folder == tmp_path
    assert typed.window.message_bar.isHidden()


def test_what_is_cancelled_leaves_the_old_file_and_the_dialog(qtbot: Any, typed: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"older")

    def act(dialog: Any) -> None:
        choose(dialog, "letters", ".gif", path, frames=300)
        dialog._ask()
        qtbot.waitUntil(lambda: dialog._told.isVisible() and dialog._progress.value() > 0, timeout=20_000)
        dialog.reject()
        assert dialog.isVisible()
        assert dialog._frames.isEnabled()
        typed.controller.pictures.animations.jobs.wait()
        qtbot.wait(0)
        assert dialog._told.isHidden()
        assert dialog._frames.value() == 300
        dialog.reject()

    use(typed, act)
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir() if one.suffix != ".ini"] == ["a.gif"]


def test_what_fails_is_said_in_the_dialog(qtbot: Any, typed: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", "")
    said = []

    def act(dialog: Any) -> None:
        for suffix, path in ((".gif", tmp_path / "no" / "a.gif"), (".mp4", tmp_path / "a.mp4")):
            choose(dialog, "letters", suffix, path)
            dialog._ask()
            qtbot.waitUntil(lambda: bool(dialog.problem), timeout=20_000)
            said.append(dialog.problem)
        choose(dialog, "clamp", ".gif", tmp_path / "a.gif")
        dialog._sweep.setText("forget_gate=1")
        dialog._ask()
        qtbot.waitUntil(lambda: bool(dialog.problem), timeout=20_000)
        said.append(dialog.problem)
        dialog.reject()

    use(typed, act)
    assert "does not exist; make it first" in said[0]
    assert "needs ffmpeg" in said[1]
    assert "is no sweep" in said[2]


def test_without_a_sentence_it_asks_for_one(qtbot: Any, desktop: Any, tmp_path: Path) -> None:
    def act(dialog: Any) -> None:
        choose(dialog, "letters", ".gif", tmp_path / "a.gif")
        dialog._ask()
        assert "type a sentence first" in dialog.problem
        dialog.reject()

    desktop.session.edit_text("", 0)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == "")
    use(desktop, act)


def test_every_movement_is_offered(desktop: Any) -> None:
    def act(dialog: Any) -> None:
        assert [dialog._movement.itemData(row) for row in range(dialog._movement.count())] == list(MOVEMENTS)
        assert dialog.choice().path.name == "gatescope-heatmaps.gif"
        assert (dialog.choice().frames, dialog.choice().fps) == (None, None)
        dialog._kind.setCurrentIndex(dialog._kind.findData(".webp"))
        assert dialog.choice().path.name == "gatescope-heatmaps.webp"
        dialog._path.setText("mine.gif")
        dialog._kind.setCurrentIndex(dialog._kind.findData(".apng"))
        assert dialog.choice().path.name == "mine.apng"
        dialog.reject()

    use(desktop, act)
