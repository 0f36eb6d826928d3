"""State space in the real window: opened, typed into, clicked, and the same as what the command line draws."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

import gatescope as gs
from gatescope.plots.space.of_runs import state_planes
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.session.document.document import Focus
from gatescope.views.space.space_view import SpaceView

MODELS = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")
TEXT = "The food was not good at all, but the service was wonderful."


@pytest.fixture
def view(qtbot, desktop) -> SpaceView:
    """The dock in its workspace, with an answer about `TEXT`."""
    desktop.window.arrangements.show("space")
    made = desktop.window.views["space"]
    assert isinstance(made, SpaceView)
    desktop.session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: drawn_text(made) == TEXT)
    return made


def drawn_text(view) -> str:
    plot = view.plot()
    return "" if plot is None else plot.text


def drawn(view) -> StatePlanePlot:
    plot = view.plot()
    assert plot is not None
    return plot


def test_what_is_drawn_is_what_a_script_gets(qtbot, desktop, view):
    desktop.session.show(MODELS)
    qtbot.waitUntil(lambda: len(drawn(view).panels) == 3)
    plot = drawn(view)
    runs = [gs.trace(panel.model, TEXT).run for panel in plot.panels]
    again = state_planes(runs, Focus(model=runs[0].model, part=runs[0].network.parts[-1], token=plot.cursor))
    for panel, other in zip(plot.panels, again.panels, strict=True):
        np.testing.assert_allclose(panel.background, other.background, atol=1e-4)
        np.testing.assert_allclose(panel.path.points, other.path.points, atol=1e-4)
        np.testing.assert_allclose(panel.repeated[0].points, other.repeated[0].points, atol=1e-3)
        assert panel.background_words == other.background_words


def test_a_key_moves_the_path_and_a_click_the_caret(qtbot, desktop, view):
    background = drawn(view).panels[0].background
    desktop.session.edit_text(TEXT[:-1], len(TEXT) - 1)
    qtbot.waitUntil(lambda: drawn_text(view) == TEXT[:-1])
    assert drawn(view).panels[0].background is background
    view.grab()
    (panel,) = view._picture.layout_now.panels
    at = QPointF(*panel.pixels(panel.panel.path.points)[3]).toPoint()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    assert desktop.session.focus.token == 3
    qtbot.waitUntil(lambda: drawn(view).cursor == 3)
    assert drawn(view).panels[0].repeated[0].name == "60 more “not”"


def test_the_plane_is_fitted_on_a_file_that_a_person_chooses(qtbot, desktop, view, tmp_path, monkeypatch):
    path = tmp_path / "mine.txt"
    path.write_text("the food was good\nthe story is not good\n")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    view._fits.segment_picked.emit("another file")
    qtbot.waitUntil(lambda: len(drawn(view).panels[0].background_words) == 9)
    assert view._fits.text() == "mine.txt"
    assert desktop.settings.folder == tmp_path
    path.write_bytes(b"")
    view._fits.segment_picked.emit("another file")
    qtbot.waitUntil(lambda: "is empty" in view.accessibleDescription())
    view._fits.segment_picked.emit("bundled")
    qtbot.waitUntil(lambda: view.plot() is not None and len(drawn(view).panels[0].background_words) > 1900)
