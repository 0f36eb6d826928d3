"""The arrow keys walk through the units in the order of the maps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.plots.order import unit_order
from gatescope.plots.runs import part_of
from gatescope.session.document.document import ORDERS, UnitRef


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("view", ["heatmaps", "traces"])
def test_up_and_down_choose_the_neighbour_in_the_maps(qtbot: QtBot, desktop: Desktop, view: str, order: str) -> None:
    session, window = desktop.session, desktop.window
    qtbot.waitUntil(lambda: session.snapshot is not None)
    session.change_focus(order=order)
    run = session.snapshot.run(session.focus.model)
    part = part_of(run, session.focus)
    rows = unit_order(run, part, order)
    session.change_focus(units=(UnitRef(run.model, part, int(rows[3])),))
    area = window.views[view]._plot_area
    area.setFocus()
    for key, row in ((Qt.Key.Key_Down, 4), (Qt.Key.Key_Down, 5), (Qt.Key.Key_Up, 4)):
        QTest.keyClick(area, key)
        assert session.focus.units == (UnitRef(run.model, part, int(rows[row])),)
    for _ in range(len(rows)):
        QTest.keyClick(area, Qt.Key.Key_Down)
    assert session.focus.units == (UnitRef(run.model, part, int(rows[-1])),)


def test_without_a_choice_it_begins_at_the_unit_of_the_traces(qtbot: QtBot, desktop: Desktop) -> None:
    session, window = desktop.session, desktop.window
    qtbot.waitUntil(lambda: session.snapshot is not None and "traces" in window.views)
    qtbot.waitUntil(lambda: window.views["traces"].plot() is not None)
    shown = window.views["traces"].plot().series[0].of.index
    QTest.keyClick(window.heatmaps._plot_area, Qt.Key.Key_Down)
    (ref,) = session.focus.units
    run = session.snapshot.run(ref.model)
    rows = unit_order(run, ref.part, session.focus.order).tolist()
    assert rows.index(ref.unit) == min(rows.index(shown) + 1, len(rows) - 1)
