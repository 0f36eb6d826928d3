"""The figure dialog in the real window: it draws what it writes, keeps its settings, and says what is amiss."""

import shlex
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from gatescope.app.figures.figure_code import page_of
from gatescope.cli.main import main
from gatescope.errors import FormatError
from gatescope.export.file_kinds import PICTURES
from gatescope.formats.own.library import load
from gatescope.session.corpus.model_digest import model_digest
from gatescope.session.scene.in_file import scene_in
from tests.window_text import cut_texts

LONG = 60_000
"""Milliseconds: a machine that does other work as well is no failure."""
SENTENCE = "The food was not good"


@pytest.fixture
def figures(qtbot, desktop):
    """The commands about figures, with their dialog open on the maps of a sentence."""
    session, figures = desktop.session, desktop.controller.composing
    session.edit_text(SENTENCE, len(SENTENCE))
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.text == SENTENCE, timeout=LONG)
    desktop.controller.actions["compose_figure"].trigger()
    drawn(qtbot, figures)
    return figures


def drawn(qtbot, figures):
    qtbot.waitUntil(lambda: not figures.drawing.at_work, timeout=LONG)
    return figures.drawing.composed


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def written(qtbot, figures, monkeypatch, path):
    """Save the figure into `path`, and return why it was not."""
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    click(figures.dialog.foot.save_button)
    qtbot.waitUntil(lambda: not figures.saving.jobs.running, timeout=LONG)
    return figures.dialog.foot.problem


