"""Activation curves on screen: the point that is dragged, dots that are chosen, and the picture of the file."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.curves import CurvesLayout, paint_curves_body
from gatescope.paint.units.dots import Hit, paint_rings
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.units.curves import OF_UNIT
from gatescope.session.document.document import UnitRef
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.units.curves import CurvesView
from tests.app.gestures import turn_wheel
from tests.paint.looking import pixels
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on, said, settle
from tests.views.units.shown import put

SIZE = (560, 300)


def test_the_point_is_dragged_along_the_curve(qtbot: QtBot) -> None:
    view, _ = put(qtbot, CurvesView(), real_run(), size=SIZE)
    picture, layout = view._curves, view._curves.layout_now
    panel = view.plot().panels[0]
    x = layout.x_in(0, np.array(2.0))
    at = QPoint(round(float(x)), round(float(layout.y_in(0, np.array(panel.at(2.0)[0])))))
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=at)
    to = QPoint(round(float(layout.x_in(0, np.array(5.0)))), at.y())
    QTest.mouseMove(picture, to)
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=to)
    assert view.plot().point == pytest.approx(5.0, abs=0.1)
    assert view.plot().x == (-8.0, 8.0)
    (field,) = view.findChildren(QDoubleSpinBox)
    assert field.value() == pytest.approx(5.0, abs=0.1)
    field.setValue(-3.0)
    assert view.plot().point == -3.0


def test_dots_follow_the_cursor_and_choose_units(qtbot: QtBot) -> None:
    run = real_run()
    view, shown = put(qtbot, CurvesView(), run, size=SIZE, token=2)
    asked: list[object] = []
    view.asked.connect(asked.append)
    view.show_focus(shown, focus_on(shown, token=5))
    np.testing.assert_allclose(view.plot().groups[0].xs, run.trace[f"preactivation.{view.plot().groups[0].signal}"][5])
    assert asked == []
    told: list[UnitRef] = []
    view.unit_clicked.connect(lambda ref, _extend: told.append(ref))
    layout = view._curves.layout_now
    hit = Hit(0, 4)
    at = layout.centre(hit).toPoint()
    found = layout.nearest(QPointF(at))
    QTest.mouseClick(view._curves, Qt.MouseButton.LeftButton, pos=at)
    assert [ref.unit for ref in told] == [found.unit]
    text = said(view.spot_at(view._curves.mapTo(view, at)))
    assert "slope" in text
    assert "before the nonlinearity" in text


def test_dots_of_one_unit_are_tokens(qtbot: QtBot) -> None:
    run = real_run()
    view, shown = put(qtbot, CurvesView(), run, size=SIZE, units=(UnitRef(run.model, run.network.parts[0], 2),))
    (menu,) = view.findChildren(ChoiceMenu)
    menu.segment_picked.emit(OF_UNIT)
    assert view.plot().where == "unit 2"
    told: list[int] = []
    view.token_clicked.connect(told.append)
    layout = view._curves.layout_now
    # The whole pixel that is clicked may be nearer to another dot.
    at = layout.centre(Hit(0, 3)).toPoint()
    QTest.mouseClick(view._curves, Qt.MouseButton.LeftButton, pos=at)
    assert told == [layout.nearest(QPointF(at)).unit]
    assert "token" in said(view.spot_at(view._curves.mapTo(view, at)))
    view.show_focus(shown, focus_on(shown, units=(UnitRef(run.model, run.network.parts[0], 4),)))
    assert view.plot().where == "unit 4"


def test_the_wheel_zooms_along_the_axis(qtbot: QtBot) -> None:
    view, _ = put(qtbot, CurvesView(), real_run(), size=SIZE)
    turn_wheel(view._curves, QPoint(150, 120))
    low, high = view.plot().x
    assert high - low < 16
    view.reset_view()
    assert view.plot().x == (-8.0, 8.0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_screen_and_file_are_one_picture(qtbot: QtBot, cell: str, theme: Theme) -> None:
    view, _ = put(qtbot, CurvesView(), real_run(cell), size=SIZE)
    view.set_theme(theme)
    settle()
    shown = view._curves
    picture = QImage(shown.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas, plot = Canvas(painter, theme, QRectF(), 1.0), view.plot()
    layout = CurvesLayout(canvas, plot, QRectF(shown.rect()).adjusted(9, 0, -9, -8))
    paint_curves_body(canvas, plot, layout)
    paint_rings(canvas, plot, layout)
    painter.end()
    assert np.array_equal(pixels(shown.grab().toImage()), pixels(picture))
