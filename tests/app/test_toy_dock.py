"""A dock takes a view file, a plot description with its painter, and one line in each table: see `tests.app.toy`."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from gatescope.app.files.export_dialog import ExportChoice
from gatescope.app.start.application import Desktop
from gatescope.session.settings import Settings
from tests.app.toy.lines import bring_in
from tests.app.toy.word_lengths_view import WordLengthsView


@pytest.fixture(autouse=True)
def lines(monkeypatch):
    bring_in(monkeypatch, "over the sentence", "watch")


@pytest.fixture
def view(lines, desktop) -> WordLengthsView:
    """The view in the window, brought forward from behind the tab of the traces."""
    desktop.window.dock_host.docks["lengths"].raise_()
    QApplication.processEvents()
    made = desktop.window.views["lengths"]
    assert isinstance(made, WordLengthsView)
    return made


def test_it_shows_what_is_typed_and_tells_what_is_clicked(qtbot, desktop, view):
    assert view.isVisible()
    desktop.session.edit_text("a film", 6)
    qtbot.waitUntil(lambda: view.plot() is not None and list(view.plot().lengths) == [1, 4])
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    assert desktop.session.focus.token == 0
    assert view.plot().cursor == 0


def test_it_is_exported_and_copied(qtbot, desktop, view, tmp_path):
    path = tmp_path / "lengths.png"
    desktop.controller.pictures.save(ExportChoice("lengths", path, None, 1, "light"))
    desktop.controller.pictures.jobs.wait()
    assert QImage(str(path)).size() == view.size()
    assert QImage(str(path)).text("Title") == "Word lengths"
    QApplication.clipboard().clear()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    desktop.controller.actions["copy_plot"].trigger()
    qtbot.waitUntil(lambda: QApplication.clipboard().image().size() == view.size() * 2)


def test_it_is_reset_with_the_others(desktop, view):
    assert view.zoomed
    desktop.controller.actions["reset_zoom"].trigger()
    assert not view.zoomed


def test_it_is_in_the_menu_and_in_the_search(qtbot, desktop, view):
    toggle = desktop.window.dock_host.docks["lengths"].toggleViewAction()
    (menu,) = (owner for owner in toggle.associatedObjects() if isinstance(owner, QMenu))
    assert menu.title() == "&Docks"
    desktop.window.search.setFocus()
    qtbot.keyClicks(desktop.window.search, "dock word le")
    assert desktop.window.search.found()[0] is toggle


def test_it_wears_the_theme(desktop, view):
    desktop.controller.actions["theme_light"].trigger()
    light = view.grab().toImage().pixelColor(1, 1).lightness()
    desktop.controller.actions["theme_dark"].trigger()
    assert view.grab().toImage().pixelColor(1, 1).lightness() < 90 < light


def test_its_place_is_remembered(qtbot, desktop, view, tmp_path):
    dock = desktop.window.dock_host.docks["lengths"]
    desktop.window.dock_host.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    qtbot.wait(20)
    desktop.close()
    again = Desktop(Settings(tmp_path / "gatescope.ini"))
    again.show()
    host = again.window.dock_host
    assert host.dockWidgetArea(host.docks["lengths"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert host.docks["lengths"].isVisible()
    again.close()