def test_views_are_added_reordered_and_taken_out(qtbot, figures, desktop):
    dialog = figures.dialog
    assert dialog.choices.views == ("heatmap",)
    assert not dialog.isModal()
    figures.show_view("readout")
    # Its dock is not in sight: it is drawn of the runs.
    figures.show_view("ledger")
    assert figures.dialog is dialog
    titles = [panel.plot.facts()["Title"] for panel in drawn(qtbot, figures).figure.panels]
    assert (titles[0], titles[2]) == ("Gates and states", "Memory ledger")
    QTest.keyClick(dialog.content.chips.chips[1], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    figure = drawn(qtbot, figures).figure
    assert [panel.name for panel in figure.panels] == ["readout", "heatmap", "ledger"]
    assert figure.caption.startswith("**a,** Sentiment after every token. **b,** Gates and states.")
    assert dialog.foot.save_button.isEnabled()

    desktop.session.edit_text("", 0)
    qtbot.waitUntil(lambda: not dialog.foot.save_button.isEnabled(), timeout=LONG)
    assert "Memory ledger: " in dialog.foot.problem
    for chip in dialog.content.chips.chips:
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert drawn(qtbot, figures) is None
    assert not dialog.foot.copy_button.isEnabled()


def test_files_are_written_and_failures_leave_the_settings(qtbot, figures, desktop, monkeypatch, tmp_path):
    dialog, formats = figures.dialog, figures.dialog.file.formats
    dialog.look.widths.choose(0)
    for number, segment in enumerate(formats.segments()):
        formats.choose(number)
        composed = drawn(qtbot, figures)
        assert written(qtbot, figures, monkeypatch, tmp_path / "figure") == ""
        assert (tmp_path / f"figure{segment.key}").stat().st_size > 1000
    png = QImage(str(tmp_path / "figure.png"))
    assert composed.size_mm[0] == pytest.approx(85.0, abs=0.1)
    assert (png.width(), png.height()) == composed.pixels
    assert (png.text("Sentence"), png.text("Model"), png.text("Cell")) == (SENTENCE, "sentiment-lstm", "LSTM")
    assert png.text("Digest") == f"sentiment-lstm sha256:{model_digest(load('sentiment-lstm'))}"
    assert [scene_in(tmp_path / f"figure{suffix}").text for suffix in PICTURES] == [SENTENCE] * 3
    dialog.file.scene.click()
    assert written(qtbot, figures, monkeypatch, tmp_path / "bare") == ""
    with pytest.raises(FormatError, match="without a scene"):
        scene_in(tmp_path / "bare.pdf")
    assert desktop.settings.folder == tmp_path

    before, missing = dialog.choices, tmp_path / "term 2"
    said = written(qtbot, figures, monkeypatch, missing / "figure.pdf")
    assert said.startswith(f"figure.pdf: cannot be written: the folder {missing} does not exist")
    said = written(qtbot, figures, monkeypatch, tmp_path / "figure.jpg")
    assert said == "figure.jpg: a picture is written as .png or .svg or .pdf"
    assert dialog.isVisible()
    assert (dialog.choices, desktop.settings.folder) == (before, tmp_path)
    missing.mkdir()
    assert written(qtbot, figures, monkeypatch, missing / "figure.pdf") == ""

    click(dialog.foot.copy_button)
    qtbot.waitUntil(lambda: not figures.saving.jobs.running, timeout=LONG)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert b"<svg" in bytes(data.data("image/svg+xml").data())
    dialog.close()
    assert '"width_mm":85.0' in desktop.settings.figure


def test_an_older_file_stays_where_the_writing_is_cancelled(qtbot, figures, monkeypatch, tmp_path):
    path, told = tmp_path / "figure.pdf", threading.Event()
    path.write_bytes(b"older")
    monkeypatch.setattr("gatescope.app.figures.saving.check_writable", lambda _: told.wait(10))
    figures.saving.save(path)
    assert not figures.dialog.foot.save_button.isEnabled()
    click(figures.dialog.foot.cancel)
    told.set()
    figures.saving.jobs.wait()
    assert [one.read_bytes() for one in tmp_path.glob("figure*")] == [b"older"]
    assert figures.dialog.foot.save_button.isEnabled()


def test_it_follows_the_runs_only_while_it_is_in_sight(qtbot, figures, desktop):
    dialog, session = figures.dialog, desktop.session
    session.edit_text("A wonderful day", 15)
    qtbot.waitUntil(lambda: "wonderful" in figures.drawing.composed.figure.panels[0].plot.tokens.text, timeout=LONG)
    for size in ((700, 700), (1240, 760)):
        dialog.resize(*size)
        qtbot.wait(20)
        save = dialog.foot.save_button
        assert dialog.rect().contains(save.mapTo(dialog, save.rect().bottomRight()))
        assert dialog.content.chips.isVisible()
        assert dialog.look.isVisible()
        assert cut_texts(dialog) == []
    dialog.close()
    assert figures.drawing.composed is None
    session.edit_text("Another", 7)
    qtbot.waitUntil(lambda: session.snapshot.text == "Another", timeout=LONG)
    assert not figures.drawing.at_work


def test_a_caption_of_ones_own_keeps_its_fields(qtbot, figures):
    caption = figures.dialog.content.caption
    caption.field.setPlainText("About {word} in {model}, {nothing}")
    composed = drawn(qtbot, figures)
    assert composed.figure.caption == f"About good in {composed.fields['model']}, {{nothing}}"
    assert caption.reading.toPlainText() == composed.figure.caption
    caption.reset.emit()
    assert drawn(qtbot, figures).figure.caption.startswith("Gates and states. LSTM")
    assert caption.field.toPlainText().startswith("{letter heatmap}")
    assert caption.reading.toPlainText().startswith("Gates and states. LSTM")


def test_the_code_makes_the_very_figure(qtbot, figures, monkeypatch, tmp_path):
    dialog = figures.dialog
    figures.show_view("ledger")
    dialog.content.title_field.setText("")
    qtbot.keyClicks(dialog.content.title_field, "It's held")
    dialog.look.widths.choose(1)
    dialog.file.formats.choose(0)
    drawn(qtbot, figures)
    assert written(qtbot, figures, monkeypatch, tmp_path / "saved.png") == ""
    saved = QImage(str(tmp_path / "saved.png"))
    monkeypatch.chdir(tmp_path)
    code = figures.drawing.code
    assert code.exact
    click(dialog.code.copy_python)
    exec(QGuiApplication.clipboard().text(), {})
    assert QImage("figure.png") == saved
    Path("figure.png").unlink()
    click(dialog.code.copy_command)
    assert main(shlex.split(QGuiApplication.clipboard().text())[1:]) == 0
    assert QImage("figure.png") == saved
    assert main(["render", "--scene", "saved.png", "-o", "again.png"]) == 0
    assert QImage("again.png") == saved


def test_code_of_a_figure_like_it_finds_its_own_caption(qtbot, figures):
    composed = drawn(qtbot, figures)
    other = replace(composed, figure=replace(composed.figure, caption="RNN fades. GRU fades. LSTM fades."))
    choices = figures.dialog.choices
    assert page_of(choices, other).caption == other.figure.caption
    assert page_of(choices, other, exact=False).caption is None
    own = replace(choices, caption="RNN fades. GRU fades. LSTM fades.")
    assert page_of(own, other, exact=False).caption == own.caption


def test_the_keyboard_stays_on_the_button_that_saved(qtbot, figures, monkeypatch, tmp_path):
    save = figures.dialog.foot.save_button
    save.setFocus()
    assert written(qtbot, figures, monkeypatch, tmp_path / "saved.pdf") == ""
    qtbot.waitUntil(save.isEnabled, timeout=LONG)
    assert figures.dialog.focusWidget() is save


def test_it_opens_with_the_view_that_was_used_last_unless_a_figure_was_composed(qtbot, figures, desktop):
    dialog, front = figures.dialog, desktop.controller.front_plot
    assert dialog.choices.views == ("heatmap",)
    for name in ("traces", "readout"):
        dialog.close()
        front.bring_to_front(name)
        figures.show()
        assert dialog.choices.views == (name,)
    figures.show_view("ledger")
    dialog.close()
    front.bring_to_front("traces")
    figures.show()
    assert dialog.choices.views == ("readout", "ledger")
    drawn(qtbot, figures)
