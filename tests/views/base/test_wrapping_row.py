"""Controls stand in one line where those that can do with less get less; else they wrap as wide as they want to be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gatescope.views.base.wrapping_row import WrappingRow

GAP, MARGIN = 4, 9


class Fixed(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(100, 20)


class Yielding(Fixed):
    def least_width(self) -> int:
        return 60


def row_of(qtbot: QtBot, width: int, controls: list[QWidget]) -> WrappingRow:
    row = WrappingRow(30, GAP, MARGIN)
    qtbot.addWidget(row)
    row.set_controls(controls)
    row.resize(width, row.height_for(width))
    row.show()
    return row


def test_where_there_is_room_every_control_is_as_wide_as_it_wants(qtbot: QtBot) -> None:
    controls = [Fixed(), Yielding(), Yielding()]
    row = row_of(qtbot, 400, controls)
    assert [one.width() for one in controls] == [100, 100, 100]
    assert row.height() == 30


@pytest.mark.parametrize("lacking", [1, 7, 79, 80])
def test_what_can_do_with_less_makes_room_for_one_line(qtbot: QtBot, lacking: int) -> None:
    controls = [Fixed(), Yielding(), Yielding()]
    width = 300 + 2 * GAP + 2 * MARGIN - lacking
    row = row_of(qtbot, width, controls)
    assert row.height() == 30
    assert controls[0].width() == 100
    assert all(60 <= one.width() < 100 for one in controls[1:])
    assert controls[-1].geometry().right() < width - MARGIN
    # No more is taken than is lacking, but for a pixel each.
    assert sum(one.width() for one in controls) >= 300 - lacking - 2


def test_where_even_that_is_too_little_they_wrap_and_get_all_they_want(qtbot: QtBot) -> None:
    controls = [Fixed(), Yielding(), Yielding()]
    row = row_of(qtbot, 300 + 2 * GAP + 2 * MARGIN - 81, controls)
    assert row.height() == 60
    assert [one.width() for one in controls] == [100, 100, 100]
