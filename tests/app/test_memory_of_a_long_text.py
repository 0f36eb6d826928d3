"""A text that was cleared leaves no records behind, whichever views were in sight before and after."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.app.window.dock_table import DOCKS
from gatescope.engine import buffers
from gatescope.engine.record import new_record
from tests.app.idle import PAGES, give_layers
from tests.rest import rest

pytestmark = pytest.mark.slow

LONG = "the film was not good at all but the end of it was " * 60


def shown(desktop: Desktop, text: str) -> bool:
    session = desktop.session
    return session.snapshot.text == text and not session.computing


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("name", [dock.name for dock in DOCKS])
def test_nothing_of_a_cleared_text_is_held(
    qtbot: QtBot, desktop: Desktop, monkeypatch, name: str, hidden: bool
) -> None:
    alive: weakref.WeakValueDictionary[int, object] = weakref.WeakValueDictionary()

    def counted(*arguments, **options):
        record = new_record(*arguments, **options)
        alive.update((id(array), array) for array in record if array.size)
        return record

    monkeypatch.setattr(buffers, "new_record", counted)
    give_layers(qtbot, desktop, name)
    session, window = desktop.session, desktop.window
    dock = next(dock for dock in DOCKS if dock.name == name)
    window.arrangements.show(dock.workspaces[0])
    host = window.dock_host.docks[name]
    host.show()
    host.raise_()
    view = window.views[name]
    qtbot.waitUntil(lambda: view.in_sight)
    session.edit_text(LONG, None)
    qtbot.waitUntil(lambda: shown(desktop, LONG), timeout=20_000)
    session.change_focus(token=3)
    rest(desktop)
    middle = QPointF(view.width() / 2, view.height() / 2)
    part = view.childAt(middle.toPoint()) or view
    none = Qt.MouseButton.NoButton
    at = QPointF(part.mapFrom(view, middle.toPoint()))
    moved = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(part, moved)
    many = sum(array.nbytes for array in alive.values())
    assert many > 600_000
    if hidden:
        host.hide()
        assert not view.in_sight
    session.edit_text("", 0)
    qtbot.waitUntil(lambda: shown(desktop, ""))

    def held() -> int:
        gc.collect()
        return sum(array.nbytes for array in alive.values())

    # A thread may still be at an answer that nothing waits for any more.
    qtbot.waitUntil(lambda: held() < many / 5, timeout=20_000)
    # It is drawn again as soon as it is seen.
    session.edit_text("the film", 8)
    qtbot.waitUntil(lambda: shown(desktop, "the film"))
    host.show()
    host.raise_()
    # Fixed points are searched for in another process; without a run of training there are no checkpoints.
    plotless = name in PAGES or name == "checkpoints"
    qtbot.waitUntil(lambda: view.in_sight and (plotless or view.plot() is not None), timeout=30_000)
    qtbot.wait(50)
