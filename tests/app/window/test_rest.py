"""A window that is left alone wakes no processor: none of its timers runs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from gatescope.views.sentence import caret


@pytest.fixture(autouse=True)
def _quick_blink(monkeypatch):
    QApplication.setCursorFlashTime(40)
    monkeypatch.setattr(caret, "STEADY_AFTER_MS", 200)


def timers(*roots: QObject) -> list[QObject]:
    """Return the objects at and below `roots` that have a timer running in this thread."""
    dispatcher = QAbstractEventDispatcher.instance()
    everything = [one for root in roots for one in (root, *root.findChildren(QObject))]
    return [one for one in everything if dispatcher.registeredTimers(one)]


def test_a_window_left_alone_has_no_timer(qtbot, desktop):
    desktop.window.show()
    desktop.window.sentence.focus_editor()
    editor = desktop.window.sentence._editor
    qtbot.waitUntil(editor.hasFocus)
    blinking = editor._accent_caret
    blinking.restart()
    assert blinking.blinks
    qtbot.waitUntil(lambda: not timers(desktop, desktop.window, desktop.session, QCoreApplication.instance()))
    assert blinking._on
    blinking.restart()
    assert blinking.blinks


def test_other_carets_blink_on_as_the_desktop_wants(qtbot, desktop):
    line = QLineEdit()
    qtbot.addWidget(line)
    heard = []
    QGuiApplication.styleHints().cursorFlashTimeChanged.connect(heard.append)
    desktop.window.show()
    desktop.window.sentence.focus_editor()
    qtbot.waitUntil(desktop.window.sentence._editor.hasFocus)
    assert QApplication.cursorFlashTime() == 40
    assert heard == []
    QGuiApplication.styleHints().cursorFlashTimeChanged.disconnect(heard.append)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.waitUntil(lambda: bool(timers(line)))
