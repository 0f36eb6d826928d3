"""A view of one picture: what it leaves to its tools, and what it says of its least size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.views.base.picture_view import PictureView
from tests.plots.builders import run, snapshot
from tests.views.helpers import settle


class Picture(QWidget):
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 50)


class Toy(PictureView[Picture]):
    def __init__(self, *tools: QWidget) -> None:
        super().__init__()
        if tools:
            self._add_tools(list(tools))
        self._set_picture(Picture(self))

    @property
    def picture(self) -> Picture:
        return self._picture


def put(qtbot: QtBot, view: Toy, wide: int, high: int) -> Toy:
    qtbot.addWidget(view)
    view.resize(wide, high)
    with qtbot.waitExposed(view):
        view.show()
    settle()
    return view


def test_without_tools_the_picture_fills_the_view(qtbot: QtBot) -> None:
    view = put(qtbot, Toy(), 300, 200)
    assert view.picture.geometry() == QRect(0, 0, 300, 200)
    assert view.minimumSizeHint() == view.sizeHint() == QSize(120, 50)


def test_the_picture_is_below_its_tools_and_gives_way_where_they_wrap(qtbot: QtBot) -> None:
    buttons = [QPushButton(f"button {number}") for number in range(3)]
    view = put(qtbot, Toy(*buttons), 600, 200)
    assert view.picture.geometry() == QRect(0, 30, 600, 170)
    assert view.minimumSizeHint() == view.sizeHint() == QSize(0, 80)
    view.resize(buttons[0].width() + 30, 200)
    assert view.picture.geometry() == QRect(0, 90, view.width(), 110)
    view.resize(600, 20)
    assert view.picture.height() == 1


def test_a_tool_with_a_longer_text_moves_the_picture(qtbot: QtBot) -> None:
    buttons = [QPushButton("one"), QPushButton("two")]
    view = put(qtbot, Toy(*buttons), 260, 200)
    assert view.picture.y() == 30
    buttons[1].setText("two, and so long that it needs a line of its own")
    settle()
    assert view.picture.geometry() == QRect(0, 60, 260, 140)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_the_picture_leaves_free_has_the_colour_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    view = put(qtbot, Toy(QPushButton("one")), 300, 200)
    view.set_theme(theme)
    view.setStyleSheet("QLabel { color: red; }")
    assert view.grab().toImage().pixelColor(290, 15).name() == theme.surface.lower()


def test_the_run_in_front_is_that_of_the_focus_or_the_first(qtbot: QtBot) -> None:
    view = Toy()
    qtbot.addWidget(view)
    assert view._run_in_front() is None
    one, two = run(), replace(run(), model="second")
    shown = snapshot(one, two)
    for name, found in ((two.model, two), ("none of them", one)):
        view.show_snapshot(shown, Focus(model=name))
        assert view._run_in_front() is found
    view.show_snapshot(snapshot(), Focus(model=one.model))
    assert view._run_in_front() is None
