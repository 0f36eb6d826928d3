"""The plot in front is the one that was touched last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from gatescope.app.window.front_plot import FrontPlot
from gatescope.views.base.plot_view import PlotView


@pytest.fixture
def views(qtbot) -> Iterator[dict[str, PlotView]]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = {name: PlotView() for name in ("maps", "lines", "weights")}
    for view in made.values():
        column.addWidget(view)
        QVBoxLayout(view).addWidget(QLineEdit())
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


@pytest.fixture
def front(views) -> Iterator[FrontPlot]:
    owner = QObject()
    made = FrontPlot(views, "maps", owner)
    yield made
    made.close()


def test_the_keyboard_brings_a_plot_to_the_front(views, front):
    assert front.name == "maps"
    views["weights"].findChild(QLineEdit).setFocus()
    assert front.name == "weights"
    views["lines"].setFocus()
    assert front.name == "lines"


def test_what_lies_outside_of_all_plots_changes_nothing(views, front):
    views["lines"].setFocus()
    outside = QLineEdit()
    views["lines"].window().layout().addWidget(outside)
    outside.setFocus()
    assert front.name == "lines"
    outside.clearFocus()
    assert front.name == "lines"


def test_a_plot_that_is_closed_is_not_in_front(views, front):
    views["lines"].setFocus()
    views["lines"].hide()
    assert front.name == "maps"
    assert list(front.open) == ["maps", "weights"]
    views["lines"].show()
    assert front.name == "lines"


def test_a_mouse_that_rests_counts_and_one_that_passes_does_not(qtbot, views, front):
    views["weights"].setFocus()
    for name, rests in (("lines", True), ("maps", False)):
        enter(views[name])
        if rests:
            qtbot.waitUntil(lambda: front.recent[0] == "lines")
        QApplication.sendEvent(views[name], QEvent(QEvent.Type.Leave))
    qtbot.wait(20)
    assert front.recent == ["lines", "weights", "maps"]
    assert front.name == "weights"
    views["lines"].hide()
    assert front.recent == ["weights", "maps"]


def enter(view):
    here = QPointF(5.0, 5.0)
    QApplication.sendEvent(view, QEnterEvent(here, here, here))
