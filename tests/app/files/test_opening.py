"""Files that come into the window: what they change, what they leave alone, and what is said."""

import json
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from safetensors.numpy import load_file, save_file

from gatescope.app.files import opening
from gatescope.errors import FormatError
from gatescope.resources import resource
from tests.app.inspector.files import INPUTS, gru_file

# Read with a warning, or with an assumption that is said; the last is no model but a vocabulary.
BEARABLE = {
    "18_nan_inf_weights.safetensors",
    "20_missing_bias_hh.safetensors",
    "36_path_traversal.pt",
    "48_keras_traversal.keras",
    "61_vocab_dup_bom_utf16.json",
}


@pytest.fixture
def model_file(tmp_path):
    """A model of GateScope's own under another name."""
    shutil.copy(resource("models", "sentiment-gru.safetensors"), tmp_path / "mine.safetensors")
    card = json.loads(resource("models", "sentiment-gru.json").read_text("utf-8"))
    (tmp_path / "mine.json").write_text(json.dumps(card | {"name": "mine"}))
    return tmp_path / "mine.safetensors"


def settle(qtbot, desktop):
    qtbot.waitUntil(lambda: not desktop.controller.loads.running)


def recent(desktop):
    return [action.data() for action in desktop.controller.recent.actions() if action.data()]


def test_what_opened_can_be_opened_again_from_the_menu(qtbot, desktop, tmp_path):
    paths = []
    for name in ("one & only.txt", "two.txt"):
        path = tmp_path / name
        path.write_text(name)
        paths.append(path)
    desktop.controller.open_paths(paths)
    settle(qtbot, desktop)
    assert desktop.session.document.text == "two.txt"
    assert recent(desktop) == [paths[1], paths[0]]
    desktop.controller.recent.actions()[1].trigger()
    settle(qtbot, desktop)
    assert desktop.session.document.text == "one & only.txt"
    assert recent(desktop) == paths
    assert desktop.settings.recent == tuple(paths)


def test_a_relative_path_is_the_same_file_as_its_absolute_one(qtbot, desktop, model_file, monkeypatch):
    monkeypatch.chdir(model_file.parent)
    desktop.controller.open_paths([Path(model_file.name)])
    settle(qtbot, desktop)
    assert desktop.session.document.models["mine"].origin.path == model_file
    monkeypatch.chdir("/")
    desktop.controller.open_paths([model_file])
    settle(qtbot, desktop)
    assert "mine 2" not in desktop.session.document.models
    assert recent(desktop) == [model_file]


def test_a_file_that_has_gone_is_said_and_forgotten(qtbot, desktop, tmp_path):
    path = tmp_path / "gone.txt"
    path.write_text("here")
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    path.unlink()
    desktop.controller.recent.actions()[0].trigger()
    settle(qtbot, desktop)
    assert desktop.window.message_bar.text().startswith("gone.txt: ")
    assert desktop.window.message_bar.look == "error"
    assert not recent(desktop)
    assert not desktop.controller.recent.isEnabled()


def test_several_failures_are_one_message_that_a_success_does_not_hide(qtbot, desktop, tmp_path):
    (tmp_path / "fine.txt").write_text("fine")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"\xff")
    desktop.controller.open_paths([tmp_path / "a.md", tmp_path / "b.md", tmp_path / "fine.txt"])
    settle(qtbot, desktop)
    lines = desktop.window.message_bar.text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["a.md", "b.md"]
    assert desktop.session.document.text == "fine"
    desktop.controller.open_paths([tmp_path / "fine.txt"])
    settle(qtbot, desktop)
    assert not desktop.window.message_bar.isVisible()


def test_many_failures_leave_room_for_the_window(qtbot, desktop, tmp_path):
    desktop.controller.open_paths([tmp_path / f"{number}.md" for number in range(30)])
    settle(qtbot, desktop)
    lines = desktop.window.message_bar.text().splitlines()
    assert len(lines) == 6
    assert lines[-1] == "… and 25 more files"


