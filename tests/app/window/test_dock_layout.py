"""The window's arrangement survives in terms of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from gatescope.app.window.dock_layout import layout_of, put_back
from gatescope.session.project.work import DockPlace, Layout

_LEFT, _BOTTOM = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea


def moved(host) -> None:
    """Traces to the left, the read-out a tab over the weights."""
    host.addDockWidget(_LEFT, host.docks["traces"])
    host.tabifyDockWidget(host.docks["weights"], host.docks["readout"])
    host.docks["readout"].raise_()


def closed(host) -> None:
    host.docks["weights"].close()


def floating(host) -> None:
    host.docks["traces"].setFloating(True)
    host.docks["traces"].resize(400, 300)


def as_it_is(host) -> None:
    host.share({"weights": (0.5, 0.4), "readout": (0.5, 0.6)})


@pytest.mark.parametrize("arrange", [as_it_is, moved, closed, floating])
def test_an_arrangement_comes_back(qtbot, desktop, arrange):
    host = desktop.window.dock_host
    arrange(host)
    qtbot.wait(50)
    before = layout_of(desktop.window, "light")
    host.reset()
    qtbot.wait(50)
    put_back(desktop.window, before)
    qtbot.wait(50)
    after = layout_of(desktop.window, "light")
    assert (after.size, after.maximized, after.theme) == (before.size, False, "light")
    places = {place.name: place for place in after.docks}
    assert list(places) == [place.name for place in before.docks] or arrange is closed
    for place in before.docks:
        again = places[place.name]
        assert (again.area, again.shown, again.floating) == (place.area, place.shown, place.floating)
        if place.shown:
            assert (again.front, again.group) == (place.front, place.group)
            assert (again.width, again.height) == pytest.approx((place.width, place.height), abs=0.05)


def test_an_arrangement_of_somebody_elses(qtbot, desktop):
    """Docks that are not there, twice there, as large as can be, and a window larger than the screen."""
    window = desktop.window
    before = window.width()
    dock = DockPlace("weights", "left", 0, True, True, False, 1.0, 1.0)
    others = (replace(dock, name="of another version"), replace(dock, area="top", floating=True, width=0.0), dock)
    put_back(window, Layout((1 << 30, 1 << 30), False, "", (dock, *others)))
    qtbot.wait(50)
    assert window.width() == before
    assert window.dock_host.docks["weights"].isVisible()
    assert window.dock_host.docks["traces"].isVisible()
    put_back(window, Layout())
