"""The table of units on screen: choosing, sorting, finding, and the same cells as on paper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.table import paint_cell, paint_head, paint_trace_cursor
from gatescope.paint.units.table_layout import HEAD, ROW, column_edges
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.units.table_plot import UnitTablePlot
from gatescope.session.document.document import UnitRef
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.units.unit_table import UnitTable
from gatescope.views.units.units import UnitsView
from tests.paint.looking import pixels
from tests.plots.units.real import real_run
from tests.views.helpers import focus_on, said, settle
from tests.views.units.shown import put

SIZE = (760, 300)
CELLS = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


def table_of(view: UnitsView) -> UnitTable:
    return view.findChildren(UnitTable)[0]


def rows(view: UnitsView) -> list[int]:
    return view.plot().rows.tolist()


def pick(view: UnitsView, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    table = table_of(view)
    at = QPoint(20, table.rowViewportPosition(row) + 5)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, at)


@CELLS
def test_a_click_chooses_a_unit_everywhere(qtbot: QtBot, cell: str) -> None:
    run = real_run(cell, layers=2)
    view, _ = put(qtbot, UnitsView(), run, size=SIZE, part=run.network.parts[-1])
    told: list[tuple[UnitRef, bool]] = []
    view.unit_clicked.connect(lambda ref, extend: told.append((ref, extend)))
    pick(view, 2)
    pick(view, 0, Qt.KeyboardModifier.ControlModifier)
    part, shown = run.network.parts[-1], rows(view)
    assert told == [(UnitRef(run.model, part, shown[2]), False), (UnitRef(run.model, part, shown[0]), True)]


def test_the_keys_walk_through_the_rows(qtbot: QtBot) -> None:
    run = real_run(units=30)
    view, shown = put(qtbot, UnitsView(), run, size=SIZE)
    told: list[int] = []

    def choose(ref: UnitRef, _extend: bool) -> None:
        told.append(ref.unit)
        view.show_focus(shown, focus_on(shown, units=(ref,)))

    view.unit_clicked.connect(choose)
    table = table_of(view)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home):
        QTest.keyClick(table, key)
    order = rows(view)
    assert told == [order[0], order[1], order[0], order[-1], order[-1], order[0]]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.cell_rect(order[-1], "unit") is not None
    assert table.first_row > 0
    assert view.plot().first == table.first_row
    view.reset_view()
    assert table.first_row == 0


def test_heads_sort(qtbot: QtBot) -> None:
    view, _ = put(qtbot, UnitsView(), real_run(), size=SIZE)
    head = table_of(view).horizontalHeader()

    def click(column: str) -> None:
        section = view.plot().columns.index(column)
        at = QPoint(head.sectionViewportPosition(section) + 10, 8)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)

    usual = rows(view)
    click("unit")
    assert rows(view) == [0, 1, 2, 3, 4, 5]
    click("unit")
    assert rows(view) == [5, 4, 3, 2, 1, 0]
    click("half_life")
    assert (np.diff(view.plot().numbers["half_life"][rows(view)]) <= 0).all()
    click("correlation")
    assert rows(view) == usual
    click("correlation")
    assert rows(view) == usual[::-1]


def test_units_are_found(qtbot: QtBot) -> None:
    view, _ = put(qtbot, UnitsView(), real_run(), size=SIZE)
    (field,) = view.findChildren(QLineEdit)
    field.setText("2")
    assert rows(view) == [2]
    field.setText("|ρ| > 5")
    assert rows(view) == []
    assert "No unit fits “|ρ| > 5”." in view._finding.accessibleName()
    field.setText("hm")
    assert len(rows(view)) == 6
    assert "Write a unit (27, 3-9)" in view._finding.accessibleName()
    field.clear()
    assert "follows the read-out most" in view._finding.accessibleName()


def test_another_state_is_asked_for(qtbot: QtBot) -> None:
    run = real_run("lstm")
    view, _ = put(qtbot, UnitsView(), run, size=SIZE)
    menus = [menu for menu in view.findChildren(ChoiceMenu) if menu.isVisible()]
    assert [menu.accessibleName() for menu in menus] == ["State of the units"]
    menus[0].segment_picked.emit("cell_state")
    assert view.plot().values is run.trace["cell_state"]
    other, _ = put(qtbot, UnitsView(), real_run("gru"), size=SIZE)
    assert not [menu for menu in other.findChildren(ChoiceMenu) if menu.isVisible()]


def test_the_cursor_moves_over_the_lines_alone(qtbot: QtBot) -> None:
    view, shown = put(qtbot, UnitsView(), real_run(), size=SIZE)
    asked: list[object] = []
    view.asked.connect(asked.append)
    view.show_focus(shown, focus_on(shown, token=7))
    assert view.plot().cursor == 7
    assert asked == []


def test_what_is_under_the_mouse(qtbot: QtBot) -> None:
    run = real_run()
    view, shown = put(qtbot, UnitsView(), run, size=SIZE)
    table, unit = table_of(view), rows(view)[1]
    cell = table.cell_rect(unit, "trace")
    assert cell is not None
    spot = view.spot_at(table.mapTo(view, QPoint(round(cell.center().x()), round(cell.center().y()))))
    assert spot is not None
    assert spot.value.signal == "hidden_state"
    assert spot.value.token in (5, 6)
    assert spot.value.unit == UnitRef(run.model, run.network.parts[0], unit)
    cell = table.cell_rect(unit, "right")
    assert cell is not None
    spot = view.spot_at(table.mapTo(view, QPoint(round(cell.center().x()), round(cell.center().y()))))
    assert f"unit {unit}" in said(spot)
    assert "ρ with the read-out" in said(spot)
    assert view.spot_at_cursor() is None
    view.show_focus(shown, focus_on(shown, units=(UnitRef(run.model, run.network.parts[0], unit),)))
    assert f"unit {unit}" in said(view.spot_at_cursor())


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@CELLS
def test_screen_and_file_are_one_picture(qtbot: QtBot, cell: str, theme: Theme) -> None:
    view = UnitsView()
    view, _ = put(qtbot, view, real_run(cell), size=SIZE, token=3)
    view.set_theme(theme)
    settle()
    table, plot = table_of(view), view.plot()
    port, head = table.viewport(), table.horizontalHeader().viewport()
    shown = pixels(port.grab().toImage())
    for row, unit in enumerate(rows(view)[: shown.shape[0] // int(ROW)]):

        def cell(canvas: Canvas, column: str, place: QRectF, unit: int = unit) -> None:
            paint_cell(canvas, plot, unit, column, place)
            if column == "trace":
                paint_trace_cursor(canvas, plot, unit, place)

        strip = shown[row * int(ROW) : (row + 1) * int(ROW)]
        assert np.array_equal(strip, painted(plot, port.width(), int(ROW), theme, cell))
    names = painted(plot, head.width(), int(HEAD), theme, lambda canvas, *where: paint_head(canvas, plot, *where))
    assert np.array_equal(pixels(head.grab().toImage())[:, : port.width()], names[:, : port.width()])


def painted(
    plot: UnitTablePlot, width: int, height: int, theme: Theme, paint: Callable[[Canvas, str, QRectF], None]
) -> np.ndarray:
    """A row of cells, or the head, as the painters make it."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(), 1.0)
    for column, (left, right) in column_edges(plot.columns, width, 1.0).items():
        place = QRectF(left, 0, right - left, height)
        painter.setClipRect(place)
        paint(canvas, column, place)
    painter.end()
    return pixels(picture)