@pytest.mark.slow
def test_no_bad_file_touches_what_is_open(qtbot, desktop, bad):
    before = desktop.session.document
    for path in sorted(bad.glob("*.*")):
        if path.name in BEARABLE or path.suffix == ".txt":
            continue
        desktop.controller.open_paths([path])
        settle(qtbot, desktop)
        assert desktop.session.document is before, path.name
        assert desktop.window.message_bar.text().startswith(f"{path.name}: "), path.name
        assert "\n" not in desktop.window.message_bar.text(), path.name


def test_the_model_stays_until_the_new_one_is_whole(qtbot, desktop, model_file, monkeypatch):
    half, go_on = threading.Event(), threading.Event()
    read_path = opening.read_path

    def slow(path, report):
        report(0.5)
        half.set()
        go_on.wait(5)
        return read_path(path, report)

    monkeypatch.setattr(opening, "read_path", slow)
    before = desktop.session.document
    desktop.controller.open_paths([model_file])
    half.wait(5)
    qtbot.waitUntil(desktop.window.load_bar.isVisible)
    assert desktop.window.load_bar.text() == "Reading mine.safetensors…"
    assert desktop.session.document is before
    go_on.set()
    settle(qtbot, desktop)
    assert desktop.session.document.shown == ("mine",)
    assert not desktop.window.load_bar.isVisible()


def test_a_cancelled_file_changes_nothing_and_says_nothing(qtbot, desktop, model_file, monkeypatch):
    begun = threading.Event()

    def endless(path, report):
        begun.set()
        while True:
            report(0.1)

    monkeypatch.setattr(opening, "read_path", endless)
    before = desktop.session.document
    desktop.controller.open_paths([model_file])
    begun.wait(5)
    desktop.controller.loads.cancel()
    desktop.controller.loads.close()
    assert desktop.session.document is before
    assert not desktop.window.message_bar.isVisible()
    assert not recent(desktop)


def test_a_model_of_the_name_of_another_is_opened_beside_it(qtbot, desktop, tmp_path):
    for suffix in (".safetensors", ".json"):
        shutil.copy(resource("models", f"sentiment-lstm{suffix}"), tmp_path)
    before = desktop.session.document.models["sentiment-lstm"]
    desktop.controller.open_paths([tmp_path / "sentiment-lstm.safetensors"])
    settle(qtbot, desktop)
    models = desktop.session.document.models
    assert models["sentiment-lstm"] is before
    assert desktop.session.document.shown == ("sentiment-lstm 2",)


def test_a_bad_model_leaves_the_one_in_view(qtbot, desktop, model_file, monkeypatch):
    def refuse(path, report):
        raise FormatError(path, "is no model: it is a web page")

    monkeypatch.setattr(opening, "read_path", refuse)
    before = desktop.session.document
    desktop.controller.open_paths([model_file])
    settle(qtbot, desktop)
    assert desktop.session.document is before
    assert desktop.window.message_bar.text() == "mine.safetensors: is no model: it is a web page"


def test_a_closed_model_may_be_opened_again(qtbot, desktop, tmp_path):
    path = gru_file(tmp_path / "mine.safetensors")
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    desktop.controller.actions["close_model"].trigger()
    assert "mine" not in desktop.session.document.models
    assert desktop.controller.opening.file_of("mine") is None
    assert desktop.window.message_bar.text() == "mine was closed."
    desktop.window.message_bar.offers()[0].click()
    settle(qtbot, desktop)
    assert desktop.session.document.shown == ("mine",)


def test_the_only_model_stays(desktop):
    for _ in range(len(desktop.session.document.models)):
        desktop.controller.actions["close_model"].trigger()
    assert len(desktop.session.document.models) == 1
    assert "is the only open model" in desktop.window.message_bar.text()


def test_a_file_that_is_open_already_is_read_again_as_an_undo_step(qtbot, desktop, tmp_path):
    path = gru_file(tmp_path / "mine.safetensors")
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    before = desktop.session.document.models["mine"]
    gru_file(path, seed=5)
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    after = desktop.session.document.models["mine"]
    assert (after.network.layers[0][0].W != before.network.layers[0][0].W).all()
    desktop.session.undo_stack.undo()
    assert desktop.session.document.models["mine"] is before


