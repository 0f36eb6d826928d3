"""The tables of the inspector."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gatescope.app.inspector.column import Column
from gatescope.app.inspector.records import RecordTable
from gatescope.plots.theme import DARK

COLUMNS = (
    Column("Name", lambda r: r[0]),
    Column("Size", lambda r: f"{r[1]} B", "How large", True, lambda r: r[1], lambda r: "bad" if r[1] > 50 else ""),
)


@pytest.fixture
def table(qtbot):
    made = RecordTable("Files", COLUMNS)
    made.allow_sorting()
    qtbot.addWidget(made)
    made.show_records([("b", 100), ("a", 9), ("c", 20)])
    return made


def shown(table):
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_records_stand_as_they_came_until_a_column_is_sorted_by_its_numbers(table):
    assert shown(table) == ["b", "a", "c"]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert shown(table) == ["a", "c", "b"]
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert shown(table) == ["c", "b", "a"]


def test_a_filter_looks_at_every_column(table):
    table.filter("20 b")
    assert shown(table) == ["c"]
    table.filter("")
    assert table.shown() == 3


def test_what_is_chosen_is_the_record_and_not_the_row(table):
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.selectRow(0)
    assert table.current() == ("a", 9)


def test_copy_takes_the_chosen_rows_as_text(qtbot, table):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "b\t100 B\na\t9 B\nc\t20 B"


def test_colours_follow_the_theme(table):
    table.set_theme(DARK)
    assert table.model().index(0, 1).data(Qt.ItemDataRole.ForegroundRole).name() == DARK.bad.lower()
    assert table.model().index(1, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert table.model().headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "How large"
