from collections import Counter

from PySide6.QtWidgets import QMainWindow

from gatescope.app.commands.actions import build_actions, search_text, tool_tip
from gatescope.app.commands.table import COMMANDS


def test_names_and_shortcuts_are_unique():
    assert max(Counter(c.name for c in COMMANDS).values()) == 1
    assert max(Counter(s for c in COMMANDS for s in c.shortcuts).values()) == 1


def test_every_command_is_in_a_menu_with_a_tip(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    called = []
    actions = build_actions(window, {c.name: lambda name=c.name: called.append(name) for c in COMMANDS})
    assert list(actions) == [c.name for c in COMMANDS]
    for command in COMMANDS:
        assert actions[command.name].statusTip() == command.tip
        assert command.shortcuts == () or command.shortcuts[0] in tool_tip(command)
    top = [menu.text() for menu in window.menuBar().actions()]
    assert top == ["&File", "&Edit", "&Run", "&View", "&Help"]


def test_checkable_commands_of_a_group_exclude_each_other(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = build_actions(window, {c.name: lambda: None for c in COMMANDS})
    actions["theme_dark"].setChecked(True)
    actions["theme_light"].setChecked(True)
    assert not actions["theme_dark"].isChecked()


def test_every_command_does_something(desktop):
    assert list(desktop.controller.actions) == [command.name for command in COMMANDS]


def test_the_search_says_where_a_submenu_is_needed():
    by_name = {command.name: search_text(command) for command in COMMANDS}
    assert by_name["theme_dark"] == "Theme: dark"
    assert by_name["open_file"] == "Open"
    assert len(set(by_name.values())) == len(COMMANDS)
