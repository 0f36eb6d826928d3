"""The sheet of keys and gestures: all of them, in groups that are aligned, at once."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea

from gatescope.app.commands.table import COMMANDS


@pytest.fixture
def sheet(qtbot, desktop):
    QTest.keyClick(desktop.window, Qt.Key.Key_F1)
    dialog = desktop.window.findChild(QDialog, "HelpSheet")
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def labels(sheet, name):
    return [label for label in sheet.findChildren(QLabel) if label.objectName() == name]


def test_every_shortcut_is_there_once(sheet):
    keys = " ".join(label.text() for label in labels(sheet, "KeyName"))
    said = {label.text() for label in sheet.findChildren(QLabel)}
    for command in COMMANDS:
        for shortcut in command.shortcuts:
            assert shortcut in keys, command.name
        if command.shortcuts:
            assert command.text.replace("&", "").rstrip("…") in said
    assert {"Ctrl+Z", "Ctrl+1", "Alt+1 … 4"} <= {label.text() for label in labels(sheet, "KeyName")}


def test_it_needs_no_scrolling_and_cuts_nothing(qtbot, sheet):
    page = sheet.findChild(QScrollArea).widget()
    assert page.sizeHint().height() <= 780
    assert page.minimumSizeHint().width() <= 1000
    sheet.resize(QSize(1024, 860))
    qtbot.wait(20)
    area = sheet.findChild(QScrollArea)
    assert (area.verticalScrollBar().maximum(), area.horizontalScrollBar().maximum()) == (0, 0)
    for label in page.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) or not label.wordWrap(), label.text()
        assert label.width() >= label.sizeHint().width() or label.wordWrap(), label.text()


def test_keys_stand_below_each_other(sheet):
    lefts = {label.x() for label in labels(sheet, "KeyName")}
    assert len(lefts) == 3
    assert {label.x() for label in labels(sheet, "HelpTitle")} == lefts
