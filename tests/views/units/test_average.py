"""A moving average on screen: which unit it is of, what a click does, and what other cells are told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.units.average import AverageLayout, paint_average_body
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import UnitRef
from gatescope.views.units.average import AverageView
from tests.paint.looking import pixels
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on, said, settle
from tests.views.units.shown import put

SIZE = (620, 240)


def test_it_is_of_the_chosen_unit_and_follows_the_cursor(qtbot: QtBot) -> None:
    run = real_run("gru")
    view, shown = put(qtbot, AverageView(), run, size=SIZE, token=2)
    assert view.plot().unit == 0
    part = run.network.parts[0]
    view.show_focus(shown, focus_on(shown, token=2, units=(UnitRef(run.model, part, 4),)))
    assert view.plot().unit == 4
    asked: list[object] = []
    view.asked.connect(asked.append)
    view.show_focus(shown, focus_on(shown, token=6, units=(UnitRef(run.model, part, 4),)))
    assert (view.plot().cursor, asked) == (6, [])


def test_a_click_puts_the_cursor_there_and_a_token_tells_its_values(qtbot: QtBot) -> None:
    run = real_run("gru")
    view, _ = put(qtbot, AverageView(), run, size=SIZE, token=2)
    told: list[int] = []
    view.token_clicked.connect(told.append)
    picture = view._picture
    at = QPoint(round(picture.x_of(7.5)), round(picture.layout_now.area.center().y()))
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    assert told == [7]
    text = said(view.spot_at(at))
    assert "unit 0" in text
    assert "true EWMA" in text
    assert "what is left" in text
    assert said(view.spot_at_cursor()).startswith("“was” · unit 0")


def test_an_rnn_is_told_why_there_is_nothing(qtbot: QtBot) -> None:
    view, shown = put(qtbot, AverageView(), real_run("rnn"), real_run("gru"), size=SIZE, model="toy-rnn")
    assert view._veil.text.startswith("An RNN has no gate that keeps its state")
    assert view.plot().nothing_to_draw().startswith("An RNN has no gate")
    view.show_focus(shown, focus_on(shown, model="toy-gru"))
    assert not view._veil.text
    assert view.plot().model == "toy-gru"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_screen_and_file_are_one_picture(qtbot: QtBot, cell: str, theme: Theme) -> None:
    view, _ = put(qtbot, AverageView(), real_run(cell), size=SIZE, token=4)
    view.set_theme(theme)
    settle()
    shown = view._picture
    picture = QImage(shown.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas, plot = Canvas(painter, theme, QRectF(), 1.0), view.plot()
    left, right = shown.axis()
    placement = Placement(left - 9, right - 9, view.token_range.first, view.token_range.last)
    paint_average_body(
        canvas, plot, AverageLayout(canvas, plot, QRectF(shown.rect()).adjusted(9, 0, -9, -8), placement)
    )
    painter.end()
    assert np.array_equal(pixels(shown.grab().toImage()), pixels(picture))
