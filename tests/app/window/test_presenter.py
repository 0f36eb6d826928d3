"""The window before an audience, and as it was once that is over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu

from gatescope.app.window.presented import presented_places
from gatescope.plots.theme import LEAST_PRESENTED

_CTRL, _NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, desktop):
    desktop.window.resize(1440, 900)
    desktop.window.activateWindow()
    desktop.window.heatmaps.setFocus()  # without a caret that blinks
    qtbot.wait(300)
    return desktop.window


def places(window):
    return {one.name: (one.area, one.group, one.shown, one.front, one.path) for one in window.dock_host.places()}


def present(qtbot, window):
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.presenter.presenting)
    qtbot.wait(50)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F11])
@pytest.mark.parametrize("workspace", ["watch", "why"])
def test_an_audience_sees_what_is_looked_at_and_everything_comes_back(qtbot, desktop, window, workspace, key):
    window.arrangements.show(workspace)
    qtbot.wait(50)
    before, size, pictures = places(window), window.size(), window.heatmaps.grab().toImage()
    present(qtbot, window)
    docks = window.dock_host.docks
    hidden = (window.menuBar(), window.status, window.search, window.export_button, docks["weights"])
    assert not any(one.isVisible() for one in hidden)
    assert docks["readout" if workspace == "watch" else "gradients"].isVisible()
    assert window.isFullScreen()
    assert places(window) == before  # which projects and settings keep
    assert desktop.controller.actions["present"].isChecked()
    QTest.keyClick(window, key)
    qtbot.wait(50)
    assert not window.presenter.presenting
    assert not window.isFullScreen()
    assert all(one.isVisible() for one in hidden[:4])
    assert not desktop.controller.actions["present"].isChecked()
    assert places(window) == before
    qtbot.waitUntil(lambda: window.size() == size)
    qtbot.waitUntil(lambda: window.heatmaps.grab().toImage() == pictures)


def test_the_read_out_is_large_and_in_words_and_follows_the_cursor(qtbot, desktop, window):
    present(qtbot, window)
    readout = window.views["readout"]
    assert readout.large.isVisible()
    assert readout.large.height() > 90
    assert readout.legend.isHidden()
    last = readout.large.text
    assert last.startswith("P(positive) at “")
    assert last.endswith(" positive")
    desktop.session.set_token(4)
    assert readout.large.text == "P(positive) at “good”: 0.03 negative"
    desktop.session.show(["sentiment-rnn", "sentiment-gru", "sentiment-lstm"])
    qtbot.waitUntil(lambda: readout.large.text.count("0.") >= 3)
    assert all(cell in readout.large.text for cell in ("RNN", "GRU", "LSTM"))


def test_no_text_is_too_small_for_the_last_row(qtbot, window):
    present(qtbot, window)
    texts = [w for kind in (QLabel, QAbstractButton) for w in window.findChildren(kind) if w.isVisible() and w.text()]
    assert texts
    assert {w.text(): QFontInfo(w.font()).pixelSize() for w in texts if QFontInfo(w.font()).pixelSize() < 15} == {}
    styles = window.heatmaps.token_range.axis_layouts.styles.values()
    assert min(style.font.pixelSize() for style in styles) >= LEAST_PRESENTED


def test_all_keys_work_without_menus(qtbot, desktop, window):
    present(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Home, _CTRL)
    assert desktop.session.focus.token == 0
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desktop.session.focus.token == 1
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert desktop.session.document.shown == ("sentiment-gru",)
    before = desktop.session.document.text
    QTest.keyClicks(window.sentence.focusProxy(), "x")
    assert len(desktop.session.document.text) == len(before) + 1
    QTest.keyClick(window, Qt.Key.Key_Z, _CTRL)
    assert desktop.session.document.text == before


def test_the_way_out_is_told_for_some_seconds(qtbot, window, monkeypatch):
    way_out = window.top_bar._way_out
    way_out._wait.setInterval(1)
    present(qtbot, window)
    qtbot.waitUntil(lambda: not way_out.isVisible(), timeout=3000)


def test_another_workspace_before_an_audience(qtbot, desktop, window):
    present(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_3, _CTRL)
    qtbot.wait(50)
    assert window.arrangements.name == "why"
    assert window.dock_host.docks["gradients"].isVisible()
    assert not window.dock_host.docks["weights"].isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    QTest.keyClick(window, Qt.Key.Key_1, _CTRL)
    qtbot.wait(50)
    shown = {name for name, dock in window.dock_host.docks.items() if not dock.isHidden()}
    assert shown == {"traces", "weights", "readout"}


def test_a_window_closed_before_an_audience_opens_as_it_was(qtbot, desktop, window):
    before = places(window)
    present(qtbot, window)
    window.close()
    kept = {p.name: (p.area, p.group, p.shown, p.front, p.path) for p in desktop.settings.docks["watch"]}
    assert kept == before


def test_the_commands_are_in_the_menu_and_the_search(qtbot, window):
    window.search._search("")
    found = window.search.found()
    texts = [action.iconText() for action in found]
    assert {"Presenter mode", "Larger text", "Smaller text", "Reset zoom"} <= set(texts)
    present = found[texts.index("Presenter mode")]
    assert [menu.title() for menu in present.associatedObjects() if isinstance(menu, QMenu)] == ["&View"]


def test_ctrl_and_plus_enlarge_all_text_and_ctrl_and_0_undoes_every_zoom(qtbot, desktop, window):
    label = window.transport.findChildren(QAbstractButton)[-1]
    area = window.heatmaps._plot_area.area
    # Without the status line, whose figures go on being measured.
    below = window.centralWidget()
    shots = [below.grab().toImage()]

    def rests() -> bool:
        # What a dock asked for may come late.
        shots.append(below.grab().toImage())
        return shots[-1] == shots[-2] and not desktop.session.computing

    qtbot.wait(100)
    qtbot.waitUntil(rests)
    shot = shots[-1]
    height, number = label.fontInfo().pixelSize(), window.views["weights"]
    QTest.keyClick(window, Qt.Key.Key_Plus, _CTRL)
    QTest.keyClick(window, Qt.Key.Key_Equal, _CTRL)
    qtbot.wait(20)
    assert label.fontInfo().pixelSize() == round(height * 1.25)
    assert window.heatmaps._plot_area.area.left() == area.left()
    assert window.heatmaps._plot_area.geometry().left() > 158
    assert desktop.settings.zoom == 1.25
    window.heatmaps.token_range.zoom(0.5, 3.0)
    QTest.keyClick(window, Qt.Key.Key_0, _CTRL)
    qtbot.wait(50)
    assert desktop.settings.zoom == 1.0
    qtbot.waitUntil(lambda: below.grab().toImage() == shot)
    QTest.keyClick(window, Qt.Key.Key_Minus, _CTRL)
    assert label.fontInfo().pixelSize() == round(height * 0.9)
    assert number.isVisible()


def test_text_larger_than_usual_is_there_at_the_next_start(desktop):
    desktop.controller.design.zoom(2)
    assert desktop.controller.design.theme.pixels(10) == 12
    desktop.settings.save()
    assert type(desktop.settings)(desktop.settings.path).zoom == 1.25


def test_a_dock_that_is_only_of_use_at_the_desk_stays_away(window):
    host = window.dock_host
    shown = [one.name for one in presented_places(host.specs, host.places()) if one.shown]
    assert shown == ["traces", "readout"]