def test_numbers_that_are_none_are_named(qtbot, desktop, tmp_path):
    path = gru_file(tmp_path / "mine.safetensors")
    tensors = load_file(path)
    tensors["rnn.weight_hh_l0"][1, 2] = np.nan
    save_file(tensors, path)
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    assert "Not finite: 1 NaN in rnn.weight_hh_l0." in desktop.window.message_bar.text()


def test_words_that_lie_beside_a_model_are_taken_and_named(qtbot, desktop, tmp_path):
    path = tmp_path / "mine.safetensors"
    tensors = load_file(gru_file(path))
    tensors["embedding.weight"] = np.random.default_rng(3).normal(size=(5, INPUTS)).astype(np.float32)
    save_file(tensors, path)
    (tmp_path / "vocab.json").write_text(json.dumps(["a", "b", "c", "d", "e"]))
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    assert desktop.session.document.models["mine"].vocabulary.tokens == ("a", "b", "c", "d", "e")
    assert "5 tokens named by vocab.json" in desktop.window.message_bar.text()
    assert len(desktop.window.message_bar.offers()) == 1


def test_another_file_of_the_same_name_is_not_taken_for_the_models(qtbot, desktop, tmp_path):
    path = gru_file(tmp_path / "mine.safetensors")
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    model = desktop.session.document.models["mine"]
    elsewhere = replace(model, origin=replace(model.origin, path=tmp_path / "other" / "mine.safetensors"))
    desktop.session.replace_model(elsewhere, label="As a project does")
    assert desktop.controller.opening.file_of("mine") is None


def test_a_project_is_handed_on(qtbot, desktop, tmp_path):
    wanted = []
    desktop.controller.opening.project_wanted.connect(wanted.append)
    desktop.controller.open_paths([tmp_path / "my work.gatescope"])
    qtbot.waitUntil(lambda: bool(wanted))
    assert wanted == [tmp_path / "my work.gatescope"]


def test_the_list_of_recent_files_can_be_cleared(qtbot, desktop, tmp_path):
    (tmp_path / "one.txt").write_text("one")
    desktop.controller.open_paths([tmp_path / "one.txt"])
    settle(qtbot, desktop)
    desktop.controller.recent.actions()[-1].trigger()
    assert not recent(desktop)
    assert desktop.settings.recent == ()
    assert not desktop.controller.recent.isEnabled()


def test_a_model_of_vectors_shows_its_gates_at_once(qtbot, desktop, tmp_path):
    desktop.controller.open_paths([gru_file(tmp_path / "sound.safetensors")])
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: len(desktop.session.snapshot.runs[0].tokens) == 50)
    assert desktop.session.document.fed["sound"].name == "Noise"
    assert "reads noise" in desktop.window.message_bar.text()
    assert not desktop.session.undo_stack.canUndo()
    assert not desktop.window.isWindowModified()


def test_a_model_of_ids_offers_some(qtbot, desktop, tmp_path):
    path = gru_file(tmp_path / "ids.safetensors")
    table = np.random.default_rng(0).normal(size=(20, INPUTS)).astype(np.float32)
    save_file(load_file(path) | {"embedding.weight": table}, path)
    desktop.controller.open_paths([path])
    settle(qtbot, desktop)
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].model == "ids")
    assert len(desktop.session.snapshot.runs[0].tokens) == 0
    offers = {button.text(): button for button in desktop.window.message_bar.findChildren(QPushButton)}
    offers["&Random ids"].click()
    qtbot.waitUntil(lambda: len(desktop.session.snapshot.runs[0].tokens) == 50)
    assert set(desktop.session.snapshot.runs[0].tokens.ids.tolist()) <= set(range(20))
    desktop.session.undo_stack.undo()
    assert desktop.session.document.text.startswith("The food")


def test_what_is_said_about_a_model_goes_when_another_comes_to_the_front(qtbot, desktop, tmp_path):
    desktop.controller.open_paths([gru_file(tmp_path / "sound.safetensors")])
    settle(qtbot, desktop)
    assert desktop.window.message_bar.isVisible()
    desktop.session.show(["sentiment-lstm"])
    assert not desktop.window.message_bar.isVisible()
    desktop.window.message_bar.show_notice("something else")
    desktop.session.show(["sentiment-gru"])
    assert desktop.window.message_bar.isVisible()