def test_many_units_cost_no_more_than_those_in_sight(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    monkeypatch.setattr(
        "gatescope.views.units.row_painter.paint_cell", lambda canvas, plot, unit, column, rect: painted.append(unit)
    )
    view, _ = put(qtbot, UnitsView(), real_run(units=1024), size=SIZE)
    assert len(rows(view)) == 1024
    assert 0 < len(set(painted)) < 15


def test_nothing_to_show_and_one_token(qtbot: QtBot) -> None:
    view, _ = put(qtbot, UnitsView(), real_run(text=""), size=SIZE)
    assert view._veil.text == "Type a sentence above to see what its units do."
    assert view.plot().nothing_to_draw()
    one, _ = put(qtbot, UnitsView(), real_run(text="good", units=1), size=SIZE)
    assert rows(one) == [0]


def test_screen_readers_hear_whole_rows(qtbot: QtBot) -> None:
    view, _ = put(qtbot, UnitsView(), real_run(), size=SIZE)
    model = table_of(view).table
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(f"unit {rows(view)[0]}, h_t ")
    assert "half-life in tokens" in spoken
    heads = [model.headerData(section, Qt.Orientation.Horizontal) for section in range(model.columnCount())]
    assert heads[0] == "unit"
    assert heads[-1] == "ρ with the read-out"
    assert model.data(model.index(0, 0)) == str(rows(view)[0])


def test_no_key_waits_for_all_rows(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    view, _ = put(qtbot, UnitsView(), real_run(units=30), size=(760, 500))
    painted: list[int] = []

    def count(canvas: Canvas, plot: UnitTablePlot, unit: int, column: str, rect: QRectF) -> None:
        painted.append(unit)

    monkeypatch.setattr("gatescope.views.units.row_painter.paint_cell", count)
    table = table_of(view)
    in_sight = [unit for unit in rows(view) if table.cell_rect(unit, "unit") is not None]
    view._draw_answer(*view._shown)
    table.viewport().repaint()
    assert len(set(painted)) == 4 < len(in_sight)
    qtbot.waitUntil(lambda: set(painted) == set(in_sight))
    settle()
    assert len(painted) == len(in_sight) * len(view.plot().columns)
