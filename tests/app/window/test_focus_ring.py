"""Whatever has the keyboard is ringed in two tones, in both designs; what the mouse has chosen is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.app.window.tab_order import place_in, tab_stops
from gatescope.paint.contrast import contrast
from gatescope.plots.theme import DARK, LIGHT, THEMES


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("workspace", ["watch", "why"])
def test_everything_that_tab_reaches_has_a_ring_of_two_tones(
    qtbot: QtBot, desktop: Desktop, workspace: str, theme: str
) -> None:
    window = desktop.window
    window.resize(1280, 820)
    desktop.controller.actions[f"theme_{theme}"].trigger()
    window.arrangements.show(workspace)
    qtbot.wait(300)
    window.sentence.focus_editor()
    for _ in tab_stops(window):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        ring = window.focus_rings.ring
        assert ring is not None, now
        place = place_in(window, now)
        assert ring.geometry().contains(place.intersected(window.rect().adjusted(3, 3, -3, -3)))
        image = window.grab(ring.geometry()).toImage()
        tones = {image.pixelColor(x, image.height() // 2).name().upper() for x in range(3)}
        assert {THEMES[theme].accent.upper(), THEMES[theme].surface.upper()} <= tones, now
        # What is inside of it is not covered.
        assert not ring.mask().contains(ring.rect().center())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_one_of_the_tones_stands_out_of_any_ground(theme) -> None:
    for ground in (theme.window, theme.surface, theme.raised, theme.accent, theme.negative, theme.positive, "#808080"):
        assert max(contrast(theme.accent, ground), contrast(theme.surface, ground)) >= 3.0


def test_the_mouse_leaves_no_ring_and_the_sentence_has_its_caret(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    assert window.focus_rings.ring is None
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.focus_rings.ring is not None
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_X)
    assert QApplication.focusWidget() is window.sentence.focusProxy()
    assert window.focus_rings.ring is None


def test_the_ring_goes_where_its_widget_goes(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.focus_rings.by_tab(window.export_button, Qt.FocusReason.TabFocusReason)
    ring = window.focus_rings.ring
    before = ring.geometry()
    window.resize(window.width() + 120, window.height())
    qtbot.waitUntil(lambda: ring.geometry() != before)
    assert ring.geometry().contains(place_in(window, window.export_button))
    window.export_button.hide()
    now = QApplication.focusWidget()
    assert now is not window.export_button
    assert window.focus_rings.ring is None or ring.geometry().contains(place_in(window, now))


def test_a_dialog_has_a_ring_of_its_own(qtbot: QtBot, desktop: Desktop) -> None:
    dialog = QDialog(desktop.window)
    column = QVBoxLayout(dialog)
    fields = [QLineEdit(dialog), QLineEdit(dialog)]
    for field in fields:
        column.addWidget(field)
    dialog.show()
    dialog.activateWindow()
    fields[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: desktop.window.focus_rings.ring is not None)
    assert desktop.window.focus_rings.ring.parentWidget() is dialog
    dialog.close()
    dialog.deleteLater()
