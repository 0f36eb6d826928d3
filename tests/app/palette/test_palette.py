"""The search finds whatever can be done or looked at: actions of menus, lessons, models, units, settings, terms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton

from gatescope.app.commands.table import COMMANDS
from gatescope.app.settings.rows import ROWS
from gatescope.views.controls.search_groups import groups_found


def names_found(window, query):
    return [entry.name for group in groups_found(window.search._sources, query) for entry in group.entries]


def reachable(window) -> dict[QAction, str]:
    """Every action with a text that a person reaches by a menu: of the bar, or of a button in view."""
    found: dict[QAction, str] = {}
    menus = {menu.menuAction(): menu for menu in window.findChildren(QMenu)}
    opened = [menus[action] for action in window.menuBar().actions()]
    buttons = [one for one in window.findChildren(QToolButton) if one.menu() is not None]
    opened += [button.menu() for button in buttons if button.isVisible() and button.isEnabled()]
    while opened:
        menu = opened.pop()
        for action in menu.actions():
            if action in menus:
                opened.append(menus[action])
            elif action.text() and not action.isSeparator():
                found[action] = action.text()
    return found


@pytest.mark.parametrize("workspace", ["watch", "why", "space", "train"])
def test_every_action_of_the_window_is_in_it(qtbot, desktop, workspace):
    window = desktop.window
    desktop.controller.recent.add(desktop.settings.path)
    window.arrangements.show(workspace)
    qtbot.wait(100)
    everything = reachable(window)
    assert len(everything) > len(COMMANDS)
    # Each is found by its own name, however many the list shows at a time.
    by_action = {entry.action: entry.name for source in window.search._sources for entry in source.entries("")}
    missing = {text for action, text in everything.items() if action not in by_action}
    assert missing == set()
    for action in everything:
        found = [entry.action for g in groups_found(window.search._sources, by_action[action]) for entry in g.entries]
        assert action in found, by_action[action]


def test_it_finds_what_stands_in_no_menu(qtbot, desktop):
    window, session = desktop.window, desktop.session
    for model in session.document.models:
        assert names_found(window, f"model {model}")[0] == f"Model: {model}"
    for row in ROWS:
        assert f"Setting: {row.label}" in names_found(window, row.label)
    assert names_found(window, "unit 3")[0] == "Unit 3 of sentiment-lstm"
    assert names_found(window, "12")[0] == "Unit 12 of sentiment-lstm"
    assert "forget gate" in names_found(window, "forget gate")
    names_found(window, "")
    qtbot.waitUntil(lambda: bool(desktop.controller.learning.courses.course.cards))
    for card in desktop.controller.learning.courses.course.cards:
        assert card.listed in names_found(window, card.listed)
        assert card.listed in names_found(window, card.title)


def run(window, query):
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, query)
    QTest.keyClick(window.search, Qt.Key.Key_Return)


def test_keys_alone_choose_a_unit_a_model_a_setting_and_a_lesson(qtbot, desktop):
    window, session = desktop.window, desktop.session
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    run(window, "unit 7")
    assert [unit.unit for unit in session.focus.units] == [7]
    run(window, "model sentiment-gru")
    assert session.document.shown == ("sentiment-gru",)
    qtbot.waitUntil(lambda: bool(desktop.controller.learning.courses.course.cards))
    card = desktop.controller.learning.courses.course.cards[0]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    run(window, card.listed)
    assert desktop.controller.learning.lesson.card is card
    run(window, "setting text size")
    dialog = desktop.controller.preferences.dialog
    assert dialog.names.currentItem().text() == "Appearance"
    qtbot.waitUntil(lambda: dialog.pages["Appearance"].controls["zoom"].hasFocus())
    dialog.reject()


def test_a_unit_is_asked_for_by_its_number_or_by_name(desktop):
    window = desktop.window
    assert not [name for name in names_found(window, "u") if name.startswith("Unit ")]
    assert not [name for name in names_found(window, "unity 3") if name.startswith("Unit ")]
    assert [name for name in names_found(window, "u31") if name.startswith("Unit ")] == ["Unit 31 of sentiment-lstm"]
    assert len([name for name in names_found(window, "unit") if name.startswith("Unit ")]) == 8
