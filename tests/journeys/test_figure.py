"""A figure for a paper in the real window: two views, their order by drag, 85 mm in print, and a PDF that is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import Plan
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Point, Screen

pytestmark = pytest.mark.journey

SIZE = (1200, 760)
POINTS_A_MM = 72 / 25.4


def test_two_views_for_a_paper(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot: QtBot, tmp_path: Path
) -> None:
    window, figures = plan.desktop.window, plan.desktop.controller.composing
    maps = plan.region(window.heatmaps)
    plan.desktop.controller.actions["compose_figure"].trigger()
    dialog, drawing = figures.dialog, figures.drawing
    assert dialog is not None
    assert drawing is not None
    dialog.resize(*SIZE)
    dialog.move(0, 0)
    qtbot.waitUntil(lambda: not drawing.at_work)

    def middle(widget: QWidget) -> Point:
        corner = widget.mapTo(dialog, QPoint())
        return corner.x() + widget.width() // 2, corner.y() + widget.height() // 2

    add, preview = middle(dialog.content.chips.adding), dialog.preview
    corner = preview.mapTo(dialog, QPoint())
    shown = (corner.x(), corner.y(), preview.width(), preview.height())
    figures.show_view("traces")
    qtbot.waitUntil(lambda: not drawing.at_work)
    first, second = (middle(chip) for chip in dialog.content.chips.chips)
    # With lines in the figure their contrast is told, which moves what is below.
    narrow = middle(dialog.look.widths.buttons()[0])
    print_style = middle(dialog.look.style_row.buttons()[1])

    app = start()
    app.wait_for_maps(maps)
    screen.key("ctrl+shift+f")
    screen.place(screen.window("^Figure$"), SIZE)
    one_view = screen.wait_until_still(shown)
    screen.keep("1 one view")

    screen.click(add)
    screen.key("Down", "Return")
    screen.wait_for_change(shown, one_view, "another view")
    two_views = screen.wait_until_still(shown)
    screen.keep("2 two views")

    screen.drag(second, (first[0] - 40, first[1]))
    screen.wait_for_change(shown, two_views, "the other order")
    reordered = screen.wait_until_still(shown)
    screen.click(print_style)
    screen.click(narrow)
    screen.wait_for_change(shown, reordered, "a narrow figure")
    screen.wait_until_still(shown)
    screen.keep("3 one column")

    path = tmp_path / "figure.pdf"
    screen.key("ctrl+s")
    screen.window("^Save figure$")
    screen.type(str(path))
    screen.key("Return")
    screen.wait(path.exists, "the file")
    screen.keep("4 saved")
    box = re.search(rb"/MediaBox \[([^\]]*)\]", path.read_bytes())
    assert box is not None
    left, _, right, _ = map(float, box[1].split())
    assert abs((right - left) / POINTS_A_MM - 85) < 0.05
    assert re.search(rb"/FontFile", path.read_bytes())
    screen.key("Escape")
    screen.wait(lambda: not screen.windows("^Figure$"), "the dialog to close")
    assert app.quit() == (0, "")
