"""Points of a line: gaps, lonely values, and as many as a screen can show."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from gatescope.plots.description import Series
from gatescope.plots.theme import LIGHT
from gatescope.views.lines.curves import Curves, points


def test_points_lie_in_the_middle_of_their_columns() -> None:
    x, y, joined = points(np.array([0.0, 1.0, 2.0], np.float32), 0, 3, 100)
    assert x.tolist() == [0.5, 1.5, 2.5]
    assert y.tolist() == [0.0, 1.0, 2.0]
    assert joined.tolist() == [1, 1, 0]


def test_values_that_are_not_finite_leave_a_gap() -> None:
    x, _, joined = points(np.array([0.0, 1.0, np.nan, 3.0, 4.0, np.inf]), 0, 6, 100)
    assert x.tolist() == [0.5, 1.5, 3.5, 4.5]
    assert joined.tolist() == [1, 0, 1, 0]


def test_only_the_visible_tokens_are_drawn() -> None:
    x, _, _ = points(np.arange(100.0), -1, 4, 100)
    assert x.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert len(points(np.arange(3.0), 5, 9, 100)[0]) == 0


def test_a_long_line_keeps_its_extremes_and_its_gaps() -> None:
    values = np.sin(np.arange(190_000) / 7_000.0)
    values[77_777], values[123_456], values[50_000] = 9.0, -9.0, np.nan
    x, y, joined = points(values, 0, len(values), 500)
    assert len(x) < 5_000
    assert y.max() == 9.0
    assert y.min() == -9.0
    assert x[y.argmax()] == 77_777.5
    assert np.all(np.diff(x) > 0)
    assert joined[:-1].sum() == len(joined) - 2


def make_series(hue: str, values: list[float], dash: int = 0) -> Series:
    return Series(hue, "", hue, np.array(values), dash)


def test_series_of_one_look_share_one_item_and_are_not_joined(qtbot: QtBot) -> None:
    box = pg.ViewBox(enableMenu=False)
    curves = Curves(box)
    lines = [
        make_series("cell_state", [0.0, 1.0]),
        make_series("cell_state", [2.0, 3.0]),
        make_series("cell_state", [4.0, 5.0], dash=1),
    ]
    lonely = curves.show(lines, QRectF(0, 0, 8, 5), 100, LIGHT)
    assert lonely == []
    assert len(curves.items) == 2
    _x, y = curves.items[0].getData()
    assert y.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert curves.items[0].opts["connect"].tolist() == [1, 0, 1, 0]
    curves.show(lines[:1], QRectF(0, 0, 8, 5), 100, LIGHT)
    assert len(curves.items) == 1
    assert box.childGroup.childItems() == list(curves.items)


def test_values_without_a_neighbour_are_told(qtbot: QtBot) -> None:
    curves = Curves(pg.ViewBox(enableMenu=False))
    span = QRectF(0, 0, 8, 5)
    one = curves.show([make_series("cell_state", [0.25])], span, 100, LIGHT)
    assert [(p.x(), p.y()) for p in one] == [(0.5, 0.25)]
    two = curves.show([make_series("cell_state", [1.0, np.nan, 3.0, np.nan, 5.0, 6.0])], span, 100, LIGHT)
    assert [p.x() for p in two] == [0.5, 2.5]
