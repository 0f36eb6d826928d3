"""A new dock takes one line in the table."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatescope.app.window.dock_table import BOTTOM, DOCKS, RIGHT, Dock, Stand
from gatescope.app.window.docks import DockHost
from gatescope.app.window.workspaces import WORKSPACES
from gatescope.views.base.plot_view import PlotView


class SaturationView(PlotView):
    title = "Saturation"


def in_window(qtbot, host, width, height):
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(host)
    window.resize(width, height)
    window.show()
    host.reset()
    qtbot.wait(0)
    return window


def test_one_line_brings_a_view_in(qtbot):
    line = Dock("toy", "Saturation", "bottom", "over the sentence", 10, SaturationView)
    host = DockHost(QWidget(), (*DOCKS, line))
    window = in_window(qtbot, host, 1200, 700)
    assert host.window() is window
    assert isinstance(host.views["toy"], SaturationView)
    assert host.tabifiedDockWidgets(host.docks["toy"]) == [host.docks["traces"]]


def test_a_view_is_made_when_its_dock_is_first_shown(qtbot):
    made = []

    def make():
        made.append(SaturationView())
        return made[-1]

    line = Dock("toy", "Saturation", "bottom", "over the sentence", 10, make, ("why",))
    host = DockHost(QWidget(), (*DOCKS, line))
    told = []
    host.view_made.connect(lambda *what: told.append(what))
    window = in_window(qtbot, host, 1200, 700)
    assert window.isVisible()
    assert not made
    assert "toy" not in host.views
    toggle = host.docks["toy"].toggleViewAction()
    for shown in (True, False, True):
        toggle.trigger()
        qtbot.wait(0)
        assert host.docks["toy"].isVisible() is shown
    assert told == [("toy", made[0])]
    assert host.views["toy"] is made[0]
    assert made[0].isVisible()


def test_docks_keep_their_part_of_a_smaller_window(qtbot):
    host = DockHost(QWidget(), DOCKS)
    window = in_window(qtbot, host, 1400, 800)
    qtbot.waitUntil(lambda: host.docks["traces"].height() / host.height() > 0.25)
    width, height = (host.docks["weights"].width() / host.width(), host.docks["traces"].height() / host.height())
    assert 0.35 < width < 0.42
    window.resize(1100, 640)
    qtbot.waitUntil(lambda: abs(host.docks["weights"].width() / host.width() - width) < 0.03)
    qtbot.waitUntil(lambda: abs(host.docks["traces"].height() / host.height() - height) < 0.03)


def test_a_dock_that_an_arrangement_does_not_know_lies_with_its_group(qtbot):
    """What a version brings new is not lost in an arrangement that an older one remembered."""
    of_watch = (dock for dock in DOCKS if "watch" in dock.workspaces)
    line = Dock("toy", "Saturation", "bottom", "over the sentence", 10, SaturationView)
    host = DockHost(QWidget(), (*of_watch, line))
    window = in_window(qtbot, host, 1200, 700)
    known = [place for place in host.places() if place.name not in ("toy", "weights")]
    host.arrange([replace(place, area="left", path=(0,)) for place in known])
    qtbot.wait(0)
    assert window.isVisible()
    assert host.tabifiedDockWidgets(host.docks["toy"]) == [host.docks["traces"]]
    places = {place.name: place for place in host.places()}
    assert {name: place.area for name, place in places.items()} == {
        "toy": "left", "traces": "left", "readout": "left", "weights": "right",
    }  # fmt: skip
    assert all(place.shown for place in places.values())


@pytest.mark.parametrize("own", [False, True], ids=["its line", "another place"])
def test_a_dock_stands_elsewhere_in_the_workspaces_that_say_so(qtbot, own):
    where = (Stand("why", BOTTOM, "over the sentence", 5),) if own else ()
    line = Dock("toy", "Saturation", RIGHT, "units", 10, SaturationView, ("watch", "why"), elsewhere=where)
    host = DockHost(QWidget(), (*DOCKS, line))
    window = in_window(qtbot, host, 1200, 700)
    dock = host.docks["toy"]
    for name, elsewhere in (("why", own), ("watch", False), ("why", own)):
        host.show_workspace(next(one for one in WORKSPACES if one.name == name))
        qtbot.wait(0)
        assert window.isVisible()
        area = Qt.DockWidgetArea.BottomDockWidgetArea if elsewhere else Qt.DockWidgetArea.RightDockWidgetArea
        assert host.dockWidgetArea(dock) == area
        assert (host.docks["gradients"] in host.tabifiedDockWidgets(dock)) is elsewhere
    # What an arrangement of before the dock was there does not name goes where this workspace has it.
    host.arrange([place for place in host.places() if place.name != "toy"])
    qtbot.wait(0)
    assert host.dockWidgetArea(dock) == area


def test_the_workspace_of_states_has_three_columns(qtbot):
    host = DockHost(QWidget(), DOCKS)
    window = in_window(qtbot, host, 1400, 760)
    host.show_workspace(next(one for one in WORKSPACES if one.name == "space"))
    qtbot.wait(50)
    at = {name: host.docks[name].geometry() for name in ("space", "eigenvalues", "ladder", "fixedpoints")}
    assert at["fixedpoints"].right() < at["space"].left()
    assert at["space"].right() < at["eigenvalues"].left() == at["ladder"].left()
    assert at["eigenvalues"].bottom() < at["ladder"].top()
    assert at["space"].height() > at["eigenvalues"].height() + at["ladder"].height()
    assert abs(at["space"].width() - 640) < 20
    assert abs(at["ladder"].width() - 300) < 20
    # As it is put back later, from what was kept.
    kept = host.places()
    host.show_workspace(WORKSPACES[0])
    host.show_workspace(next(one for one in WORKSPACES if one.name == "space"), kept)
    qtbot.wait(50)
    assert abs(host.docks["ladder"].width() - at["ladder"].width()) <= 2
    assert window.isVisible()


def test_docks_stand_elsewhere_only_where_they_are_shown():
    assert all(stand.workspace in dock.workspaces for dock in DOCKS for stand in dock.elsewhere)


def test_names_are_unique():
    assert len({dock.name for dock in DOCKS}) == len(DOCKS)
