"""Gradient flow in the real window: opened, typed into, pointed at, copied and saved."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

import gatescope as gs
from gatescope.app.files.export_dialog import ExportChoice
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.views.analyses.gradient_flow import GradientFlowView

MODELS = ("sentiment-rnn", "sentiment-gru", "sentiment-lstm")
TEXT = "The food was not good at all, but the service was wonderful."


@pytest.fixture
def view(qtbot, desktop) -> GradientFlowView:
    """The dock in its workspace, with an answer about `TEXT`."""
    desktop.window.arrangements.show("why")
    made = desktop.window.views["gradients"]
    assert isinstance(made, GradientFlowView)
    desktop.session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: drawn_text(made) == TEXT)
    return made


def drawn_text(view) -> str:
    plot = view.plot()
    return "" if plot is None or not plot.lines else plot.tokens.text


def drawn(view) -> GradientFlowPlot:
    plot = view.plot()
    assert plot is not None
    return plot


def compare_with_the_analysis(plot: GradientFlowPlot, of: str) -> None:
    for model in dict.fromkeys(line.model for line in plot.lines):
        trace = gs.trace(model, plot.tokens.text)
        slopes = gs.gradients(trace, of=of)
        for line in plot.lines:
            if line.model == model:
                found = slopes.log10_norm(f"{line.part}.grad.{line.state}")
                np.testing.assert_allclose(line.values, found, rtol=0, atol=1e-5)


def test_what_is_drawn_is_what_the_analysis_says(qtbot, desktop, view):
    desktop.session.show(MODELS)
    qtbot.waitUntil(lambda: len(drawn(view).lines) == 4)
    assert {line.model for line in drawn(view).lines} == set(MODELS)
    compare_with_the_analysis(drawn(view), "readout:sentiment")
    found = gs.factors(gs.trace("sentiment-rnn", TEXT))
    norm, slope = (row for row in drawn(view).factors if row.cell == "rnn")
    np.testing.assert_allclose(norm.values, found.jacobian_largest, rtol=1e-4)
    np.testing.assert_allclose(slope.values, found.slopes["hidden_state"], rtol=1e-4)
    desktop.session.edit_text("so good", 7)
    qtbot.waitUntil(lambda: drawn_text(view) == "so good")
    compare_with_the_analysis(drawn(view), "readout:sentiment")


def test_a_click_moves_the_caret_and_the_target(qtbot, desktop, view):
    view.grab()
    layout = view._picture.layout_now
    at = QPointF(layout.x_of(3.5), layout.area.center().y()).toPoint()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    assert desktop.session.focus.token == 3
    qtbot.waitUntil(lambda: drawn(view).target_token == 3)
    assert drawn(view).cursor == 3
    compare_with_the_analysis(drawn(view), "readout:sentiment@3")


def test_it_is_copied_and_saved_when_it_is_in_front(qtbot, desktop, view, tmp_path):
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=view._picture.rect().center())
    QApplication.clipboard().clear()
    QTest.keyClick(desktop.window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not QApplication.clipboard().image().isNull())
    assert QApplication.clipboard().image().size() == view.size() * 2
    desktop.controller.pictures.save(ExportChoice("gradients", tmp_path / "flow.png", None, 1, "light"))
    desktop.controller.pictures.jobs.wait()
    assert QImage(str(tmp_path / "flow.png")).text("Title") == "Gradient flow"
    assert QImage(str(tmp_path / "flow.png")).text("Target").startswith("sentiment at")


def test_it_is_in_the_view_menu_and_in_the_search(qtbot, desktop):
    toggle = desktop.window.dock_host.docks["gradients"].toggleViewAction()
    (menu,) = (owner for owner in toggle.associatedObjects() if isinstance(owner, QMenu))
    assert menu.title() == "&Docks"
    desktop.window.search.setFocus()
    qtbot.keyClicks(desktop.window.search, "gradient")
    assert toggle in desktop.window.search.found()


def lay_traces_over(desktop, view) -> None:
    docks = desktop.window.dock_host.docks
    docks["traces"].show()
    desktop.window.dock_host.tabifyDockWidget(docks["gradients"], docks["traces"])
    docks["traces"].raise_()


@pytest.mark.parametrize("how", ["behind a tab", "closed"])
def test_out_of_sight_it_asks_nothing_and_catches_up(qtbot, desktop, view, how):
    asked, dock = [], desktop.window.dock_host.docks["gradients"]
    view.asked.connect(asked.append)
    if how == "closed":
        dock.close()
    else:
        lay_traces_over(desktop, view)
    qtbot.waitUntil(lambda: not view.in_sight)
    assert "gradients" not in desktop.controller.front_plot.open
    asked.clear()
    desktop.session.edit_text("so good", 7)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == "so good")
    qtbot.wait(80)
    assert asked == []
    assert view._shown is None
    if how == "closed":
        dock.show()
    dock.raise_()
    qtbot.waitUntil(lambda: drawn_text(view) == "so good")


def test_what_lies_behind_its_tab_is_drawn_when_it_comes_forward(qtbot, desktop, view, monkeypatch):
    lay_traces_over(desktop, view)
    desktop.window.dock_host.docks["gradients"].raise_()
    traces, drawn_behind = desktop.window.views["traces"], []
    qtbot.waitUntil(lambda: view.in_sight and not traces.in_sight)
    draw = type(traces)._draw
    monkeypatch.setattr(type(traces), "_draw", lambda self, *now: (drawn_behind.append(self), draw(self, *now)))
    desktop.session.edit_text("so good", 7)
    qtbot.waitUntil(lambda: drawn_text(view) == "so good")
    assert drawn_behind == []
    desktop.window.dock_host.docks["traces"].raise_()
    qtbot.waitUntil(lambda: drawn_behind == [traces])
    assert traces.plot().tokens.text == "so good"
