"""The scene of the window as a link, as Python and as a command, which draw what is on screen."""

import shlex

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage

from gatescope.app.files.export_dialog import ExportChoice
from gatescope.cli.main import main
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.part import Part
from gatescope.session.document.document import UnitRef
from gatescope.session.scene.in_file import scene_in
from tests.app.scenes.test_scene_opening import said, settle

FIRST = Part.parse("layer0.forward")


def copied(qtbot, desktop, command):
    QGuiApplication.clipboard().clear()
    desktop.controller.actions[command].trigger()
    qtbot.waitUntil(lambda: not desktop.controller.scenes.jobs.running)
    return QGuiApplication.clipboard().text()


@pytest.fixture
def work(qtbot, desktop):
    """A sentence with a held gate, a chosen token and a chosen unit."""
    session = desktop.session
    session.edit_text("It's “good”, $HOME.", None)
    session.intervene("sentiment-lstm", Interventions((Clamp("forget_gate", 0.25, (3,)),)), label="Hold")
    session.change_focus(units=(UnitRef("sentiment-lstm", FIRST, 4),))
    settle(qtbot, desktop)
    session.set_token(2)
    return session


def test_a_link_brings_everything_back(qtbot, desktop, work):
    before, link = work.standing, copied(qtbot, desktop, "copy_scene_link")
    work.edit_text("something else", None)
    work.show(["topic-lstm"])
    settle(qtbot, desktop)
    QGuiApplication.clipboard().setText(link)
    desktop.controller.actions["paste_scene_link"].trigger()
    settle(qtbot, desktop)
    assert before.is_work_of(work.document)
    assert (work.focus.token, work.focus.units) == (2, before.focus.units)


@pytest.mark.parametrize("name", ["heatmaps", "traces"])
def test_the_code_draws_what_is_on_screen(qtbot, desktop, work, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # Ranges that were held while the sentence was typed are let go.
    desktop.controller.actions["reset_zoom"].trigger()
    settle(qtbot, desktop)
    desktop.controller.front_plot.bring_to_front(name)
    desktop.controller.pictures.save(ExportChoice(name, tmp_path / "window.png", None, 1, "light"))
    qtbot.waitUntil(lambda: not desktop.controller.pictures.jobs.running)
    wanted = QImage(str(tmp_path / "window.png"))
    program, command = (copied(qtbot, desktop, f"copy_as_{language}") for language in ("python", "command"))
    exec(compile(program, "program", "exec"), {})
    assert QImage("figure.png") == wanted, program
    assert main(shlex.split(command)[1:]) == 0
    assert QImage("figure.png") == wanted, command
    assert main(["render", "--scene", "window.png", "-o", "again.png"]) == 0
    assert QImage("again.png") == wanted


def test_what_cannot_be_said_is_told(qtbot, desktop, work, tmp_path):
    model = work.document.models["sentiment-lstm"]
    arrays = {key: np.asarray(model.network.array(key)) * 1.1 for key in model.network.keys()}  # noqa: SIM118
    work.set_parameters("sentiment-lstm", arrays, label="Edit")
    settle(qtbot, desktop)
    assert copied(qtbot, desktop, "copy_scene_link") == ""
    assert "send a figure instead" in said(desktop)
    assert copied(qtbot, desktop, "copy_as_python") == ""
    assert "save the figure" in said(desktop)
    desktop.controller.pictures.save(ExportChoice("heatmaps", tmp_path / "a.png", None, 1, "light"))
    qtbot.waitUntil(lambda: not desktop.controller.pictures.jobs.running)
    assert set(scene_in(tmp_path / "a.png").models[0].edited)


def test_a_composed_figure_is_drawn_again_by_the_command_line(qtbot, desktop, work, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desktop.controller.actions["reset_zoom"].trigger()
    settle(qtbot, desktop)
    figures = desktop.controller.composing
    for name in ("heatmap", "readout", "ledger"):
        figures.show_view(name)
    qtbot.waitUntil(lambda: not figures.drawing.at_work and figures.drawing.composed is not None)
    figures.saving.save(tmp_path / "page.png")
    qtbot.waitUntil(lambda: not figures.saving.jobs.running)
    assert main(["render", "--scene", "page.png", "-o", "again.png"]) == 0
    assert QImage("again.png") == QImage("page.png")
