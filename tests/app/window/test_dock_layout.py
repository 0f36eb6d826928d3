"""The window's arrangement survives in terms of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gatescope.app.window.window_layout import layout_of, put_back
from gatescope.session.project.layout import DockPlace, Layout

_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


def moved(host) -> None:
    """Traces to the left, the read-out a tab over the weights."""
    host.addDockWidget(_LEFT, host.docks["traces"])
    host.tabifyDockWidget(host.docks["weights"], host.docks["readout"])
    host.docks["readout"].raise_()


def closed(host) -> None:
    host.docks["weights"].close()


def floating(host) -> None:
    host.docks["traces"].setFloating(True)
    host.docks["traces"].setGeometry(20, 30, 400, 300)


def nested(host) -> None:
    """Three docks in one area, cut in both directions."""
    host.addDockWidget(_RIGHT, host.docks["weights"])
    host.splitDockWidget(host.docks["weights"], host.docks["readout"], Qt.Orientation.Vertical)
    host.splitDockWidget(host.docks["readout"], host.docks["traces"], Qt.Orientation.Horizontal)


def separators(host) -> None:
    drag(host, "weights", Qt.Orientation.Horizontal, -90)
    drag(host, "weights", Qt.Orientation.Vertical, 60)


def drag(host, name, across, pixels) -> None:
    """Drag the line at the left of a dock, or the one below it."""
    at = host.docks[name].geometry()
    if across == Qt.Orientation.Horizontal:
        start, step = QPoint(at.left() - 5, at.center().y()), QPoint(pixels, 0)
    else:
        start, step = QPoint(at.center().x(), at.bottom() + 5), QPoint(0, pixels)
    QTest.mousePress(host, Qt.MouseButton.LeftButton, pos=start)
    for part in (1, 2, 3):
        QTest.mouseMove(host, start + step * part / 3)
        QTest.qWait(10)
    QTest.mouseRelease(host, Qt.MouseButton.LeftButton, pos=start + step)
    QTest.qWait(10)


@pytest.mark.parametrize("arrange", [separators, moved, nested, closed, floating])
def test_an_arrangement_comes_back(qtbot, desktop, arrange):
    host = desktop.window.dock_host
    first = layout_of(desktop.window, "light")
    arrange(host)
    qtbot.wait(50)
    before = layout_of(desktop.window, "light")
    assert before != first
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
            assert (again.front, again.group, again.path) == (place.front, place.group, place.path)
            assert (again.left, again.top) == pytest.approx((place.left, place.top), abs=0.005)
            assert (again.width, again.height) == pytest.approx((place.width, place.height), abs=0.01)


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


@pytest.mark.parametrize(("left", "top", "size"), [(50.0, -50.0, 0.3), (-9.0, 0.0, 99.0), (0.0, 0.0, 0.0)])
def test_a_floating_dock_is_brought_back_to_a_screen(qtbot, desktop, left, top, size):
    host = desktop.window.dock_host
    host.arrange([DockPlace("traces", "left", 0, True, True, True, size, size, (), left, top)])
    dock = host.docks["traces"]
    assert dock.isFloating()
    assert dock.screen().availableGeometry().contains(dock.frameGeometry())
    assert (dock.width(), dock.height()) >= (100, 60)
    host.reset()
    assert not dock.isFloating()


def test_a_message_above_the_docks_changes_no_part_of_theirs(qtbot, desktop):
    """In a small window it takes from docks that are as low as they can be, until it is dismissed."""
    window, host = desktop.window, desktop.window.dock_host
    window.resize(window.minimumSize())
    qtbot.wait(50)
    before, heights = host.places(), {name: dock.height() for name, dock in host.docks.items()}
    window.message_bar.show_message("words " * 200)
    qtbot.wait(50)
    assert {name: dock.height() for name, dock in host.docks.items()} != heights
    shares = [(place.name, place.width, place.height) for place in host.places()]
    assert shares == [(place.name, place.width, place.height) for place in before]
    window.message_bar.hide()
    qtbot.wait(50)
    assert {name: dock.height() for name, dock in host.docks.items()} == pytest.approx(heights, abs=8)
