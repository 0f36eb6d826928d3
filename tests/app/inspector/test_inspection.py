"""The inspector over the real window: what it shows, and what it does to the model in front."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QTabBar, QToolButton
from safetensors.numpy import load_file

from tests.app.inspector.files import INPUTS, gru_file, reference_of

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(qtbot, desktop, tmp_path):
    """The window with a GRU of one layer open, fed with vectors, and the inspector before it."""
    desktop.controller.open_paths([gru_file(tmp_path / "mine.safetensors")])
    settle(qtbot, desktop)
    desktop.controller.front.feed_noise()
    desktop.controller.actions["inspect_model"].trigger()
    return desktop


def settle(qtbot, desktop):
    jobs = desktop.controller.loads, desktop.controller.inspection.jobs
    qtbot.waitUntil(lambda: not any(each.running for each in jobs))


def inspector(desktop):
    return desktop.controller.inspection.dialog


def answer(qtbot, desktop, key, value):
    control = inspector(desktop).reading.form.control(key)
    control.setCurrentIndex(control.findData(value))
    control.activated.emit(control.currentIndex())
    settle(qtbot, desktop)


def overrides(desktop):
    return dict(desktop.session.document.models["mine"].origin.overrides)


def test_the_notice_opens_it(qtbot, desktop, tmp_path):
    desktop.controller.open_paths([gru_file(tmp_path / "mine.safetensors", layers=2)])
    settle(qtbot, desktop)
    bar = desktop.window.message_bar
    assert bar.look == "notice"
    assert bar.text().startswith("mine: GRU 2 × 3, 3 inputs")
    bar.offers()[-1].click()
    dialog = inspector(desktop)
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert [row.layer.name for row in dialog.reading.layers.table.records] == ["rnn.l0", "rnn.l1"]


def test_everything_in_the_file_is_listed(opened):
    tensors = {t.name: t for t in inspector(opened).tensors.tensors.table.records}
    assert len(tensors) == 5
    assert tensors["loss.weight"].used_by == ()
    assert tensors["rnn.weight_hh_l0"].used_by == ("rnn",)


def test_an_answer_changes_the_run_and_can_be_undone(qtbot, opened):
    session = opened.session
    qtbot.waitUntil(lambda: session.snapshot.run("mine") is not None and len(session.snapshot.run("mine").tokens) > 0)
    before = session.snapshot.run("mine").trace["hidden_state"].copy()
    answer(qtbot, opened, "reset_after", "false")
    assert overrides(opened) == {"reset_after": "false"}
    network = session.document.networks["mine"]
    assert not network.convention.reset_after
    qtbot.waitUntil(lambda: session.snapshot.run("mine").network is network)
    assert np.abs(session.snapshot.run("mine").trace["hidden_state"] - before).max() > 1e-3
    session.undo_stack.undo()
    assert overrides(opened) == {}
    control = inspector(opened).reading.form.control("reset_after")
    assert control.currentData() == "true"
    session.undo_stack.redo()
    assert control.currentData() == "false"


def test_an_answer_is_taken_back_to_what_the_file_says(qtbot, opened):
    answer(qtbot, opened, "gate_order", "z,r,n")
    answer(qtbot, opened, "gate_activation", "hard_sigmoid")
    inspector(opened).reading.form.taken_back.emit("mine", "gate_order")
    settle(qtbot, opened)
    assert overrides(opened) == {"gate_activation": "hard_sigmoid"}
    answer(qtbot, opened, "gate_activation", "sigmoid")
    assert overrides(opened) == {}


def test_an_answer_that_cannot_be_is_said_and_the_control_shows_what_is_so(qtbot, opened):
    control = inspector(opened).reading.form.control("clip")
    control.setText("-1")
    control.editingFinished.emit()
    settle(qtbot, opened)
    assert "clip" in inspector(opened).message_bar.text()
    assert control.text() == "none"
    assert overrides(opened) == {}
    control.setText("2,5")
    control.editingFinished.emit()
    settle(qtbot, opened)
    assert opened.session.document.networks["mine"].convention.clip == 2.5
    assert not inspector(opened).message_bar.isVisible()


def test_what_is_typed_about_a_model_counts_for_no_other(qtbot, opened):
    """A field tells what was typed when it loses the keyboard, and then another model is in front already."""
    session = opened.session
    for name in ("sentiment-rnn", "mine"):
        session.show([name])
        settle(qtbot, opened)
    control = inspector(opened).reading.form.control("clip")
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    control.setText("2.5")
    session.show(["sentiment-rnn"])
    settle(qtbot, opened)
    assert not control.hasFocus()
    assert {session.document.networks[name].convention.clip for name in ("mine", "sentiment-rnn")} == {None}
    assert not inspector(opened).message_bar.isVisible()


def test_a_reference_proves_it_and_names_the_reading_that_fits(qtbot, opened, tmp_path):
    reference = reference_of(tmp_path / "reference.npz", load_file(tmp_path / "mine.safetensors"))
    page = inspector(opened).proof
    opened.controller.inspection.prove(reference)
    settle(qtbot, opened)
    (row,) = page.rows.table.records
    assert row.fits
    assert not page.take.isVisibleTo(page)
    answer(qtbot, opened, "gate_order", "z,r,n")
    assert not page.rows.table.records[0].fits
    assert page.take.isVisibleTo(page)
    page.take.click()
    settle(qtbot, opened)
    assert overrides(opened) == {}
    assert page.rows.table.records[0].fits


def test_a_reference_that_is_none_is_said(qtbot, opened, tmp_path):
    np.savez(tmp_path / "other.npz", y=np.zeros((3, 99)))
    opened.controller.inspection.prove(tmp_path / "other.npz")
    settle(qtbot, opened)
    assert inspector(opened).message_bar.text().startswith("other.npz: ")
    assert inspector(opened).message_bar.look == "error"


def test_word_vectors_let_it_read_text_and_a_reading_keeps_them(qtbot, opened, tmp_path):
    rows = "\n".join(f"{word} {' '.join(['0.5'] * INPUTS)}" for word in ("good", "bad", "film"))
    (tmp_path / "glove.txt").write_text(rows + "\n")
    opened.controller.inspection.changes.attach(tmp_path / "glove.txt")
    settle(qtbot, opened)
    assert "glove.txt" in inspector(opened).message_bar.text()
    answer(qtbot, opened, "reset_after", "false")
    model = opened.session.document.models["mine"]
    assert model.vocabulary.tokens[:3] == ("good", "bad", "film")
    assert model.network.embedding is not None
    assert not model.network.convention.reset_after


def test_what_is_dropped_on_it_is_taken_for_what_the_page_asks_for(qtbot, opened, tmp_path):
    reference = reference_of(tmp_path / "reference.npz", load_file(tmp_path / "mine.safetensors"))
    (tmp_path / "vectors.txt").write_text(f"word {' '.join(['1'] * INPUTS)}\n")
    inspector(opened).tabs.setCurrentWidget(inspector(opened).words)
    opened.controller.inspection.take_in([reference, tmp_path / "vectors.txt"])
    settle(qtbot, opened)
    assert inspector(opened).proof.rows.table.records[0].fits
    assert opened.session.document.models["mine"].vocabulary.tokens[0] == "word"
    inspector(opened).tabs.setCurrentWidget(inspector(opened).tensors)
    opened.controller.inspection.take_in([tmp_path / "vectors.txt"])
    settle(qtbot, opened)
    assert opened.session.document.text.startswith("word 1")


def test_it_follows_the_model_in_front_and_reads_its_file(qtbot, opened):
    opened.session.show(["sentiment-lstm"])
    settle(qtbot, opened)
    dialog = inspector(opened)
    assert dialog.windowTitle() == "Inspect sentiment-lstm"
    assert [row.layer.cell.name for row in dialog.reading.layers.table.records] == ["lstm"]
    opened.session.show(["mine"])
    assert dialog.windowTitle() == "Inspect mine"


def test_a_file_that_has_gone_is_said_and_may_come_back(qtbot, opened, tmp_path):
    opened.controller.opening.forget("mine")
    path = tmp_path / "mine.safetensors"
    path.rename(tmp_path / "elsewhere")
    opened.controller.actions["inspect_model"].trigger()
    settle(qtbot, opened)
    bar = inspector(opened).message_bar
    assert bar.text().startswith("mine.safetensors: ")
    (tmp_path / "elsewhere").rename(path)
    bar.offers()[0].click()
    settle(qtbot, opened)
    assert inspector(opened).tabs.isVisible()


def test_a_layer_opens_by_itself(qtbot, desktop, tmp_path):
    desktop.controller.open_paths([gru_file(tmp_path / "two.safetensors", layers=2)])
    settle(qtbot, desktop)
    desktop.controller.actions["inspect_model"].trigger()
    inspector(desktop).reading.stack_wanted.emit("rnn.l1")
    settle(qtbot, desktop)
    assert desktop.session.document.shown == ("two rnn.l1",)
    assert len(desktop.session.document.networks["two rnn.l1"].layers) == 1
    assert "two" in desktop.session.document.models


def test_a_vocabulary_dropped_on_the_window_names_the_rows(qtbot, desktop, tmp_path):
    before = desktop.session.document.models["sentiment-lstm"]
    words = [f"w{row}" for row in range(len(before.network.embedding))]
    (tmp_path / "words.json").write_text(json.dumps(words))
    desktop.controller.open_paths([tmp_path / "words.json"])
    settle(qtbot, desktop)
    settle(qtbot, desktop)
    after = desktop.session.document.models["sentiment-lstm"]
    assert after.vocabulary.tokens == tuple(words)
    assert after.network is before.network
    assert desktop.session.undo_stack.undoText() == "Attach words.json"


def test_every_control_has_a_name_and_a_tip(opened):
    dialog = inspector(opened)
    for kind in (QPushButton, QToolButton, QComboBox, QLineEdit):
        for control in dialog.findChildren(kind):
            if isinstance(control.parentWidget(), QLineEdit | QTabBar | QDialogButtonBox):
                continue  # Qt names these itself
            assert control.accessibleName(), control
            assert control.toolTip(), control.accessibleName()


def test_a_model_that_was_trained_here_has_no_file_to_inspect(qtbot, desktop):
    """The inspector stands open while a run opens its model in front."""
    desktop.controller.actions["inspect_model"].trigger()
    settle(qtbot, desktop)
    front = desktop.session.document.models["sentiment-lstm"]
    desktop.session.add_model(replace(front, name="two-units-lstm run 2"))
    desktop.session.show(["two-units-lstm run 2"])
    settle(qtbot, desktop)
    dialog = inspector(desktop)
    assert dialog.windowTitle() == "Inspect two-units-lstm run 2"
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("keep it as a model in Train" in text for text in told)
