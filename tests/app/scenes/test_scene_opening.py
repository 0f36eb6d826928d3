"""A figure or a link in the window: its scene comes back as one undo step, or nothing changes at all."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QPushButton

import gatescope as gs
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.resources import resource
from gatescope.session.scene.in_file import scene_in
from gatescope.session.scene.link import to_link

KEY = "layer0.forward.U.forget_gate"


def settle(qtbot, desktop):
    session, loads = desktop.session, desktop.controller.loads

    def settled():
        shown = tuple(run.model for run in session.snapshot.runs)
        return (
            not loads.running
            and not session.computing
            and (session.snapshot.text, shown) == (session.document.text, session.document.shown)
        )

    qtbot.waitUntil(settled)


def said(desktop):
    return desktop.window.message_bar.text()


@pytest.fixture
def figure(tmp_path):
    """A figure of a bundled model with a moved weight and a held gate."""
    model = gs.load("sentiment-gru")
    weights = model.network.array("layer0.forward.U.reset_gate").copy()
    weights[0, 1] = 2.5
    moved = replace(model, network=model.network.with_array("layer0.forward.U.reset_gate", weights))
    trace = gs.trace(moved, "a very bad film", clamp="update_gate=0.5@u3")
    return gs.render(trace, path=tmp_path / "figure.png", token=1)


def test_a_figure_that_is_opened_is_one_undo_step(qtbot, desktop, figure):
    session = desktop.session
    session.edit_text("my own words", None)
    settle(qtbot, desktop)
    before, steps = session.standing, session.undo_stack.count()
    desktop.controller.open_paths([figure])
    settle(qtbot, desktop)
    document = session.document
    assert document.text == "a very bad film"
    assert document.shown == ("sentiment-gru",)
    assert document.networks["sentiment-gru"].array("layer0.forward.U.reset_gate")[0, 1] == 2.5
    assert document.interventions["sentiment-gru"].items[0].value == 0.5
    assert session.focus.token == 1
    assert session.undo_stack.count() == steps + 1
    session.undo_stack.undo()
    settle(qtbot, desktop)
    assert before.is_work_of(session.document)
    assert session.focus == before.focus
    session.undo_stack.redo()
    assert session.document.text == "a very bad film"
    assert not desktop.window.message_bar.isVisible()


def test_what_the_window_exports_comes_back_with_its_docks(qtbot, desktop, tmp_path):
    session, window = desktop.session, desktop.window
    session.edit_text("The film was good.", None)
    session.intervene("sentiment-lstm", Interventions((Clamp("forget_gate", 0.0),)), label="Hold")
    session.change_focus(order="similarity")
    settle(qtbot, desktop)
    session.set_token(2)
    names = [one.name for one in window.arrangements.workspaces.values()]
    window.arrangements.show(names[1])
    from gatescope.app.files.export_dialog import ExportChoice

    path = tmp_path / "figure.png"
    desktop.controller.pictures.save(ExportChoice("heatmaps", path, None, 1, "light"))
    qtbot.waitUntil(lambda: not desktop.controller.pictures.jobs.running)
    before = session.standing
    session.undo_stack.undo()
    session.edit_text("other words", None)
    session.show(["sentiment-rnn"])
    window.arrangements.show(names[0])
    settle(qtbot, desktop)
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    assert before.is_work_of(session.document)
    assert (session.focus.token, session.focus.order, session.focus.units) == (2, "similarity", before.focus.units)
    qtbot.waitUntil(lambda: window.arrangements.name == names[1])


def test_a_link_that_is_pasted_is_opened_not_typed(qtbot, desktop, figure):
    data = QMimeData()
    data.setText(to_link(scene_in(figure)) + "\n")
    editor = desktop.window.sentence.input
    editor.insertFromMimeData(data)
    settle(qtbot, desktop)
    assert desktop.session.document.text == "a very bad film"
    data.setText("gatescope:eJxNonsense")
    steps = desktop.session.undo_stack.count()
    editor.insertFromMimeData(data)
    settle(qtbot, desktop)
    assert desktop.session.undo_stack.count() == steps
    assert said(desktop).startswith("the link: holds a scene that is damaged")


FORMS = ["<{}>", "“{}”", '"{}"', "({}).", "See {}, please", "See {} please", "{}\n\nBest, Ann", "{} {}", "{}\nThanks",
         "{}"]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", ["", "\r\n", "\n> "])
def test_a_link_is_found_in_what_mail_puts_about_it(qtbot, desktop, figure, form, line):
    link = to_link(scene_in(figure))
    if line:
        link = line.join(link[start : start + 76] for start in range(0, len(link), 76))
    if line and form == "{}\nThanks":
        return  # nothing tells it from a last line
    desktop.controller.scenes.opening.open_link(form.format(link, link))
    settle(qtbot, desktop)
    assert desktop.session.document.text == "a very bad film"


@pytest.mark.parametrize("form", ["{}", "<{}>", "“{}”\n"])
@pytest.mark.parametrize("line", ["", "\r\n", "\n> "])
def test_a_link_in_brackets_is_pasted_as_one(qtbot, desktop, figure, form, line):
    link = to_link(scene_in(figure))
    if line:
        link = line.join(link[start : start + 76] for start in range(0, len(link), 76))
    data = QMimeData()
    data.setText(form.format(link))
    desktop.window.sentence.input.insertFromMimeData(data)
    settle(qtbot, desktop)
    assert desktop.session.document.text == "a very bad film"


def test_what_cannot_be_trusted_changes_nothing(qtbot, desktop, figure, tmp_path):
    before = desktop.session.standing
    data = figure.read_bytes()
    plain = gs.render(gs.trace("sentiment-gru", "a"), path=tmp_path / "plain.png", scene=False)
    (tmp_path / "cut.png").write_bytes(data[:300])
    (tmp_path / "flipped.png").write_bytes(data.replace(b"gatescope:e", b"gatescope:f", 1))
    told = {plain: "without a scene", tmp_path / "cut.png": "cut short", tmp_path / "flipped.png": "checksum"}
    for path, words in told.items():
        desktop.controller.open_paths([path])
        settle(qtbot, desktop)
        assert words in said(desktop)
    assert before.is_work_of(desktop.session.document)
    assert desktop.session.undo_stack.count() == 0


def test_a_model_that_is_not_open_is_asked_for(qtbot, desktop, tmp_path, monkeypatch):
    card = json.loads(resource("models", "sentiment-gru.json").read_text("utf-8"))
    shutil.copy(resource("models", "sentiment-gru.safetensors"), tmp_path / "mine.safetensors")
    (tmp_path / "mine.json").write_text(json.dumps(card | {"name": "mine"}))
    shutil.copy(resource("models", "sentiment-rnn.safetensors"), tmp_path / "other.safetensors")
    shutil.copy(resource("models", "sentiment-rnn.json"), tmp_path / "other.json")
    figure = gs.render(gs.trace(tmp_path / "mine.safetensors", "a bad film"), path=tmp_path / "figure.png")
    text = desktop.session.document.text
    # Its parameters are those of a bundled model, which is not what it is called.
    desktop.session.close_model("sentiment-gru")
    for chosen, words in (("other.safetensors", "is not the mine"), ("mine.safetensors", "")):
        desktop.controller.open_paths([figure])
        settle(qtbot, desktop)
        assert "shows the model mine, which is not open: choose its file, mine.safetensors" in said(desktop)
        assert desktop.session.document.text == text
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, name=chosen: (str(tmp_path / name), ""))
        button = next(b for b in desktop.window.message_bar.findChildren(QPushButton) if "file…" in b.text())
        button.click()
        settle(qtbot, desktop)
        assert words in said(desktop)
    assert desktop.session.document.text == "a bad film"
    assert desktop.session.document.shown == ("mine",)
    assert np.array_equal(
        desktop.session.document.networks["mine"].array("layer0.forward.U.reset_gate"),
        gs.load("sentiment-gru").network.array("layer0.forward.U.reset_gate"),
    )
    assert desktop.controller.opening.file_of("mine") is not None
    assert Path(desktop.session.document.models["mine"].origin.path).name == "mine.safetensors"
