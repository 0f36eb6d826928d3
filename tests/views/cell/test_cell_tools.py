"""The controls of a cell take as few rows as they can, and the line of steps what is left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gatescope.views.cell.cell_tools import CellTools
from gatescope.views.cell.step_line import WIDTHS


def test_the_line_of_steps_leaves_the_fewest_rows_and_is_else_as_long_as_it_may(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tools = CellTools(window)
    tools.show_unit(30, 32)
    tools.show_where("“wonderful” · 14 of 15")
    line, found = tools.line, {}
    for width in range(320, 1200, 4):
        height = tools.height_for(width)
        found[width] = line.sizeHint().width(), height
    heights = [height for _, height in found.values()]
    assert heights == sorted(heights, reverse=True)
    one_row = [line for line, height in found.values() if height == heights[-1]]
    # Longest wherever there is room, shorter for the word at the end of the row, shortest for one row alone.
    steps = [line for line, before in zip(one_row, [0, *one_row], strict=False) if line != before]
    assert steps == [WIDTHS[2], WIDTHS[1], WIDTHS[0], WIDTHS[1], WIDTHS[0]]
