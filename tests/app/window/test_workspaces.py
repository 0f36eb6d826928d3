"""A workspace arranges the docks and changes nothing else; each comes back as it was left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from gatescope.app.start.application import Desktop
from gatescope.app.window import dock_table
from gatescope.app.window.window_layout import layout_of, put_back
from gatescope.app.window.workspaces import WORKSPACES, shortcut, with_docks
from gatescope.session.project.layout import NO_LAYOUT
from gatescope.session.settings import Settings
from tests.app.gestures import turn_wheel
from tests.app.toy.lines import bring_in, bring_into_an_empty_workspace
from tests.app.window.test_dock_layout import drag

pytestmark = pytest.mark.slow


@pytest.fixture
def table(request, monkeypatch):
    if request.param == ("space",):
        bring_into_an_empty_workspace(monkeypatch, "plane", "space")
        # And there is one that no dock stands in.
        elsewhere = (replace(one, workspaces=tuple({*one.workspaces} - {"cell"})) for one in dock_table.DOCKS)
        monkeypatch.setattr(dock_table, "DOCKS", tuple(elsewhere))
    else:
        bring_in(monkeypatch, "plane", *request.param)


in_space = pytest.mark.parametrize("table", [("space",)], indirect=True, ids=["space"])
in_all = pytest.mark.parametrize("table", [tuple(one.name for one in WORKSPACES)], indirect=True, ids=["all"])


def seen(desktop) -> set[str]:
    """The docks that are open, tabs behind others too."""
    return {name for name, dock in desktop.window.dock_host.docks.items() if not dock.isHidden()}


def word(desktop, title: str) -> QPushButton:
    (button,) = (b for b in desktop.window.workspace_bar.findChildren(QPushButton) if b.text() == title)
    return button


def first(name: str) -> set[str]:
    return {dock.name for dock in dock_table.DOCKS if name in dock.workspaces}


def test_those_with_docks_are_offered_in_their_order():
    line = dock_table.DOCKS[0]
    assert with_docks((replace(line, workspaces=()),)) == ()
    found = with_docks((replace(line, workspaces=("space",)), replace(line, workspaces=("watch",))))
    assert [one.name for one in found] == ["watch", "space"]
    assert with_docks((replace(line, workspaces=tuple(one.name for one in WORKSPACES)),)) == WORKSPACES
    assert len({shortcut(one) for one in WORKSPACES}) == 8


def test_what_the_window_offers(desktop):
    offered = [button.text() for button in desktop.window.workspace_bar.findChildren(QPushButton)]
    assert offered == [one.title for one in with_docks(dock_table.DOCKS)]
    assert {"Watch", "Why", "What if", "Units"} <= set(offered)
    assert seen(desktop) == {"traces", "weights", "readout"}
    desktop.window.arrangements.show("why")
    assert seen(desktop) == {"gradients", "pairs", "conditions", "connectivity", "itemised", "ledger"}


@in_space
def test_keys_and_words_show_a_workspace(qtbot, table, desktop):
    window = desktop.window
    assert seen(desktop) == first("watch")
    assert word(desktop, "Watch").isChecked()
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert seen(desktop) == {"lengths"}
    assert word(desktop, "Space").isChecked()
    assert not word(desktop, "Watch").isChecked()
    QTest.mouseClick(word(desktop, "Watch"), Qt.MouseButton.LeftButton)
    assert seen(desktop) == first("watch")
    # Nothing has a dock in this one.
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert seen(desktop) == first("watch")


@in_space
def test_every_word_says_what_it_is(table, desktop):
    for button in desktop.window.workspace_bar.findChildren(QPushButton):
        assert button.accessibleName() == f"Workspace {button.text()}"
        assert button.accessibleDescription() == button.toolTip()
    assert word(desktop, "Space").toolTip() == "Space (Ctrl+6): the states as points of a plane"


@in_space
def test_the_menu_and_the_search_offer_them(qtbot, table, desktop):
    window = desktop.window
    (menu,) = (menu for menu in window.findChildren(QMenu) if menu.title() == "&Workspace")
    assert [action.text() for action in menu.actions()] == [one.title for one in with_docks(dock_table.DOCKS)]
    next(action for action in menu.actions() if action.text() == "Space").trigger()
    assert desktop.window.arrangements.name == "space"
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Space"]
    window.search.setFocus()
    qtbot.keyClicks(window.search, "workspace wat")
    window.search.found()[0].trigger()
    assert desktop.window.arrangements.name == "watch"


@in_space
def test_each_comes_back_as_it_was_left(qtbot, table, desktop, tmp_path):
    host, arrangements = desktop.window.dock_host, desktop.window.arrangements
    host.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, host.docks["traces"])
    host.docks["readout"].close()
    qtbot.wait(20)
    arrangements.show("space")
    host.docks["lengths"].setFloating(True)
    host.docks["lengths"].setGeometry(30, 40, 380, 260)
    qtbot.wait(20)
    arrangements.show("watch")
    qtbot.wait(20)
    assert seen(desktop) == first("watch") - {"readout"}
    assert host.dockWidgetArea(host.docks["traces"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    left = arrangements.places()
    arrangements.show("space")
    qtbot.wait(20)
    assert host.docks["lengths"].isFloating()
    assert host.docks["lengths"].geometry().topLeft() == QPoint(30, 40)
    assert arrangements.places() == left

    desktop.close()
    again = Desktop(Settings(tmp_path / "gatescope.ini"))
    again.show()
    host, arrangements = again.window.dock_host, again.window.arrangements
    QApplication.processEvents()
    assert arrangements.name == "space"
    assert word(again, "Space").isChecked()
    assert (seen(again), host.docks["lengths"].isFloating()) == ({"lengths"}, True)
    arrangements.show("watch")
    assert seen(again) == first("watch") - {"readout"}
    assert host.dockWidgetArea(host.docks["traces"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    again.close()


@in_space
def test_each_has_its_own_parts_of_the_window(qtbot, table, desktop):
    host, arrangements = desktop.window.dock_host, desktop.window.arrangements
    qtbot.wait(50)
    drag(host, "weights", Qt.Orientation.Horizontal, -90)
    drag(host, "weights", Qt.Orientation.Vertical, 50)
    weights = host.docks["weights"].size()
    arrangements.show("space")
    qtbot.wait(50)
    host.resizeDocks([host.docks["lengths"]], [310], Qt.Orientation.Vertical)
    host._learn()
    lengths = host.docks["lengths"].height()
    for _ in range(2):
        arrangements.show("watch")
        qtbot.wait(50)
        again = host.docks["weights"].size()
        assert (again.width(), again.height()) == pytest.approx((weights.width(), weights.height()), abs=3)
        arrangements.show("space")
        qtbot.wait(50)
        assert host.docks["lengths"].height() == pytest.approx(lengths, abs=3)


@pytest.fixture
def second_tab(monkeypatch):
    """A dock that lies over the traces, but not in Watch."""
    bring_in(monkeypatch, dock_table.DOCKS[0].group, "space")


@pytest.mark.parametrize("trips", [0, 1, 3])
def test_a_closed_dock_opens_as_the_tab_that_it_was(qtbot, second_tab, desktop, trips):
    host, arrangements = desktop.window.dock_host, desktop.window.arrangements
    qtbot.wait(20)
    for _ in range(trips):
        arrangements.show("space")
        qtbot.wait(20)
        arrangements.show("watch")
        qtbot.wait(20)
    host.docks["lengths"].toggleViewAction().trigger()
    qtbot.wait(20)
    assert host.tabifiedDockWidgets(host.docks["lengths"]) == [host.docks["traces"]]
    # A person who opens it wants to see it.
    assert not host.docks["lengths"].visibleRegion().isEmpty()
    assert host.docks["traces"].visibleRegion().isEmpty()


@pytest.mark.parametrize("name", ["weights", "readout"])
def test_a_closed_dock_opens_at_the_place_that_it_had(qtbot, second_tab, desktop, name):
    host, arrangements = desktop.window.dock_host, desktop.window.arrangements
    qtbot.wait(20)
    order = sorted(("weights", "readout"), key=lambda one: host.docks[one].y())
    host.docks[name].close()
    qtbot.wait(20)
    for workspace in ("space", "watch", "space", "watch"):
        arrangements.show(workspace)
        qtbot.wait(20)
    host.docks[name].toggleViewAction().trigger()
    qtbot.wait(20)
    assert sorted(order, key=lambda one: host.docks[one].y()) == order


def test_a_floating_dock_that_was_closed_floats_where_it_did(qtbot, second_tab, desktop):
    host, arrangements = desktop.window.dock_host, desktop.window.arrangements
    dock = host.docks["traces"]
    dock.setFloating(True)
    dock.setGeometry(60, 50, 400, 200)
    qtbot.wait(20)
    dock.close()
    arrangements.show("space")
    qtbot.wait(20)
    arrangements.show("watch")
    qtbot.wait(20)
    assert dock.isHidden()
    dock.toggleViewAction().trigger()
    qtbot.wait(20)
    assert dock.isFloating()
    assert dock.geometry().getRect() == (60, 50, 400, 200)


@in_space
def test_a_click_with_control_puts_its_docks_back(qtbot, table, desktop):
    host = desktop.window.dock_host
    host.docks["readout"].close()
    QTest.mouseClick(word(desktop, "Space"), Qt.MouseButton.LeftButton)
    host.docks["lengths"].close()
    QTest.mouseClick(word(desktop, "Space"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert seen(desktop) == {"lengths"}
    QTest.mouseClick(word(desktop, "Watch"), Qt.MouseButton.LeftButton)
    assert seen(desktop) == first("watch") - {"readout"}
    desktop.controller.actions["reset_layout"].trigger()
    assert seen(desktop) == first("watch")


@in_space
def test_nothing_but_docks_changes(qtbot, table, desktop):
    window, session = desktop.window, desktop.session
    session.edit_text("not a good film at all", 22)
    qtbot.waitUntil(lambda: len(session.snapshot.runs[0].tokens) == 6)
    session.set_token(2)
    area = window.heatmaps._plot_area
    turn_wheel(area.viewport(), area.viewport().rect().center())
    turn_wheel(area.viewport(), area.viewport().rect().center(), Qt.KeyboardModifier.ControlModifier)
    window.sentence.focus_editor()
    qtbot.wait(20)
    steps = session.undo_stack.count()
    before = (session.document, session.focus, window.token_range.first, window.token_range.last, window.heatmaps._rows)
    for title in ("Space", "Watch"):
        QTest.mouseClick(word(desktop, title), Qt.MouseButton.LeftButton)
        qtbot.wait(20)
        now = (session.document, session.focus, window.token_range.first, window.token_range.last)
        assert (*now, window.heatmaps._rows) == before
        assert session.undo_stack.count() == steps
        # Keys still type into the sentence.
        assert window.sentence.isAncestorOf(QApplication.focusWidget())


@in_space
def test_the_keyboard_leaves_a_dock_that_goes(qtbot, table, desktop):
    window = desktop.window
    inside = window.dock_host.docks["weights"].findChildren(QWidget)
    button = next(one for one in inside if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    button.setFocus()
    assert QApplication.focusWidget() is button
    window.arrangements.show("space")
    # Not to a word of the strip, which would look like a second workspace that is shown.
    assert QApplication.focusWidget() is window.heatmaps
    assert window.arrangements.name == "space"


@in_all
def test_all_of_them_leave_the_menus_free_in_the_smallest_window(qtbot, table, desktop):
    window = desktop.window
    window.resize(window.minimumSize())
    qtbot.wait(20)
    bar = window.menuBar()
    menus = [bar.actionGeometry(action) for action in bar.actions()]
    assert window.workspace_bar.isVisible()
    assert all(menu.width() > 0 for menu in menus)
    assert max(menu.right() for menu in menus) < window.workspace_bar.geometry().left()
    assert window.workspace_bar.geometry().right() <= window.width()
    words = window.workspace_bar.findChildren(QPushButton)
    assert all(button.width() >= button.sizeHint().width() - 2 for button in words)
    for before, after in pairwise(words):
        assert before.geometry().right() < after.geometry().left()


@in_space
def test_a_project_brings_its_workspace_along(qtbot, table, desktop):
    window, arrangements = desktop.window, desktop.window.arrangements
    arrangements.show("space")
    window.dock_host.docks["lengths"].setFloating(True)
    qtbot.wait(20)
    saved = layout_of(window, "light")
    arrangements.reset("space")
    arrangements.show("watch")
    window.dock_host.docks["traces"].close()
    watch = arrangements.places()["watch"]
    put_back(window, saved)
    qtbot.wait(20)
    assert arrangements.name == "space"
    assert window.dock_host.docks["lengths"].isFloating()
    assert arrangements.places()["watch"] == watch
    put_back(window, NO_LAYOUT)
    put_back(window, replace(saved, workspace="of another version"))
    assert arrangements.name == "space"
    # Projects that tell no workspace were saved when there was but one.
    put_back(window, replace(saved, workspace="", docks=watch))
    assert (arrangements.name, seen(desktop)) == ("watch", first("watch") - {"traces"})
