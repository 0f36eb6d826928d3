"""Training in the window: what the docks ask for is done, and a window in which a run goes on asks before it closes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from gatescope.app.start.application import Desktop
from gatescope.session.training import left_run
from gatescope.training.tasks.task import Material
from gatescope.views.training.run_view import TrainingRunView
from gatescope.views.training.train_view import TrainView
from tests.session.training.told_runs import recipe, table

pytestmark = pytest.mark.slow

PATIENCE_MS = 150_000


@pytest.fixture
def form(desktop: Desktop) -> TrainView:
    desktop.window.arrangements.show("train")
    view = desktop.window.views["train"]
    assert isinstance(view, TrainView)
    desktop.controller.training.ask = lambda _: True
    view.choose_task("sentiment")
    return view


def start(qtbot, desktop: Desktop, form: TrainView, folder: Path, steps: int = 12) -> None:
    """Train a small network on a table of sentences for a while, and pause."""
    desktop.controller.training.read(Material(data=table(folder)))
    form.fields.show_recipe(recipe(epochs=1000))
    form._edit()
    form.do("run")
    training = desktop.session.training
    qtbot.waitUntil(lambda: training.front is not None and training.front.history.step >= steps, timeout=PATIENCE_MS)


def test_a_run_from_the_form_to_a_kept_model(qtbot, desktop, form, tmp_path, monkeypatch) -> None:
    start(qtbot, desktop, form, tmp_path)
    training, window = desktop.session.training, desktop.window
    assert desktop.session.document.shown == (training.front.model,)
    # A second one is refused politely while the first goes on.
    window.views["train"].training_asked.emit("start", form._started)
    assert window.message_bar.text().endswith("pause or stop it before another one starts.")
    asked: list[object] = []
    desktop.controller.training.ask = lambda over: bool(asked.append(over))
    assert not window.may_close()
    assert asked == [window]
    desktop.controller.actions["train_run"].trigger()
    qtbot.waitUntil(lambda: not training.busy, timeout=PATIENCE_MS)
    curves = window.views["training"]
    assert isinstance(curves, TrainingRunView)
    assert curves.plot().reached == training.front.history.step
    curves.training_asked.emit("look_at", 0)
    assert training.front.looked_at == 0
    assert "drops what came after" in form.plan.words
    kept = tmp_path / "kept.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept.with_suffix("")), ""))
    desktop.controller.actions["train_keep"].trigger()
    qtbot.waitUntil(lambda: kept.exists() and "is kept" in window.message_bar.text(), timeout=PATIENCE_MS)
    (offer,) = window.message_bar.offers()
    offer.click()
    qtbot.waitUntil(lambda: "kept" in desktop.session.document.models, timeout=PATIENCE_MS)


def test_a_window_that_is_closed_keeps_the_run_and_asks_nothing(qtbot, desktop, form, tmp_path, monkeypatch) -> None:
    asked: list[object] = []
    desktop.controller.training.ask = lambda over: bool(asked.append(over))
    start(qtbot, desktop, form, tmp_path, steps=1)
    left: list[object] = []
    monkeypatch.setattr(desktop.session.training, "leave", lambda: left.append(desktop.session.training.front))
    desktop.close()
    assert asked == []
    assert left == [desktop.session.training.front]
    assert desktop.window.isHidden()


def test_a_folder_without_corpora_is_named(desktop, form, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    form._head._corpus.click()
    assert (
        form.plan.words
        == f"“{tmp_path.name}” holds no folder rt_polarity or uci_sentiment_sentences: choose the folder that does."
    )
    assert form.plan.bad
    own = table(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    form._head._data.click()
    (tmp_path / "rt_polarity").mkdir()
    form._edit()
    assert form.plan.deed == "start"


@pytest.mark.parametrize(("model", "task"), [("recall-led-gru", "recall"), ("sentiment-lstm", "agreement")])
def test_the_form_begins_with_the_task_of_the_model_in_front_if_that_can_be_run(desktop, model, task) -> None:
    desktop.session.show([model])
    desktop.window.arrangements.show("train")
    form = desktop.window.views["train"]
    assert isinstance(form, TrainView)
    assert (form.task.name, form.plan.deed) == (task, "start")


def test_the_command_first_shows_the_workspace(desktop) -> None:
    assert "train" not in desktop.window.views
    desktop.controller.actions["train_run"].trigger()
    assert desktop.window.arrangements.name == "train"
    assert desktop.session.training.front is None


def test_a_window_stays_open_where_the_run_cannot_be_kept(qtbot, desktop, form, tmp_path, monkeypatch, caplog) -> None:
    start(qtbot, desktop, form, tmp_path, steps=1)
    form.do("run")
    training = desktop.session.training
    qtbot.waitUntil(lambda: not training.busy, timeout=PATIENCE_MS)
    assert any(kept.step for kept in training.front.history.checkpoints)
    monkeypatch.setattr(left_run, "spare_folders", lambda folder: ())
    desktop.controller.project.ask = lambda window, name, parts: "discard"
    training._folder = tmp_path / "file" / "left"
    (tmp_path / "file").write_bytes(b"no folder")
    window = desktop.window
    window.close()
    assert window.isVisible()
    assert window.message_bar.text() == (
        f"The training run cannot be kept for the next start: {tmp_path / 'file' / 'left'} cannot be written: "
        f"{tmp_path / 'file'} is a file, not a folder."
    )
    monkeypatch.setattr(left_run, "spare_folders", lambda folder: (tmp_path / "spare",))
    assert window.may_close()
    assert {file.suffix for file in (tmp_path / "spare").iterdir()} == {".checkpoint", ".csv"}
    monkeypatch.setattr(left_run, "spare_folders", lambda folder: ())
    next(button for button in window.message_bar.offers() if button.text() == "Close and &lose it").click()
    assert window.isHidden()
    assert caplog.records == []
