"""Keys of commands are the person's: kept over restarts, one command a key, and never taken from typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from gatescope.app.commands.shortcut_rules import reason_against
from gatescope.app.commands.shortcuts import Shortcuts
from gatescope.app.commands.table import COMMANDS
from gatescope.session.settings import Settings
from gatescope.views.base.command_keys import use_keys, with_keys
from tests.window_text import cut_texts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def usual_keys_in_tips():
    yield
    use_keys({})


@pytest.fixture
def page(qtbot, desktop):
    desktop.controller.preferences.open_at("export_plot")
    dialog = desktop.controller.preferences.dialog
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isVisible)
    yield dialog.pages["Shortcuts"]
    # The next test begins with no key held.
    QTest.keyClick(desktop.window, Qt.Key.Key_F5)


def small(qapp, tmp_path) -> tuple[Shortcuts, Settings]:
    settings = Settings(tmp_path / "gatescope.ini")
    actions = {}
    for name, keys in {"save": ["Ctrl+S"], "redo": ["Ctrl+Shift+Z", "Ctrl+Y"], "about": []}.items():
        actions[name] = action = QAction(name, settings)
        action.setToolTip(f"Do {name} ({keys[0]})" if keys else f"Do {name}")
        action.setShortcuts([QKeySequence(one) for one in keys])
    return Shortcuts(actions, settings, settings), settings


def test_keys_are_kept_and_taken_from_the_command_that_had_them(qapp, tmp_path):
    shortcuts, settings = small(qapp, tmp_path)
    assert shortcuts.owner(QKeySequence("Ctrl+S"), "about") == "save"
    shortcuts.assign("about", ("Ctrl+S",))
    assert [shortcuts.keys(name) for name in ("save", "about")] == [(), ("Ctrl+S",)]
    assert shortcuts.actions["about"].toolTip() == "Do about (Ctrl+S)"
    assert shortcuts.actions["save"].toolTip() == "Do save"
    settings.save()
    assert Settings(settings.path).shortcuts == {"save": (), "about": ("Ctrl+S",)}
    shortcuts.reset("save")
    assert settings.shortcuts == {}
    shortcuts.assign("about", ("Ctrl+Y",))
    assert shortcuts.keys("redo") == ("Ctrl+Shift+Z",)
    shortcuts.reset_all()
    assert {name: shortcuts.keys(name) for name in shortcuts.actions} == shortcuts.usual


@pytest.mark.parametrize("text", ["", "[]", "{", '{"save": "Ctrl+K"}', '{"save": [1]}', '{"save": [""]}', '{"x": []}'])
def test_nonsense_in_the_settings_leaves_the_usual_keys(qapp, tmp_path, text):
    shortcuts, settings = small(qapp, tmp_path)
    settings._write("shortcuts", text)
    assert {name: shortcuts.keys(name) for name in shortcuts.actions} == shortcuts.usual


@pytest.mark.parametrize("keys", ["ÜÜÜ+☃", "F99", "A", "Return", "Backspace", "Ctrl+V"])
def test_keys_that_no_command_can_have_are_not_taken_from_the_settings(qapp, tmp_path, keys):
    shortcuts, settings = small(qapp, tmp_path)
    settings.shortcuts = {"save": (keys,), "about": ("Ctrl+K", keys)}
    assert {name: shortcuts.keys(name) for name in shortcuts.actions} == shortcuts.usual
    assert shortcuts.actions["save"].toolTip() == "Do save (Ctrl+S)"


def test_one_key_starts_one_command_whatever_the_settings_say(qapp, tmp_path):
    shortcuts, settings = small(qapp, tmp_path)
    settings.shortcuts = {"about": ("ctrl+y", "Ctrl+K"), "save": ("Ctrl+K",)}
    assert shortcuts.keys("about") == ("Ctrl+Y", "Ctrl+K")
    assert shortcuts.keys("redo") == ("Ctrl+Shift+Z",)
    assert shortcuts.keys("save") == ()


def test_the_keys_of_every_command_are_such_as_may_be_chosen_or_known_to_be_shared():
    refused = {keys for one in COMMANDS for keys in one.shortcuts if reason_against(QKeySequence(keys))}
    # What the sentence leaves to the window where nothing is selected, and the answers of a card.
    assert refused <= {"Ctrl+C", "Alt+1", "Alt+2", "Alt+3", "Ctrl+Home", "Ctrl+End"}


@pytest.mark.parametrize(
    "keys", ["A", "Shift+A", "7", "Space", "Left", "Return", "Backspace", "Ctrl+V", "Ctrl+A", "Ctrl+Left", "Alt+F",
             "Ctrl+Alt+Q", "Alt+4", "Shift+F10"],
)  # fmt: skip
def test_keys_of_typing_are_refused(qapp, keys):
    assert reason_against(QKeySequence(keys)).startswith(QKeySequence(keys).toString())


@pytest.mark.parametrize("keys", ["Ctrl+K", "Ctrl+Shift+A", "F7", "Shift+F7", "Alt+Shift+Left", "Ctrl+9", "Ctrl++"])
def test_other_keys_are_not(qapp, keys):
    assert reason_against(QKeySequence(keys)) == ""


def test_a_conflict_names_both_commands_and_asks(desktop, page):
    shortcuts = desktop.controller.shortcuts
    QTest.keyClick(page.field, Qt.Key.Key_O, CTRL)
    assert shortcuts.keys("export_plot") == ("Ctrl+E",)
    assert ("Open" in page.message.text(), "Export plot" in page.message.text()) == (True, True)
    assert cut_texts(page.window()) == []
    page.take_button.click()
    assert (shortcuts.keys("export_plot"), shortcuts.keys("open_file")) == (("Ctrl+O",), ())
    assert (page.message.text(), page.take_button.isVisible()) == ("", False)
    page.usual_button.click()
    assert (shortcuts.keys("export_plot"), shortcuts.keys("open_file")) == (("Ctrl+E",), ())
    page.reset()
    assert shortcuts.keys("open_file") == ("Ctrl+O",)


def test_keys_that_type_are_refused_in_the_field(desktop, page):
    QTest.keyClick(page.field, Qt.Key.Key_A)
    assert "cannot be a shortcut" in page.message.text()
    assert desktop.controller.shortcuts.keys("export_plot") == ("Ctrl+E",)


def test_all_that_names_keys_follows(qtbot, desktop, page):
    window = desktop.window
    QTest.keyClick(page.field, Qt.Key.Key_J, CTRL)
    assert desktop.controller.shortcuts.keys("export_plot") == ("Ctrl+J",)
    assert desktop.controller.actions["export_plot"].toolTip().endswith("(Ctrl+J)")
    page.go_to("workspace_why")
    QTest.keyClick(page.field, Qt.Key.Key_F8)
    page.go_to("show_examples")
    QTest.keyClick(page.field, Qt.Key.Key_F9)
    tips = [widget.toolTip() for widget in window.findChildren(QWidget)]
    assert any("(F9)" in tip for tip in tips)
    assert any("(F8)" in tip for tip in tips)
    assert not any("(Ctrl+3)" in tip or "(Ctrl+Shift+L)" in tip for tip in tips)
    page.go_to("search_commands")
    QTest.keyClick(page.field, Qt.Key.Key_K, CTRL)
    window.search.resize(400, 30)
    assert window.search._keys == "Ctrl+K"
    page.window().reject()
    desktop.controller.actions["show_shortcuts"].trigger()
    sheet = window.findChild(QDialog, "HelpSheet")
    keys = {label.text() for label in sheet.findChildren(QLabel) if label.objectName() == "KeyName"}
    assert {"Ctrl+J", "Ctrl+K", "F8", "F9"} <= keys
    assert not {"Ctrl+E", "Ctrl+Shift+P"} & keys
    sheet.reject()


def test_the_list_is_searched_by_name_and_by_keys(page):
    for typed, wanted in (("export pl", "Export plot"), ("ctrl+e", "Export plot"), ("dock traces", "Dock: Traces")):
        page.search.setText(typed)
        assert page.table.item(0, 0).text() == wanted
    page.search.setText("qqqq")
    assert (page.command(), page.field.isEnabled()) == ("", False)


def test_tips_take_the_keys_that_are_in_use():
    use_keys({"Ctrl+S": "F9", "F9": "Ctrl+S", "Ctrl+G": "", "Alt+←": "Alt+B"})
    assert with_keys("Save (Ctrl+S)") == "Save (F9)"
    assert with_keys(with_keys("Save (Ctrl+S)")) == "Save (F9)"
    assert with_keys("Play (Ctrl+Space)") == "Play (Ctrl+Space)"
    assert with_keys("Draw (Ctrl+G)") == "Draw"
    assert with_keys("Draw (Ctrl+G; on: F9)") == "Draw (–; on: Ctrl+S)"
    assert with_keys("Back (Alt+←)") == "Back (Alt+B)"
    use_keys({})
    assert [with_keys(text) for text in ("Save (F9)", "Draw", "Draw (–; on: Ctrl+S)")] == [
        "Save (Ctrl+S)",
        "Draw (Ctrl+G)",
        "Draw (Ctrl+G; on: F9)",
    ]
