"""What is done in, and read from, the windows of these tests."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.session.document.shading import Shading

BIAS = "layer0.forward.b_x.forget_gate"


def message(desktop: Desktop) -> str:
    bar = desktop.window.message_bar
    return bar.text() if bar.isVisible() else ""


def offer(desktop: Desktop) -> str:
    bar = desktop.window.recovery_bar
    return bar.text() if bar.isVisible() else ""


def press(desktop: Desktop, text: str) -> None:
    bars = (desktop.window.recovery_bar, desktop.window.message_bar)
    next(b for bar in bars for b in bar.offers() if bar.isVisible() and b.text() == text).click()


def work_on(qtbot: QtBot, desktop: Desktop) -> None:
    """Do a little of everything."""
    session = desktop.session
    session.edit_text("a dull film with a wonderful end", 6)
    session.show(["sentiment-gru", "sentiment-lstm"])
    network = session.document.networks["sentiment-lstm"]
    session.set_parameters("sentiment-lstm", {BIAS: network.array(BIAS) + 1}, label="Bias")
    qtbot.waitUntil(lambda: session.snapshot.text == session.document.text and len(session.snapshot.runs) == 2)
    session.change_focus(model="sentiment-lstm", token=2, shading=Shading("forget_gate"), order="similarity")


def save(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.controller.actions["save_project"].trigger()
    qtbot.waitUntil(lambda: not desktop.window.isWindowModified() and not desktop.controller.project._saves.running)


def crash(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait for the copy, and let the window go as if it had been killed: nothing is tidied up."""
    project = desktop.controller.project.project
    qtbot.waitUntil(lambda: project.ownership is not None and project.ownership.autosave.exists())
    project._autosave.settle()
    ownership = project.ownership
    assert ownership is not None
    ownership.leave()
    ownership.release = lambda: None  # type: ignore[method-assign]
    desktop.close()


def names(folder: Path) -> list[str]:
    return sorted(
        file.name for file in folder.iterdir() if "gatescope" in file.name and "gatescope.ini" not in file.name
    )
