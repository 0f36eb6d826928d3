"""A page is shown whole with its button, which has the keyboard, and goes when it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from shiboken6 import isValid

from gatescope.app.window.page_dialog import PageDialog


def test_escape_and_the_button_close_it_for_good(qtbot, desktop):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
        page = QLabel("one\ntwo")
        dialog = PageDialog(desktop.window, "A page", page)
        dialog.open()
        dialog.activateWindow()
        close = dialog.buttons.button(QDialogButtonBox.StandardButton.Close)
        qtbot.waitUntil(close.hasFocus)
        assert (dialog.windowTitle(), page.isVisible()) == ("A page", True)
        QTest.keyClick(close, key)
        qtbot.waitUntil(lambda shown=dialog: not isValid(shown))
