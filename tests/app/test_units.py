"""The docks of units in the window: what their menus offer, and that a choice in one is a choice in all."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from gatescope.app.start.application import Desktop
from gatescope.session.document.document import UnitRef

# The offscreen platform has no pop-ups that take the keyboard.
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("grabbing the keyboard|raise", extend=True)]
TEXT = "The food was not good at all."
DOCKS = ("units", "saturation", "curves", "timescales", "average")


def in_front(qtbot, desktop: Desktop, name: str):
    """A view of the workspace, in front of its tabs and with its answer."""
    desktop.window.dock_host.docks[name].raise_()
    qtbot.waitUntil(lambda: name in desktop.window.views and desktop.window.views[name].isVisible())
    view = desktop.window.views[name]
    qtbot.waitUntil(lambda: view.plot() is not None and not view.plot().nothing_to_draw())
    qtbot.wait(50)
    return view


@pytest.mark.parametrize("model", ["sentiment-gru", "sentiment-lstm"])
def test_menus_and_choices(qtbot, desktop, model):
    session, window = desktop.session, desktop.window
    session.show([model])
    session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: session.snapshot.text == TEXT and session.snapshot.runs[0].model == model)
    window.arrangements.show("units")
    part = session.snapshot.runs[0].network.parts[-1]
    session.change_focus(units=(UnitRef(model, part, 5),), token=3)
    for name in DOCKS:
        view = in_front(qtbot, desktop, name)
        view.refresh()
        spot = view.spot_at_cursor()
        assert spot is not None, name
        assert spot.value.unit == UnitRef(model, part, 5)
        view.menu_asked.emit(spot, spot.cell.bottomRight())
        menu: QMenu = desktop.controller.spot_menu.menu
        said = [action.text().replace("&", "") for action in menu.actions()]
        assert any(one.startswith("Copy plot") for one in said), said
        assert "Choose unit 5" in said
        next(action for action in menu.actions() if action.text() == "Copy as &text").trigger()
        assert "unit 5" in QApplication.clipboard().text()
        menu.close()
    table = window.views["units"]
    other = next(unit for unit in table.plot().rows.tolist() if unit != 5)
    table._table.unit_picked.emit(other, False)
    chosen = frozenset({UnitRef(model, part, other)})
    qtbot.waitUntil(lambda: table.plot().selected == chosen)
    for name in ("saturation", "curves", "timescales"):
        assert in_front(qtbot, desktop, name).plot().selected == chosen
    average = in_front(qtbot, desktop, "average")
    qtbot.waitUntil(lambda: average.plot().unit == other)
