"""The model in front: its layers, its vectors, and the words it cannot read."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.engine.part import Part
from gatescope.formats.core.model import Model
from gatescope.session.document.changes import opened
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.session.helpers import random_network


def vector_model(name: str = "sound", **network: object) -> Model:
    return Model(name, replace(random_network(**network), embedding=None), None, None)  # type: ignore[arg-type]


def show(qtbot: QtBot, desktop: Desktop, model: Model) -> None:
    desktop.session.add_model(model)
    desktop.session.show([model.name])
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].model == model.name)


def tokens(desktop: Desktop) -> int:
    return len(desktop.session.snapshot.runs[0].tokens)


def test_a_model_of_vectors_starts_empty_and_can_be_fed_noise(qtbot: QtBot, desktop: Desktop) -> None:
    show(qtbot, desktop, vector_model())
    assert tokens(desktop) == 0
    says = [label.text() for label in desktop.window.heatmaps.findChildren(QLabel) if not label.isHidden()]
    assert "sound reads vectors of 4 numbers: feed it some to see the gates." in says
    button = next(b for b in desktop.window.sentence.findChildren(QPushButton) if b.text() == "Feed noise")
    button.click()
    qtbot.waitUntil(lambda: tokens(desktop) == 50)
    assert desktop.session.undo_stack.undoText() == "Feed noise"
    desktop.session.undo_stack.undo()
    qtbot.waitUntil(lambda: tokens(desktop) == 0)


def test_vectors_from_a_file_are_fed(qtbot: QtBot, desktop: Desktop, tmp_path: Path, monkeypatch) -> None:
    show(qtbot, desktop, vector_model())
    path = tmp_path / "sound.npy"
    np.save(path, np.random.default_rng(1).normal(size=(12, 4)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desktop.controller.actions["feed_vectors"].trigger()
    qtbot.waitUntil(lambda: tokens(desktop) == 12)
    np.save(path, np.zeros((3, 5)))
    desktop.controller.actions["feed_vectors"].trigger()
    qtbot.waitUntil(lambda: "sound.npy" in desktop.window.message_bar.text())
    assert "(T, 4)" in desktop.window.message_bar.text()
    assert tokens(desktop) == 12


def test_a_model_of_text_is_not_fed(desktop: Desktop) -> None:
    before = desktop.session.document.fed
    for command in ("feed_noise", "feed_sample"):
        desktop.controller.actions[command].trigger()
        assert "reads a text" in desktop.window.message_bar.text()
        assert desktop.session.document.fed is before


def test_a_model_reads_its_sample_first_and_again_when_asked(qtbot: QtBot, desktop: Desktop) -> None:
    plain = vector_model()
    model = replace(plain, card={"sample": ["1 0 0 0", "0 1 0 0", "0 0 1 0"]})
    assert opened([model], "").fed["sound"].vectors.shape == (3, 4)
    show(qtbot, desktop, model)
    desktop.controller.actions["feed_noise"].trigger()
    qtbot.waitUntil(lambda: tokens(desktop) == 50)
    desktop.controller.actions["feed_sample"].trigger()
    qtbot.waitUntil(lambda: tokens(desktop) == 3)
    assert desktop.session.undo_stack.undoText() == "Feed sample"


def test_a_model_without_a_sample_says_so(qtbot: QtBot, desktop: Desktop) -> None:
    show(qtbot, desktop, vector_model())
    desktop.controller.actions["feed_sample"].trigger()
    assert desktop.window.message_bar.text() == "No sample came with sound: feed it vectors of a file, or noise."


def test_the_layers_of_a_deep_model_are_walked(qtbot: QtBot, desktop: Desktop) -> None:
    assert desktop.window.part_chooser.isHidden()
    deep = vector_model("deep", layers=3)
    show(qtbot, desktop, deep)
    assert not desktop.window.part_chooser.isHidden()
    desktop.session.change_focus(part=Part.parse("layer0.forward"))
    desktop.controller.actions["feed_noise"].trigger()
    qtbot.waitUntil(lambda: tokens(desktop) == 50)
    desktop.controller.actions["layer_above"].trigger()
    assert desktop.session.focus.part == "layer1.forward"
    assert desktop.window.part_chooser.text() == "Layer 2 of 3"
    assert desktop.session.focus.parameter == "layer1.forward.U.forget_gate"
    assert {panel.part for panel in desktop.window.heatmaps.plot().panels} == {"layer1.forward"}
    for _ in range(4):
        desktop.controller.actions["layer_above"].trigger()
    assert desktop.session.focus.part == "layer2.forward"
    desktop.window.part_chooser.part_chosen.emit("layer0.forward")
    assert {panel.part for panel in desktop.window.heatmaps.plot().panels} == {"layer0.forward"}
    desktop.session.show(["sentiment-lstm"])
    qtbot.waitUntil(desktop.window.part_chooser.isHidden)


def test_words_without_a_row_are_named_in_the_status_line(qtbot: QtBot, desktop: Desktop) -> None:
    strict = Model("strict", random_network(rows=2), Vocabulary(("good", "film")), tokenizer("word"))
    show(qtbot, desktop, strict)
    desktop.session.edit_text("a good film", None)
    badge = desktop.window.findChild(QLabel, "leftOutBadge")
    qtbot.waitUntil(lambda: badge.text() == "left out: “a”")
    desktop.session.edit_text("good film", None)
    qtbot.waitUntil(badge.isHidden)


def test_a_run_that_takes_long_is_said_to_be_under_way(qtbot: QtBot, desktop: Desktop, monkeypatch) -> None:
    figure = next(
        label for label in desktop.window.status.findChildren(QLabel) if label.accessibleName() == "Computing"
    )
    worker = desktop.session._background._worker
    resolve, go_on = worker._resolve, threading.Event()

    def slow(*arguments: object) -> object:
        go_on.wait(10)
        return resolve(*arguments)

    monkeypatch.setattr(worker, "_resolve", slow)
    desktop.session.edit_text("a film", 6)
    assert figure.isHidden()
    qtbot.waitUntil(lambda: not figure.isHidden())
    assert figure.text() == "computing …"
    go_on.set()
    qtbot.waitUntil(figure.isHidden)
    assert desktop.session.snapshot.text == "a film"
    qtbot.wait(350)
    assert figure.isHidden()
