"""Points of a line: gaps, lonely values, and as many as a screen can show."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath
from pytestqt.qtbot import QtBot

from gatescope.plots.description import Series
from gatescope.plots.theme import LIGHT
from gatescope.views.lines.curves import Curves


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
    _x, y, joined = curves.items[0].line
    assert y.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert joined.tolist() == [1, 0, 1, 0]
    curves.show(lines[:1], QRectF(0, 0, 8, 5), 100, LIGHT)
    assert len(curves.items) == 1
    assert box.childGroup.childItems() == list(curves.items)


def test_values_without_a_neighbour_are_told(qtbot: QtBot) -> None:
    curves = Curves(pg.ViewBox(enableMenu=False))
    span = QRectF(0, 0, 8, 5)
    one = curves.show([make_series("cell_state", [0.25])], span, 100, LIGHT)
    assert [(p.x(), p.y()) for p, _ in one] == [(0.5, 0.25)]
    two = curves.show([make_series("cell_state", [1.0, np.nan, 3.0, np.nan, 5.0, 6.0])], span, 100, LIGHT)
    assert [p.x() for p, _ in two] == [0.5, 2.5]
    assert {colour for _, colour in two} == {LIGHT.hue("cell_state")}


def test_the_first_line_lies_on_top_whatever_was_shown_before(qtbot: QtBot) -> None:
    curves = Curves(pg.ViewBox(enableMenu=False))
    lines = [make_series(name, [0.0, 1.0]) for name in ("cell_state", "input_gate", "output_gate")]
    for shown in (lines[1:], lines):
        curves.show(shown, QRectF(0, 0, 8, 5), 100, LIGHT)
    from_top = sorted(curves.items, key=lambda item: -item.zValue())
    names = [item.pen.color().name().upper() for item in from_top]
    assert names == [LIGHT.hue(one.hue) for one in lines]


def test_only_lines_that_changed_are_drawn_anew(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    curves, span = Curves(pg.ViewBox(enableMenu=False)), QRectF(0, 0, 8, 5)
    set_anew: list[list[float]] = []
    original = pg.functions.arrayToQPath

    def path_of(x: np.ndarray, y: np.ndarray, **options: object) -> QPainterPath:
        set_anew.append(y.tolist())
        return original(x, y, **options)

    monkeypatch.setattr(pg.functions, "arrayToQPath", path_of)
    values = np.array([0.0, 1.0, np.nan, 3.0])
    still, moved = make_series("cell_state", [0.5, 0.5]), Series("b", "", "input_gate", values)
    curves.show([still, moved], span, 100, LIGHT)
    assert len(set_anew) == 2
    set_anew.clear()
    # The buffer behind a line may be written again; what counts are its values.
    values[1] = 2.0
    curves.show([make_series("cell_state", [0.5, 0.5]), moved], span, 100, LIGHT)
    assert set_anew == [[0.0, 2.0, 3.0]]
    values[1] = np.nan
    curves.show([still, moved], span, 100, LIGHT)
    assert set_anew[1:] == [[0.0, 3.0]]


def test_what_was_opened_is_one_grey_item_beneath_all_lines(qtbot: QtBot) -> None:
    box = pg.ViewBox(enableMenu=False)
    curves, span = Curves(box), QRectF(0, 0, 8, 5)
    lines = [
        Series(hue, "", hue, np.array([0.0, value]), opened=np.array([value, 2.0]))
        for hue, value in (("cell_state", 1.0), ("forget_gate", 3.0))
    ]
    curves.show(lines, span, 100, LIGHT)
    *live, ghost = curves.items
    assert ghost.pen.color().name().upper() == LIGHT.ghost
    assert ghost.line.y.tolist() == [1.0, 2.0, 3.0, 2.0]
    assert ghost.line.joined.tolist() == [1, 0, 1, 0]
    assert ghost.zValue() < min(one.zValue() for one in live)
    curves.show([Series("cell_state", "", "cell_state", np.array([0.0, 1.0]))], span, 100, LIGHT)
    assert len(curves.items) == 1


def test_ghosts_of_a_long_text_never_make_its_lines_rough(qtbot: QtBot) -> None:
    curves = Curves(pg.ViewBox(enableMenu=False))
    values = np.random.default_rng(0).normal(size=5000)
    line = Series("cell_state", "", "cell_state", values, opened=-values)
    curves.show([line], QRectF(0, -5, 5000, 10), 5000, LIGHT)
    assert [curve._smooth for curve in curves.items] == [True, False]
