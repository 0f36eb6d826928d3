"""Every setting has a control that applies it at once, is explained, and goes back to its usual value."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox
from shiboken6 import isValid

from gatescope.app.settings.dialog import SettingsDialog
from gatescope.app.settings.rows import PAGES, ROWS
from gatescope.plots.notation import notation, use
from gatescope.session.document.notation import Notation
from gatescope.session.preferences import AUTOSAVE_S, REMEMBER_FILES
from tests.window_text import cut_texts


@pytest.fixture
def dialog(qtbot, desktop):
    desktop.controller.actions["settings"].trigger()
    found = desktop.window.findChild(SettingsDialog)
    qtbot.waitUntil(found.isVisible)
    yield found
    use(Notation())


def control(dialog, name):
    dialog.go_to(name)
    return next(dialog.pages[row.page].controls[name] for row in ROWS if row.name == name)


def choose_other(one):
    """Choose a value that it does not have, as a person does with the keyboard."""
    if isinstance(one, QCheckBox):
        QTest.keyClick(one, Qt.Key.Key_Space)
    else:
        assert isinstance(one, QComboBox)
        QTest.keyClick(one, Qt.Key.Key_Down if one.currentIndex() == 0 else Qt.Key.Key_Up)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_setting_is_written_at_once_and_reset_undoes_it(dialog, desktop, row):
    one = control(dialog, row.name)
    assert one.accessibleName() == row.label
    assert one.toolTip() == row.tip
    assert row.read(desktop.settings) == row.usual
    choose_other(one)
    assert row.read(desktop.settings) != row.usual
    assert row.page == dialog.names.currentItem().text()
    dialog.reset_button.click()
    assert row.read(desktop.settings) == row.usual


def test_every_row_is_on_a_page_and_the_usual_value_is_one_that_it_has():
    assert {row.page for row in ROWS} <= set(PAGES)
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.usual in dict(row.options), row.name


def test_the_window_follows(dialog, desktop):
    settings = desktop.settings
    choose_other(control(dialog, "keeps"))
    assert notation().keeps == "old"
    assert desktop.controller.actions["keeps_old"].isChecked()
    control(dialog, "theme").setCurrentIndex(2)
    assert desktop.controller.design.theme.name == "dark"
    assert desktop.controller.actions["theme_dark"].isChecked()
    desktop.controller.design.zoom(1)
    assert control(dialog, "zoom").currentText() == "110 %"
    choose_other(control(dialog, REMEMBER_FILES.name))
    desktop.controller.recent.add(settings.path)
    assert settings.recent == ()


def test_the_copy_of_unsaved_work_takes_its_time_from_the_settings(dialog, desktop):
    autosave = desktop.controller.project.project._autosave
    control(dialog, AUTOSAVE_S.name).setCurrentIndex(2)
    assert autosave._timer.interval() == 10_000


def test_it_opens_once_and_escape_closes_it(qtbot, dialog, desktop):
    desktop.controller.actions["settings"].trigger()
    assert desktop.window.findChildren(SettingsDialog) == [dialog]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog))
    desktop.controller.actions["settings"].trigger()
    assert desktop.controller.preferences.dialog.isVisible()


@pytest.mark.parametrize("zooms", [0, 3])
def test_nothing_is_cut(qtbot, dialog, desktop, zooms):
    desktop.controller.design.zoom(zooms)
    for page in range(len(dialog.pages)):
        dialog.names.setCurrentRow(page)
        qtbot.wait(10)
        assert cut_texts(dialog) == []
