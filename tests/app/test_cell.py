"""The cell in the real window: its commands, its choices, and a gate held from its box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import Clamp
from gatescope.plots.cell.wiring import Wiring
from gatescope.views.cell.cell_view import CellView

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)]
TEXT = "The food was not good, but the service was."


@pytest.fixture
def view(qtbot: QtBot, desktop: Desktop) -> CellView:
    """The cell in its workspace, which its first command brings up."""
    session = desktop.session
    session.show(["sentiment-lstm"])
    session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: not session.computing and session.snapshot.text == TEXT)
    session.set_token(6)
    desktop.controller.actions["cell_forward"].trigger()
    found = desktop.window.views["cell"]
    assert isinstance(found, CellView)
    qtbot.waitUntil(lambda: found.in_sight and found.plot() is not None)
    return found


def main_of(view: CellView) -> Wiring:
    plot = view.plot()
    assert plot is not None
    assert plot.main is not None
    return plot.main


def test_keys_walk_through_the_operations_and_on_to_the_next_word(
    qtbot: QtBot, desktop: Desktop, view: CellView
) -> None:
    window, both = desktop.window, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    assert main_of(view).step == 1
    QTest.keyClick(window, Qt.Key.Key_Right, both)
    QTest.keyClick(window, Qt.Key.Key_Right, both)
    assert main_of(view).step == 3
    QTest.keyClick(window, Qt.Key.Key_Left, both)
    assert main_of(view).step == 2
    QTest.keyClick(window, Qt.Key.Key_Home, both)
    QTest.keyClick(window, Qt.Key.Key_Left, both)
    assert (desktop.session.focus.token, main_of(view).token, main_of(view).step) == (5, 5, 7)
    QTest.keyClick(window, Qt.Key.Key_Right, both)
    assert (desktop.session.focus.token, main_of(view).step) == (6, 1)
    desktop.controller.actions["cell_play"].trigger()
    assert view.playing
    desktop.controller.actions["cell_play"].trigger()
    assert not view.playing


def test_a_unit_chosen_here_is_chosen_everywhere_and_back(qtbot: QtBot, desktop: Desktop, view: CellView) -> None:
    view._tools.unit.setValue(11)
    assert [ref.unit for ref in desktop.session.focus.units] == [11]
    assert main_of(view).unit == 11
    desktop.session.change_focus(units=())
    assert view._tools.unit.value() == main_of(view).unit


def test_a_gate_is_held_from_its_box_and_is_drawn_so(qtbot: QtBot, desktop: Desktop, view: CellView) -> None:
    view._tools.unit.setValue(4)
    frame = view._picture.panes[0].frame
    box = next(box for box in frame.wiring.boxes if box.name == "forget")
    at = frame.box(box).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view._picture.mapToGlobal(at))
    QApplication.sendEvent(view._picture, event)
    menu = desktop.controller.spot_menu.menu
    assert menu is not None
    hold = next(one for one in menu.actions() if one.text().startswith("&Hold forget gate of unit 4"))
    hold.trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(desktop.session.document.interventions) and not desktop.session.computing)
    (held,) = desktop.session.document.interventions["sentiment-lstm"].items
    assert isinstance(held, Clamp)
    assert (held.signal, held.units) == ("forget_gate", (4,))
    qtbot.waitUntil(lambda: bool(main_of(view).vector("forget_gate").clamped[4]))
    view.go_to(2)
    assert "is held at" in view._picture.accessibleDescription()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_workspace_has_traces_and_every_cell(
    qtbot: QtBot, desktop: Desktop, view: CellView, size: tuple[int, int], theme: str
) -> None:
    desktop.controller.actions[f"theme_{theme}"].trigger()
    desktop.window.resize(*size)
    assert desktop.window.dock_host.docks["traces"].isVisible()
    session = desktop.session
    for models in (["sentiment-rnn"], ["sentiment-gru"], ["sentiment-rnn", "sentiment-gru", "sentiment-lstm"]):
        session.show(models)
        qtbot.waitUntil(lambda models=models: [run.model for run in session.snapshot.runs] == models)
        plot = view.plot()
        assert plot is not None
        assert [one.model for one in plot.wirings] == models[-2:]
        for step in range(1, plot.steps + 1):
            view.go_to(step)
            assert not view.grab().isNull()
