"""The mouse over every place of the window while the runs in Compare differ in length."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gatescope.app.start.application import Desktop
from gatescope.text.vocabulary import Vocabulary
from gatescope.views.base.spot import Spot
from tests.session.helpers import letter_model, random_network, word_model

TEXT = "the film was not good at all, and that is all there is to say of it"
SHORT = replace(
    word_model("short", "gru"), network=random_network("gru", rows=2), vocabulary=Vocabulary(("film", "good"))
)
MODELS = (SHORT, word_model("words", "lstm", layers=2, directions=("forward", "reverse")), letter_model("letters"))
STEP = 13


def move(widget: QWidget, x: int, y: int) -> None:
    at, whole = QPointF(x, y), widget.mapToGlobal(QPoint(x, y))
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(whole), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, moved)


def _hear(said: set[str], spot: Spot | None) -> None:
    if spot is not None:
        said.add(spot.value.text().plain)


def sweep(desktop: Desktop, place: QWidget | None = None) -> set[str]:
    """Hover over everything in sight in `place`, or in the window, in rows; return what the views said."""
    said: set[str] = set()
    views = list(desktop.window.views.values())
    hear = partial(_hear, said)
    for view in views:
        view.hovered.connect(hear)
    for widget in (place or desktop.window).findChildren(QWidget):
        # An answer that arrives meanwhile may have changed what is there.
        if (
            not isValid(widget)
            or not widget.hasMouseTracking()
            or not widget.isVisible()
            or widget.visibleRegion().isEmpty()
        ):
            continue
        for y in range(1, widget.height(), max(STEP, widget.height() // 8)):
            for x in range(1, widget.width(), STEP):
                move(widget, x, y)
            there = QPoint(widget.width() - 2, y)
            QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, there, widget.mapToGlobal(there)))
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    for view in views:
        view.hovered.disconnect(hear)
    return said


@pytest.mark.slow
@pytest.mark.parametrize(("order", "front"), [(1, "short"), (1, "letters"), (-1, "short"), (-1, "words")])
def test_a_hover_beyond_the_end_of_a_shorter_run_says_nothing_of_it(
    qtbot: QtBot, desktop: Desktop, order: int, front: str
) -> None:
    """Which model gives the words of the axis, and which one is in front, may be either."""
    session, names = desktop.session, [model.name for model in MODELS[::order]]
    for model in MODELS:
        session.add_model(model)
    session.show(names)
    session.edit_text(TEXT, None)
    session.change_focus(model=front)
    window = desktop.window
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: [run.model for run in session.snapshot.runs] == names and session.snapshot.text == TEXT)
    lengths = [len(run.tokens) for run in session.snapshot.runs]
    assert len(set(lengths)) == len(names)
    for name, dock in window.dock_host.docks.items():
        dock.show()
        dock.raise_()  # to the front of its tabs
        qtbot.wait(20)
        assert window.views[name].isVisible()
        sweep(desktop, dock)
    assert any("film" in sentence for sentence in sweep(desktop))
    # What is under the mouse while the text becomes shorter, and before that is drawn.
    maps = window.views["heatmaps"]
    viewport = maps._plot_area.viewport()
    session.edit_text("good", None)
    move(viewport, viewport.width() - 30, viewport.height() // 2)
    qtbot.waitUntil(lambda: session.snapshot.text == "good")
    sweep(desktop)
