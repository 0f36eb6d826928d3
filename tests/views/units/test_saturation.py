"""Saturation on screen: what it asks, shows and tells, and what a person does with it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import Hit, paint_rings
from gatescope.paint.units.saturation import SaturationLayout, paint_saturation_body
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import UnitRef
from gatescope.session.document.shading import Shading
from gatescope.views.units.saturation import SaturationView
from tests.app.gestures import double_click, turn_wheel
from tests.paint.looking import pixels
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on, said, settle
from tests.views.units.shown import put

CELLS = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


def place_of(view: SaturationView, group: int, unit: int) -> QPoint:
    layout = view._picture.layout_now
    assert layout is not None
    return layout.centre(Hit(group, unit)).toPoint()


@CELLS
def test_a_click_on_a_dot_chooses_its_unit(qtbot: QtBot, cell: str) -> None:
    run = real_run(cell, layers=2)
    view, _ = put(qtbot, SaturationView(), run, part=run.network.parts[-1])
    told: list[tuple[UnitRef, bool]] = []
    view.unit_clicked.connect(lambda ref, extend: told.append((ref, extend)))
    at = place_of(view, len(view.plot().groups) - 1, 3)
    layout = view._picture.layout_now
    unit = layout.nearest(QPointF(at)).unit
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    ref = UnitRef(run.model, run.network.parts[-1], unit)
    assert told == [(ref, False), (ref, True)]
    told.clear()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert told == []


def test_a_choice_elsewhere_is_ringed_and_asks_nothing(qtbot: QtBot) -> None:
    run = real_run()
    view, shown = put(qtbot, SaturationView(), run)
    asked: list[object] = []
    view.asked.connect(asked.append)
    before = view.grab().toImage()
    selected = UnitRef(run.model, run.network.parts[0], 2)
    view.show_focus(shown, focus_on(shown, units=(selected,)))
    settle()
    assert view.plot().selected == {selected}
    assert view.grab().toImage() != before
    assert asked == []


def test_the_layer_in_focus_is_asked_about(qtbot: QtBot) -> None:
    run = real_run(layers=2)
    view, shown = put(qtbot, SaturationView(), run, part=run.network.parts[0])
    assert view.plot().groups[0].part == "layer0.forward"
    view.show_focus(shown, focus_on(shown, part=run.network.parts[1]))
    assert view.plot().groups[0].part == "layer1.forward"


def test_in_compare_the_model_in_front_is_shown(qtbot: QtBot) -> None:
    runs = [real_run(cell) for cell in ("rnn", "gru", "lstm")]
    view, shown = put(qtbot, SaturationView(), *runs, model="toy-gru")
    assert {group.model for group in view.plot().groups} == {"toy-gru"}
    view.show_focus(shown, focus_on(shown, model="toy-rnn"))
    assert {group.model for group in view.plot().groups} == {"toy-rnn"}


def test_wheel_and_drag_move_the_axes_and_all_is_shown_again(qtbot: QtBot) -> None:
    view, _ = put(qtbot, SaturationView(), real_run())
    picture, whole = view._picture, view.plot()
    turn_wheel(picture, QPoint(150, 120))
    near = view.plot()
    assert near.x[1] - near.x[0] < whole.x[1] - whole.x[0]
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(150, 120))
    QTest.mouseMove(picture, QPoint(120, 120))
    QTest.mouseMove(picture, QPoint(100, 120))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(100, 120))
    assert view.plot().x[0] > near.x[0]
    view.reset_view()
    assert (view.plot().x, view.plot().y) == (whole.x, whole.y)
    turn_wheel(picture, QPoint(150, 120))
    double_click(picture, QPoint(5, 5))
    assert view.plot().x == whole.x


def test_a_gate_is_chosen_by_its_line_and_bold_while_in_focus(qtbot: QtBot) -> None:
    run = real_run()
    view, shown = put(qtbot, SaturationView(), run)
    told: list[tuple[str, str]] = []
    view.signal_clicked.connect(lambda *which: told.append(which))
    layout, plot = view._picture.layout_now, view.plot()
    for row, one in enumerate(plot.means):
        place = QPoint(round(layout.column.left() + 30), round(layout.column.top() + (row + 1.5) * layout.row))
        QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=place)
        assert told.pop() == (one.signal, run.model)
    before = view.grab().toImage()
    view.show_focus(shown, focus_on(shown, shading=Shading("input_gate")))
    assert view.plot().focus == "input_gate"
    assert view.grab().toImage() != before


def test_a_dot_says_what_it_is(qtbot: QtBot) -> None:
    run = real_run()
    view, _ = put(qtbot, SaturationView(), run, units=(UnitRef(run.model, run.network.parts[0], 4),))
    spot = view.spot_at_cursor()
    assert spot is not None
    assert spot.value.unit == UnitRef(run.model, run.network.parts[0], 4)
    assert "unit 4" in said(spot)
    assert "forget gate" in said(spot)
    assert "shut " in said(spot)
    at = view.spot_at(place_of(view, 0, 1))
    assert at is not None
    assert at.value.text().rows
    assert view.spot_at(QPoint(1, 1)) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@CELLS
def test_screen_and_file_are_one_picture(qtbot: QtBot, cell: str, theme: object) -> None:
    view = SaturationView()
    view.set_theme(theme)
    view, _ = put(qtbot, view, real_run(cell))
    view.set_theme(theme)
    settle()
    picture = QImage(view.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(), 1.0)
    layout = SaturationLayout(canvas, view.plot(), QRectF(view.rect()).adjusted(9, 0, -9, -8))
    paint_saturation_body(canvas, view.plot(), layout)
    paint_rings(canvas, view.plot(), layout)
    painter.end()
    assert np.array_equal(pixels(view.grab().toImage()), pixels(picture))


def test_nothing_to_show(qtbot: QtBot) -> None:
    view, _ = put(qtbot, SaturationView(), real_run(text=""))
    assert view._veil.text == "Type a sentence above to see which gates stay shut or open."
    assert view.plot().nothing_to_draw()
