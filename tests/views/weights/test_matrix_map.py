"""The map of an array on screen and in a file are one picture; hover and choice lie over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from gatescope.export.png import image
from gatescope.plots.matrix import matrix
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.views.base.text_size import set_text_size
from gatescope.views.weights.matrix_map import MatrixMap
from tests.paint.looking import box, has, like, pixels
from tests.plots.builders import network

KEY = "layer0.forward.U.forget_gate"


def plot(units: int = 12) -> MatrixPlot:
    made = network(units=units)
    values = made.array(KEY).copy()
    values[2, 3:7] = np.nan
    values[units - 1, 0] = np.inf
    return matrix(made.with_array(KEY, values), "toy", KEY)


def shown(qtbot: QtBot, shown_plot: MatrixPlot, theme: Theme, width: int = 420, height: int = 300) -> MatrixMap:
    """The map, whose cells take `width` × `height` pixels."""
    widget = MatrixMap()
    qtbot.addWidget(widget)
    widget.set_theme(theme)
    widget.show_plot(shown_plot)
    with qtbot.waitExposed(widget):
        widget.show()
    # What is around the cells is as wide in every size.
    area = widget.frame().area
    widget.resize(round(widget.width() - area.width()) + width, round(widget.height() - area.height()) + height)
    assert (widget.frame().area.width(), widget.frame().area.height()) == (width, height)
    return widget


def cells_area(widget: MatrixMap) -> QRect:
    return widget.frame().area.toRect()


def cells(widget: MatrixMap) -> np.ndarray:
    area = cells_area(widget)
    return pixels(widget.grab().toImage())[area.top() : area.bottom() + 1, area.left() : area.right() + 1]


@pytest.mark.parametrize("before", [False, True], ids=["array first", "size first"])
def test_the_numbers_beside_the_cells_have_the_size_of_the_text(qtbot: QtBot, before: bool) -> None:
    large = replace(LIGHT, zoom=2.0)
    set_text_size(large)
    expected = cells_area(shown(qtbot, plot(), large))
    set_text_size(LIGHT)
    widget = MatrixMap()
    qtbot.addWidget(widget)
    widget.set_theme(LIGHT)
    if not before:
        widget.show_plot(plot())
    set_text_size(large)
    widget.set_theme(large)
    widget.show_plot(plot())
    widget.show()
    assert cells_area(widget).topLeft() == expected.topLeft()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("units", [8, 12, 700])
def test_the_cells_are_those_of_the_file(qtbot: QtBot, units: int, theme: Theme) -> None:
    made = plot(units)
    whole = pixels(image(made, 900, 500, 1, theme))
    frame: QRect = box(has(whole[40:], theme.border), least=50).translated(0, 40).adjusted(1, 1, -1, -1)
    file = whole[frame.top() : frame.bottom() + 1, frame.left() : frame.right() + 1]
    assert np.array_equal(cells(shown(qtbot, made, theme, frame.width(), frame.height())), file)


def test_what_is_not_finite_is_hatched(qtbot: QtBot) -> None:
    found = cells(shown(qtbot, plot(), LIGHT))
    row, column = 300 / 12, 420 / 12
    bad = found[round(2 * row) : round(3 * row), round(3 * column) : round(7 * column)]
    assert 0.5 < has(bad, LIGHT.bad).mean() < 0.75
    assert 0.25 < has(bad, LIGHT.surface).mean() < 0.5


def test_a_choice_lies_over_the_cells_and_leaves_them_as_they_are(qtbot: QtBot) -> None:
    widget = shown(qtbot, plot(), LIGHT)
    before = cells(widget)
    widget.show_selected((5, 6))
    framed = like(cells(widget), LIGHT.accent, LIGHT.surface)
    place = widget.frame().rect(5, 6).translated(-widget.frame().area.topLeft())
    found = box(framed & ~like(before, LIGHT.accent, LIGHT.surface), least=4)
    assert abs(found.center().x() - place.center().x()) <= 1
    assert abs(found.center().y() - place.center().y()) <= 1
    widget.show_selected(None)
    assert np.array_equal(cells(widget), before)


def test_a_new_value_is_painted_at_once(qtbot: QtBot) -> None:
    widget = shown(qtbot, plot(), LIGHT)
    before = cells(widget)
    again = plot()
    again.values[8, 9] *= -1
    widget.show_plot(again)
    changed = box((cells(widget) != before).any(axis=2))
    place = widget.frame().rect(8, 9).translated(-widget.frame().area.topLeft())
    assert place.toAlignedRect().adjusted(-1, -1, 1, 1).contains(changed)
