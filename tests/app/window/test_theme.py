"""A change of theme asks no more of the GUI thread than it must."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget

from gatescope.app.start.application import Desktop
from gatescope.plots.theme import DARK
from tests.app.inspector.files import gru_file
from tests.journeys.pictures import pixels_of


class Restyled(QObject):
    """Counts how often every widget is styled anew."""

    def __init__(self) -> None:
        super().__init__()
        self.times: Counter[QWidget] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange and isinstance(watched, QWidget):
            self.times[watched] += 1
        return False


@pytest.fixture
def inspected(qtbot, desktop: Desktop, tmp_path) -> Desktop:
    """The window after its inspector was opened and closed, in light."""
    desktop.controller.design.choose("light")
    desktop.controller.open_paths([gru_file(tmp_path / "mine.safetensors")])
    qtbot.waitUntil(lambda: not desktop.controller.loads.running)
    desktop.controller.actions["inspect_model"].trigger()
    desktop.controller.inspection.dialog.close()
    return desktop


def count(desktop: Desktop, theme: str) -> Counter[QWidget]:
    counter = Restyled()
    QApplication.instance().installEventFilter(counter)
    desktop.controller.design.choose(theme)
    QApplication.instance().removeEventFilter(counter)
    return counter.times


def test_the_widgets_of_the_window_are_styled_few_times(inspected):
    times = count(inspected, "dark")
    # Twice by the window, and once more by each style sheet of its own that is about it.
    assert times[inspected.window] == 1
    assert set(times) <= {inspected.window, *inspected.window.findChildren(QWidget)}
    assert max(times.values()) <= 4
    assert QApplication.instance().styleSheet() == ""


def test_the_same_theme_styles_nothing_that_is_the_windows_own(inspected):
    inspected.controller.design.choose("dark")
    times = count(inspected, "dark")
    assert times[inspected.window] == 0
    assert sum(times.values()) < len(inspected.window.findChildren(QWidget)) / 2


def test_a_closed_inspector_is_dressed_when_it_is_opened_again(inspected):
    dialog = inspected.controller.inspection.dialog
    before = dialog.styleSheet()
    inspected.controller.design.choose("dark")
    assert dialog.styleSheet() == before
    inspected.controller.actions["inspect_model"].trigger()
    assert dialog.styleSheet() != before
    assert dialog.heading.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text.lower()


def test_an_open_inspector_follows_in_a_turn_of_its_own(qtbot, inspected):
    inspected.controller.actions["inspect_model"].trigger()
    dialog = inspected.controller.inspection.dialog
    before = dialog.styleSheet()
    inspected.controller.design.choose("dark")
    assert dialog.styleSheet() == before
    qtbot.waitUntil(lambda: dialog.styleSheet() == inspected.window.styleSheet())


def test_an_inspector_goes_with_its_window(qtbot, inspected):
    inspected.controller.actions["inspect_model"].trigger()
    dialog = inspected.controller.inspection.dialog
    assert dialog.windowHandle().transientParent() is inspected.window.windowHandle()
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    inspected.controller.close()
    qtbot.waitUntil(lambda: bool(gone))


def test_dialogs_of_the_window_wear_what_it_wears(inspected):
    inspected.controller.design.choose("dark")
    dialog = QDialog(inspected.window)
    dialog.ensurePolished()
    assert dialog.grab().toImage().pixelColor(2, 2).name() == DARK.window.lower()
    dialog.deleteLater()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast-light", "contrast-dark"])
def test_a_box_without_its_tick_is_seen(desktop, theme):
    desktop.controller.design.choose(theme)
    box = QCheckBox(desktop.window)
    box.resize(24, 24)
    seen = pixels_of(box.grab().toImage()).astype(int)
    # Along half its height, from edge to edge and to what is beside it.
    assert np.abs(seen[12] - seen[12, -1]).max() > 40
