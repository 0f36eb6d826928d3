"""The whole window: what a person does, and what they then see."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

import gatescope as gs
from gatescope.app.files.export_dialog import ExportChoice
from gatescope.engine.part import Part
from gatescope.session.document.document import UnitRef
from tests.session.helpers import letter_model


def words(desktop):
    return desktop.session.snapshot.runs[0].tokens.words()


def settle(qtbot, desktop, text):
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == text)


def type_over(qtbot, desktop, text):
    editor = desktop.window.sentence.focusProxy()
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, text)
    settle(qtbot, desktop, text)


def test_starts_with_a_sentence_that_shows_something(desktop):
    run = desktop.session.snapshot.runs[0]
    assert len(run.tokens) >= 8
    assert bool(run.tokens.known.all())
    readout = run.readouts["sentiment"][:, 0]
    assert readout.min() < 0.4
    assert readout.max() > 0.6
    assert desktop.window.sentence.text() == desktop.session.document.text
    assert not desktop.session.undo_stack.canUndo()
    assert desktop.window.heatmaps.plot().panels[0].signal == "forget_gate"


def test_typing_reaches_every_view(qtbot, desktop):
    type_over(qtbot, desktop, "a good film ")
    assert words(desktop) == ["a", "good", "film"]
    for view in desktop.window.views.values():
        plot = view.plot()
        assert not hasattr(plot, "tokens") or plot.tokens.words() == ["a", "good", "film"]
    assert desktop.session.focus.token == 2


def test_undo_takes_back_typing_and_shows_it_in_the_editor(qtbot, desktop):
    before = desktop.session.document.text
    type_over(qtbot, desktop, "bad")
    while desktop.session.undo_stack.canUndo():
        desktop.session.undo_stack.undo()
    settle(qtbot, desktop, before)
    assert desktop.window.sentence.text() == before
    assert desktop.session.focus.token is not None


def test_compare_runs_all_three_on_the_same_tokens(qtbot, desktop):
    desktop.window.model_bar.choose(3)
    qtbot.waitUntil(lambda: len(desktop.session.snapshot.runs) == 3)
    runs = desktop.session.snapshot.runs
    assert [run.network.cell.name for run in runs] == ["rnn", "gru", "lstm"]
    assert len({tuple(run.tokens.words()) for run in runs}) == 1
    assert len(desktop.window.heatmaps.plot().panels) == 1 + 4 + 6
    assert len(desktop.window.views["readout"].plot().series) == 3


def test_a_weight_changes_the_gates_and_undo_brings_the_very_arrays_back(qtbot, desktop):
    session, name = desktop.session, desktop.session.focus.model
    before, gates = session.document.networks[name], session.snapshot.runs[0].trace["forget_gate"].copy()
    key = "layer0.forward.b_x.forget_gate"
    for step in range(1, 4):
        desktop.window.views["weights"].parameters_edited.emit(name, {key: before.array(key) - step}, "drag", "Bias")
    qtbot.waitUntil(lambda: session.snapshot.run(name).network is session.document.networks[name])
    assert (session.snapshot.run(name).trace["forget_gate"] < gates).all()
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.document.networks[name] is before


def test_a_click_on_a_unit_draws_its_traces(qtbot, desktop):
    unit = UnitRef(desktop.session.focus.model, Part.parse("layer0.forward"), 7)
    desktop.window.heatmaps.unit_clicked.emit(unit, False)
    assert desktop.session.focus.units == (unit,)
    run = desktop.session.snapshot.runs[0]
    drawn = desktop.window.views["traces"].plot().series
    assert any(np.array_equal(series.values, run.trace["forget_gate"][:, 7]) for series in drawn)
    desktop.window.heatmaps.unit_clicked.emit(UnitRef(unit.model, unit.part, 9), True)
    assert [u.unit for u in desktop.session.focus.units] == [7, 9]
    desktop.window.heatmaps.unit_clicked.emit(unit, True)
    assert [u.unit for u in desktop.session.focus.units] == [9]


def test_plain_keys_move_the_token_cursor_unless_the_editor_wants_them(qtbot, desktop):
    desktop.session.set_token(4)
    qtbot.keyClick(desktop.window, Qt.Key.Key_Left)
    assert desktop.session.focus.token == 3
    qtbot.keyClick(desktop.window, Qt.Key.Key_Home)
    assert desktop.session.focus.token == 0
    qtbot.keyClick(desktop.window, Qt.Key.Key_End)
    last = len(words(desktop)) - 1
    assert desktop.session.focus.token == last
    qtbot.keyClick(desktop.window, Qt.Key.Key_Right)
    assert desktop.session.focus.token == last


def test_play_walks_to_the_last_token_and_stops(qtbot, desktop, monkeypatch):
    type_over(qtbot, desktop, "not good ")
    monkeypatch.setattr(desktop.window.transport, "interval_ms", lambda: 1)
    seen = []
    desktop.session.focus_changed.connect(lambda focus: seen.append(focus.token))
    desktop.controller.actions["play"].trigger()
    qtbot.waitUntil(lambda: not desktop.controller.actions["play"].isChecked())
    assert seen == [0, 1]


def test_the_last_token_is_that_of_the_model_in_front(qtbot, desktop):
    """In Compare, a model may cut the text up in another way than the first one does."""
    type_over(qtbot, desktop, "not good")
    desktop.session.add_model(letter_model())
    desktop.session.show(["sentiment-lstm", "letters"])
    qtbot.waitUntil(lambda: len(desktop.session.snapshot.runs) == 2)
    desktop.session.change_focus(model="letters", token=0)
    desktop.controller.actions["last_token"].trigger()
    assert desktop.session.focus.token == len("not good") - 1
    assert desktop.window.heatmaps.plot().cursor == len("not good") - 1


def test_an_example_becomes_the_sentence_and_can_be_undone(qtbot, desktop):
    before = desktop.session.document.text
    example = desktop.window.findChild(QMenu, "examples").actions()[1]
    example.trigger()
    settle(qtbot, desktop, example.data())
    assert desktop.window.sentence.text() == example.data()
    desktop.session.undo_stack.undo()
    settle(qtbot, desktop, before)


def test_an_empty_sentence_has_a_state_of_its_own(qtbot, desktop):
    desktop.controller.actions["clear_sentence"].trigger()
    settle(qtbot, desktop, "")
    assert desktop.session.focus.token is None
    desktop.controller.actions["copy_plot"].trigger()
    desktop.controller.actions["rewind"].trigger()
    assert desktop.window.isVisible()


def test_weights_of_1e30_are_named_and_plots_stay(qtbot, desktop):
    session, name = desktop.session, desktop.session.focus.model
    key = "layer0.forward.W.candidate"
    bad = np.full_like(session.document.networks[name].array(key), 1e30)
    bad[0, 0] = np.nan
    session.set_parameters(name, {key: bad}, label="Break")
    qtbot.waitUntil(lambda: session.snapshot.run(name).bad is not None)
    qtbot.waitUntil(lambda: desktop.window.status.findChild(object, "badBadge").isVisible())
    assert "token 1" in desktop.window.status.findChild(object, "badBadge").text()
    desktop.controller.actions["reset_weights"].trigger()
    qtbot.waitUntil(lambda: session.snapshot.run(name).bad is None)


def test_themes_dress_the_window(qtbot, desktop):
    pictures = []
    for theme in ("theme_light", "theme_dark"):
        desktop.controller.actions[theme].trigger()
        pictures.append(desktop.window.grab().toImage().pixelColor(3, 200).lightness())
    assert pictures[0] > 200 > 60 > pictures[1]
    assert desktop.settings.theme == "dark"


def test_export_and_copy_give_the_picture_on_screen(qtbot, desktop, tmp_path):
    path = tmp_path / "gates.png"
    desktop.controller.pictures.save(ExportChoice("heatmaps", path, None, 2, "light"))
    desktop.controller.pictures.jobs.wait()
    picture = QImage(str(path))
    assert picture.size() == desktop.window.heatmaps.size() * 2
    script = gs.render(gs.trace("sentiment-lstm", desktop.session.document.text), "heatmap", tmp_path / "script.png")
    for fact in ("Model", "Cell", "Digest", "Sentence"):
        assert picture.text(fact) == QImage(str(script)).text(fact) != ""
    QGuiApplication.clipboard().clear()
    desktop.controller.actions["copy_plot"].trigger()
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull())
    assert QGuiApplication.clipboard().image().size() == picture.size()


def test_a_hidden_dock_comes_back_from_the_menu_and_the_search(qtbot, desktop):
    dock = desktop.window.dock_host.docks["readout"]
    dock.close()
    desktop.window.search.setFocus()
    qtbot.keyClicks(desktop.window.search, "dock read")
    assert desktop.window.search.found()[0] is dock.toggleViewAction()
    dock.toggleViewAction().trigger()
    assert dock.isVisible()


def test_an_export_that_fails_says_why(qtbot, desktop, tmp_path):
    choice = ExportChoice("traces", tmp_path / "no such folder" / "x.png", None, 1, "dark")
    desktop.controller.pictures.save(choice)
    qtbot.waitUntil(desktop.window.message_bar.isVisible)
    assert desktop.window.message_bar.text().startswith("x.png")


def test_an_export_to_an_unknown_kind_of_file_is_refused(qtbot, desktop, tmp_path):
    desktop.controller.pictures.save(ExportChoice("traces", tmp_path / "x.jpg", None, 1, "dark"))
    assert desktop.window.message_bar.text() == "x.jpg: a picture is written as .png or .svg or .pdf or .csv or .npz"
    assert not list(tmp_path.glob("x.*"))


def test_a_picture_that_is_too_large_for_the_memory_says_what_to_do(qtbot, desktop, tmp_path, monkeypatch):
    def too_large(*_, **__):
        raise MemoryError

    monkeypatch.setattr("gatescope.export.png.save_png", too_large)
    desktop.controller.pictures.save(ExportChoice("traces", tmp_path / "x.png", None, 4, "dark"))
    qtbot.waitUntil(desktop.window.message_bar.isVisible)
    assert "choose a smaller scale" in desktop.window.message_bar.text()


@pytest.mark.parametrize("name", ["picture.pdf", "broken.safetensors", "latin.txt", "missing.txt"])
def test_a_file_that_cannot_be_opened_changes_nothing(qtbot, desktop, tmp_path, name):
    before = desktop.session.document
    path = tmp_path / name
    if name != "missing.txt":
        path.write_bytes(b"caf\xe9 " * 9)
    desktop.controller.open_paths([path])
    qtbot.waitUntil(desktop.window.message_bar.isVisible)
    assert desktop.window.message_bar.text().startswith(name)
    assert desktop.session.document is before


def test_a_text_file_becomes_the_sentence(qtbot, desktop, tmp_path):
    path = tmp_path / "review.txt"
    path.write_text("\ufeffA dull film.", encoding="utf-8")
    desktop.controller.open_paths([path])
    settle(qtbot, desktop, "A dull film.")
    assert desktop.window.sentence.text() == "A dull film."


def test_the_layout_is_remembered(qtbot, desktop, tmp_path):
    desktop.window.dock_host.docks["traces"].close()
    desktop.close()
    from gatescope.app.start.application import Desktop
    from gatescope.session.settings import Settings

    again = Desktop(Settings(tmp_path / "gatescope.ini"))
    again.show()
    assert not again.window.dock_host.docks["traces"].isVisible()
    again.controller.actions["reset_layout"].trigger()
    assert again.window.dock_host.docks["traces"].isVisible()
    again.close()


def test_the_same_theme_once_more_changes_nothing(qtbot, desktop):
    before = desktop.window.heatmaps.grab().toImage()
    desktop.controller.actions["theme_light"].trigger()
    qtbot.wait(50)
    assert desktop.window.heatmaps.grab().toImage() == before


def test_settings_that_cannot_be_written_are_told_at_once_beside_other_messages(qtbot, desktop):
    bar = desktop.window.message_bar
    bar.show_message("x.pt: is no model")
    desktop.settings.path.unlink(missing_ok=True)
    # Not even root can write a file where a folder is.
    desktop.settings.path.mkdir()
    desktop.controller.actions["theme_dark"].trigger()
    qtbot.waitUntil(lambda: "gatescope.ini cannot be written" in bar.text())
    bar.dismiss()
    assert bar.text() == "x.pt: is no model"
