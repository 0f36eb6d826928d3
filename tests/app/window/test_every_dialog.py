"""Every dialog of the window closes by Escape, has a default button, and tells what its controls are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from gatescope.app.commands import table

COMMANDS = {
    "settings": "Settings",
    "show_shortcuts": "HelpSheet",
    "glossary": "Glossary",
    "about": "About",
    "report_problem": "Report",
    "recover_work": "LeftWork",
    "inspect_model": "Inspector",
    "export_plot": "",
    "compose_figure": "",
    "animate": "",
}
"""The command that opens each, and its name where it has one."""


def faults_of(dialog: QDialog) -> list[str]:
    faults = []
    if not dialog.windowTitle():
        faults.append("it has no title")
    if not any(button.isDefault() or button.autoDefault() for button in dialog.findChildren(QPushButton)):
        faults.append("it has no default button")
    for widget in dialog.findChildren(QWidget):
        plain = isinstance(widget, QLineEdit | QComboBox) or (
            isinstance(widget, QAbstractButton) and not widget.text().strip()
        )
        inside = isinstance(widget.parentWidget(), QComboBox) or widget.objectName().startswith("qt_")
        if plain and not inside and widget.isVisible() and not widget.accessibleName() and not named(widget, dialog):
            faults.append(f"{type(widget).__name__} {widget.objectName()!r} has no name")
    return faults


def named(widget: QWidget, dialog: QDialog) -> bool:
    """Whether a label whose buddy it is names it."""
    return any(label.buddy() is widget for label in dialog.findChildren(QLabel))


@pytest.mark.parametrize("command", COMMANDS)
def test_it_closes_by_escape_and_has_a_default_button(qtbot, desktop, command):
    desktop.controller.report.findings = lambda: ""
    found: dict[str, object] = {}

    def look() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        if not shown:
            return
        timer.stop()
        dialog = shown[0]
        found.update(name=dialog.objectName(), faults=faults_of(dialog), dialog=dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(look)
    timer.start()
    desktop.controller.actions[command].trigger()
    qtbot.waitUntil(lambda: bool(found))
    assert found["faults"] == []
    assert COMMANDS[command] in str(found["name"])
    dialog = found["dialog"]
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_enter_in_a_field_that_finds_closes_nothing(qtbot, desktop):
    for command, name in (("glossary", "Glossary"), ("settings", "Settings")):
        desktop.controller.actions[command].trigger()
        dialog = desktop.window.findChild(QDialog, name)
        if name == "Settings":
            dialog.go_to("export_plot")
        field = dialog.findChild(QLineEdit) if name == "Glossary" else dialog.pages["Shortcuts"].search
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.reject()


def test_every_command_with_dots_is_looked_at_or_asks_for_a_file():
    files = {"open_file", "attach_words", "open_lessons", "save_project_as", "feed_vectors", "train_keep"}
    lists = {"show_examples"}
    asking = {command.name for command in table.COMMANDS if command.text.endswith("…")}
    assert asking - files - lists <= set(COMMANDS)
