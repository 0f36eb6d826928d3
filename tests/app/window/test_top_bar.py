"""No control of the top bar lies over another, however narrow the window is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from gatescope.views.controls.segmented import Segmented
from tests.window_text import cut_texts


def parts_of(bar: QFrame) -> list[QWidget]:
    row = bar.layout()
    return [row.itemAt(k).widget() for k in range(row.count()) if row.itemAt(k).widget() is not None]


def free_of_each_other(parts: list[QWidget]) -> bool:
    shown = sorted((part.geometry() for part in parts if part.isVisible()), key=lambda one: one.left())
    return all(before.right() < after.left() for before, after in pairwise(shown))


@pytest.mark.parametrize(("width", "chooser"), [(860, False), (1024, True), (1024, False), (1440, True)])
def test_the_bar_makes_room_for_its_controls(qtbot, desktop, width, chooser):
    window = desktop.window
    bar = window.findChild(QFrame, "TopBar")
    window.resize(width, 700)
    window.part_chooser.setVisible(chooser)
    qtbot.wait(50)
    assert free_of_each_other(parts_of(bar))
    cells = window.model_bar.findChildren(QPushButton)
    assert free_of_each_other(cells)
    assert all(cell.width() >= cell.sizeHint().width() for cell in cells)
    name = bar.findChild(QLabel, "Brand")
    assert name.isVisible() == (width == 1440 or (width == 1024 and not chooser))


@pytest.mark.parametrize("width", [860, 1024, 1440])
@pytest.mark.parametrize("count", [3, 6, 12])
def test_many_models_with_long_names_leave_the_other_controls_in_view(qtbot, desktop, width, count):
    window, model = desktop.window, desktop.session.document.models["sentiment-lstm"]
    names = [f"a copy of the model, number {number}" for number in range(count)]
    window.resize(width, 700)
    window.model_bar.show_models([replace(model, name=name) for name in names], names[:1])
    qtbot.wait(50)
    bar = window.findChild(QFrame, "TopBar")
    assert free_of_each_other(parts_of(bar))
    assert cut_texts(window) == []
    window.model_bar.show_models([model], [model.name])
    qtbot.wait(50)
    assert window.model_bar.findChild(Segmented).isVisible()
