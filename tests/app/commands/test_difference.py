"""Ctrl+D: a tap switches the difference, a key held down shows it while it is held, and no letter is lost to it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from gatescope.app.commands import difference as command
from gatescope.app.start.application import Desktop

BIAS = "layer0.forward.b_x.candidate"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def changed(qtbot, desktop: Desktop) -> Desktop:
    session = desktop.session
    name = session.focus.model
    session.set_parameters(name, {BIAS: session.document.networks[name].array(BIAS) + 1}, label="Bias")
    qtbot.waitUntil(lambda: session.snapshot.runs[0].opened is not None)
    desktop.window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is desktop.window.windowHandle())
    return desktop


def release(desktop: Desktop) -> None:
    event = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_D, CONTROL)
    QApplication.sendEvent(desktop.window.windowHandle(), event)


def let_go(desktop: Desktop) -> None:
    release(desktop)
    QTest.qWait(2 * command._REPEAT_MS)


def test_the_command_waits_for_a_difference(desktop: Desktop) -> None:
    assert not desktop.controller.actions["difference"].isEnabled()


def test_a_tap_switches_and_a_held_key_shows_it_for_so_long(qtbot, changed: Desktop, monkeypatch) -> None:
    heatmaps, action = changed.window.heatmaps, changed.controller.actions["difference"]
    assert action.isEnabled()
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", staticmethod(lambda: CONTROL))
    monkeypatch.setattr(command, "_HELD_MS", 60_000)
    action.trigger()
    assert heatmaps.plot().difference
    let_go(changed)
    assert heatmaps.plot().difference
    assert action.isChecked()
    action.trigger()
    let_go(changed)
    assert not heatmaps.plot().difference
    monkeypatch.setattr(command, "_HELD_MS", 30)
    action.trigger()
    assert heatmaps.plot().difference
    qtbot.wait(40)
    let_go(changed)
    assert not heatmaps.plot().difference
    assert not action.isChecked()
    let_go(changed)
    assert not heatmaps.plot().difference


def test_a_key_that_repeats_is_still_held(qtbot, changed: Desktop, monkeypatch) -> None:
    """Where the machine is busy, Qt takes the repeat of a key for its end and for another press."""
    heatmaps, action = changed.window.heatmaps, changed.controller.actions["difference"]
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", staticmethod(lambda: CONTROL))
    monkeypatch.setattr(command, "_HELD_MS", 30)
    action.trigger()
    qtbot.wait(40)
    for _repeat in range(3):
        release(changed)
        action.trigger()
        qtbot.wait(2 * command._REPEAT_MS)
        assert heatmaps.plot().difference
        assert action.isChecked()
    let_go(changed)
    assert not heatmaps.plot().difference
    assert not action.isChecked()


def test_the_menu_switches_it_for_good(qtbot, changed: Desktop, monkeypatch) -> None:
    monkeypatch.setattr(command, "_HELD_MS", 0)
    changed.controller.actions["difference"].trigger()
    let_go(changed)
    assert changed.window.heatmaps.plot().difference


def test_a_plain_d_is_typed_and_the_button_marks_the_command(qtbot, changed: Desktop) -> None:
    text = changed.session.document.text
    QTest.keyClicks(changed.window.sentence.focusProxy(), "d")
    assert changed.session.document.text.count("d") == text.count("d") + 1
    assert not changed.window.heatmaps.difference.on
    changed.window.heatmaps.difference.button.click()
    assert changed.controller.actions["difference"].isChecked()


def test_pictures_take_the_difference_that_is_on_screen(qtbot, changed: Desktop) -> None:
    changed.window.heatmaps.difference.button.click()
    plot, _size = changed.controller.pictures._plot("heatmaps", None)
    assert plot.difference
    assert np.isfinite(plot.panels[0].values[:]).all()
    changed.session.undo_stack.undo()
    qtbot.waitUntil(lambda: changed.session.snapshot.runs[0].opened is None)
    assert not changed.window.heatmaps.plot().difference
    assert not changed.controller.actions["difference"].isEnabled()


def test_the_window_that_had_the_keys_may_be_gone_before_they_are_let_go(changed: Desktop, monkeypatch) -> None:
    heatmaps, action = changed.window.heatmaps, changed.controller.actions["difference"]
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", staticmethod(lambda: CONTROL))
    monkeypatch.setattr(command, "_HELD_MS", 0)
    floating = QWindow()
    monkeypatch.setattr(QGuiApplication, "focusWindow", staticmethod(lambda: floating))
    action.trigger()
    assert heatmaps.plot().difference
    QApplication.sendEvent(floating, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_D, CONTROL))
    delete(floating)
    QTest.qWait(2 * command._REPEAT_MS)
    assert not heatmaps.plot().difference
