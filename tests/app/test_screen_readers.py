"""What a screen reader is told: controls have names and roles, pictures tell the value at the cursor."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabBar, QWidget

import gatescope.app
import gatescope.views
from gatescope.app.commands.table import COMMANDS
from gatescope.plots.gradient_words import quoted
from gatescope.session.document.document import UnitRef
from gatescope.views.base.accessible import ROLES, look_for_screen_readers

Role, Text = QAccessible.Role, QAccessible.Text

NO_CONTROL = {Role.NoRole, Role.Client, Role.Border, Role.Window}
"""Roles of which a screen reader says nothing, or that it is a part of a window."""
COMPARED = ["sentiment-rnn", "sentiment-gru", "sentiment-lstm"]


@pytest.fixture(autouse=True)
def _listening(desktop):
    """A screen reader is started after the window."""
    QAccessible.setActive(True)
    look_for_screen_readers()
    yield
    QAccessible.setActive(False)


def untold(window: QWidget) -> list[str]:
    """Every widget of `window` in sight that can have the keyboard, or that has a name, and tells too little."""
    look_for_screen_readers()
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window or widget.focusProxy() is not None:
            continue
        # Qt keeps the bars of tabs that are no more.
        if isinstance(widget, QTabBar) and not widget.count():
            continue
        access = QAccessible.queryAccessibleInterface(widget)
        name, focusable = access.text(Text.Name), widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        named = bool(widget.accessibleName())
        if (focusable and not name) or ((focusable or named) and access.role() in NO_CONTROL):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} {name!r}: {access.role().name}")
    return found


def test_every_control_of_every_workspace_and_dock_has_a_name_and_a_role(qtbot, desktop):
    window = desktop.window
    desktop.session.show(COMPARED)
    found: set[str] = set()
    for workspace in window.arrangements.workspaces:
        window.arrangements.show(workspace)
        qtbot.wait(20)
        found |= set(untold(window))
    for dock in window.dock_host.docks.values():
        dock.show()
        dock.raise_()
        qtbot.wait(5)
        found |= set(untold(window))
    assert not found


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_every_control_of_every_dialog_has_a_name_and_a_role(qtbot, desktop):
    """Of each that a command opens, whether the command waits for its end or not."""
    found, seen = set(), set()

    def look() -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                # Those for files are Qt's own.
                if not isinstance(dialog, QFileDialog):
                    seen.add(type(dialog).__name__)
                    found.update(f"{type(dialog).__name__}: {one}" for one in untold(dialog))
                dialog.reject()

    timer = QTimer()
    timer.setInterval(30)
    timer.timeout.connect(look)
    timer.start()
    for command in COMMANDS:
        if command.text.endswith("…") or command.menu == "&Help":
            desktop.controller.actions[command.name].trigger()
            qtbot.wait(80)
    timer.stop()
    qtbot.wait(0)
    assert {"PageDialog", "GlossaryPage", "SettingsDialog", "ExportDialog", "InspectorDialog"} <= seen
    assert not found


def test_maps_and_traces_tell_the_value_at_the_cursor_in_plain_words(qtbot, desktop):
    run = desktop.session.snapshot.run("sentiment-lstm")
    desktop.session.change_focus(units=(UnitRef(run.model, run.network.parts[-1], 3),))
    desktop.session.set_token(3)
    for name in ("heatmaps", "traces"):
        view = desktop.window.views[name]
        told = [
            QAccessible.queryAccessibleInterface(one).text(Text.Value) for one in (view, *view.findChildren(QWidget))
        ]
        assert told[0] in told[1:], name
        assert told[0].startswith(f"{quoted(run.tokens, 3)}, unit 3"), told[0]


def test_a_screen_reader_hears_of_every_move_of_the_cursor(desktop, monkeypatch):
    told: list[tuple[object, str]] = []

    class Listening(QAccessible):
        """A screen reader that hears everything."""

        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event):
            told.append((event.object(), event.value()))

    traces = desktop.window.views["traces"]
    desktop.session.set_token(2)
    monkeypatch.setattr("gatescope.views.base.accessible.QAccessible", Listening)
    desktop.session.set_token(3)
    assert dict(told)[traces] == traces.spot_at_cursor().value.text().spoken
    assert {view for view, _ in told} >= {desktop.window.sentence, traces, desktop.window.heatmaps}
    monkeypatch.setattr(Listening, "isActive", lambda: False)
    before = len(told)
    desktop.session.set_token(4)
    assert len(told) == before


def test_every_name_in_the_table_of_roles_is_that_of_a_widget():
    names = set()
    for package in (gatescope.app, gatescope.views):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            names |= set(vars(importlib.import_module(module.name)))
    assert set(ROLES) <= names
