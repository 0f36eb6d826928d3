"""Docks that have nothing to show are folded away, and come back; floated ones stand beside where they were."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gatescope.app.start.application import Desktop
from gatescope.session.settings import Settings
from tests.app.idle import give_layers
from tests.session.helpers import word_model


def shown(window):
    return {place.name for place in window.dock_host.places() if place.shown}


def mute(desktop):
    model = word_model("mute")
    model = replace(model, network=replace(model.network, readouts=()))
    desktop.session.add_model(model)
    desktop.session.show(["mute"])


def heights(window):
    return {n: dock.height() for n, dock in window.dock_host.docks.items() if dock.isVisible()}


@pytest.fixture
def window(qtbot, desktop):
    desktop.window.resize(1440, 900)
    qtbot.wait(50)
    return desktop.window


def test_the_read_out_of_a_model_without_one_folds_away_and_comes_back(qtbot, desktop, window):
    dock, before, places = window.dock_host.docks["readout"], heights(window), window.dock_host.places()
    mute(desktop)
    qtbot.waitUntil(lambda: not dock.isVisible())
    qtbot.wait(50)
    assert window.dock_host.docks["weights"].height() > before["weights"] + 100
    assert shown(window) == {"traces", "weights", "readout"}  # as projects and settings keep it
    QTest.mouseClick(window.dock_host, Qt.MouseButton.LeftButton)  # after which shares are learnt
    qtbot.wait(20)
    window.arrangements.show("why")
    window.arrangements.show("watch")
    qtbot.wait(50)
    assert not dock.isVisible()
    desktop.session.show(["sentiment-lstm"])
    qtbot.waitUntil(dock.isVisible)
    qtbot.wait(50)
    assert heights(window) == pytest.approx(before, abs=2)
    assert [(p.name, p.group, p.path) for p in window.dock_host.places()] == [(p.name, p.group, p.path) for p in places]


def test_what_the_person_opens_or_closes_stays_so(qtbot, desktop, window):
    dock = window.dock_host.docks["readout"]
    mute(desktop)
    qtbot.waitUntil(lambda: not dock.isVisible())
    dock.toggleViewAction().trigger()
    desktop.session.edit_text("good film", 9)
    qtbot.waitUntil(lambda: desktop.session.snapshot.text == "good film")
    assert dock.isVisible()
    dock.toggleViewAction().trigger()
    desktop.session.show(["sentiment-lstm"])
    qtbot.waitUntil(lambda: desktop.session.snapshot.runs[0].model == "sentiment-lstm")
    assert not dock.isVisible()
    assert "readout" not in shown(window)


def test_a_dock_is_taken_out_beside_its_place_with_a_frame(qtbot, window):
    dock = window.dock_host.docks["traces"]
    place = QRect(dock.mapToGlobal(dock.rect().topLeft()), dock.size())
    out = next(b for b in dock.findChildren(QToolButton) if "window of its own" in b.toolTip())
    QTest.mouseClick(out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dock.isFloating() and dock.isVisible())
    assert dock.geometry().topLeft() != place.topLeft()
    assert not dock.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert dock.title_row.property("floating")
    assert dock.screen().availableGeometry().contains(dock.geometry())
    QTest.mouseClick(out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dock.isFloating())
    assert dock.isVisible()
    assert not dock.title_row.property("floating")


@pytest.mark.slow
def test_six_sessions_that_end_under_a_message_leave_the_docks_as_they_were(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    found = []
    for _ in range(6):
        desktop = Desktop(Settings(tmp_path / "gatescope.ini"))
        desktop.show()
        if not found:
            desktop.window.resize(1024, 700)
        qtbot.waitUntil(lambda made=desktop: made.session.snapshot is not None)
        qtbot.wait(50)
        desktop.window.message_bar.show_message("words " * 60)
        desktop.window.recovery_bar.show_notice("words " * 60)
        desktop.window.load_bar.show()
        qtbot.wait(50)
        # A click on a line between docks makes the host learn their sizes.
        QTest.mouseClick(desktop.window.dock_host, Qt.MouseButton.LeftButton)
        qtbot.wait(20)
        desktop.window.close()
        desktop.close()
        found.append([(p.name, round(p.width, 3), round(p.height, 3)) for p in desktop.settings.docks["watch"]])
    assert found[-1] == found[0]


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_a_dock_that_is_idle_when_first_shown_is_folded_in_windows_of_every_size(qtbot, desktop, window, size):
    """Where docks have to share tabs they are laid out twice."""
    window.resize(*size)
    qtbot.wait(50)
    dock = window.dock_host.docks["layers"]
    window.arrangements.show("why")
    qtbot.wait(50)
    assert dock.isHidden()
    assert "layers" in shown(window)
    give_layers(qtbot, desktop, "layers")
    qtbot.waitUntil(lambda: not dock.isHidden())
