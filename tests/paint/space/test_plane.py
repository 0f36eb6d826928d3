"""A plane of states on paper: points at their places in their colours, words over nothing, nothing cut, in every
size."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.fonts import load_fonts
from gatescope.paint.space.plane import dot_colours, paint_state_plane, plane_layout
from gatescope.paint.space.point_at import point_at
from gatescope.plots.colours import rgb
from gatescope.plots.space.plane import FixedPointMark, StatePlanePlot, StateVector
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import pixels
from tests.paint.test_gradient_flow import Spy
from tests.plots.space.test_describe import described
from tests.session.space.test_in_plane import of

SIZES = [(760, 640), (300, 260), (520, 340), (1600, 900)]


@pytest.fixture(autouse=True)
def _fonts(qapp: object) -> None:
    load_fonts()


def plot(cells: tuple[str, ...] = ("lstm",), **options: object) -> StatePlanePlot:
    runs = [replace(of("the food was not good", cell, units=options.pop("units", 5)), model=cell) for cell in cells]
    return described(*runs, token=4, others=("the story is good",))[0]


def painted(shown: StatePlanePlot, size: tuple[int, int], theme: Theme = LIGHT) -> tuple[np.ndarray, Spy]:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(theme.surface)
    painter = QPainter(picture)
    spy = Spy(painter, theme, QRectF(0, 0, *size))
    paint_state_plane(spy, shown, QRectF(0, 0, *size).adjusted(8, 8, -8, -8))
    painter.end()
    return pixels(picture), spy


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_words_lie_where_the_analysis_has_them_in_the_colour_of_their_read_out(theme: Theme) -> None:
    shown = plot()
    size = (900, 700)
    picture, spy = painted(shown, size, theme)
    (panel,) = plane_layout(spy, shown, QRectF(0, 0, *size).adjusted(8, 8, -8, -8), in_window=False).panels
    path = shown.panels[0].path
    for (x, y), value in zip(panel.pixels(path.points).tolist(), path.readouts, strict=True):
        (colour,) = dot_colours(np.array([value]), shown.panels[0].scale, theme)
        expected = rgb(colour.name()).astype(int)
        around = picture[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].astype(int)
        assert (np.abs(around - expected).max(axis=2) <= 2).any()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cells", [("lstm",), ("rnn", "gru", "lstm")])
def test_no_text_covers_another_or_leaves_the_picture(size: tuple[int, int], cells: tuple[str, ...]) -> None:
    _, spy = painted(plot(cells), size)
    whole = QRectF(0, 0, *size)
    for words, rect in spy.written:
        assert whole.contains(rect), words
    for (one, first), (other, second) in combinations(spy.written, 2):
        shared = first.intersected(second)
        assert shared.width() < 2 or shared.height() < 2, (one, other)


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_one_unit_is_a_line_and_two_have_arrows(units: int, theme: Theme) -> None:
    shown = plot(units=units)
    picture, spy = painted(shown, (700, 500), theme)
    assert any(words == "unit 0 →" for words, _ in spy.written)
    assert any(words == "↑ unit 1" for words, _ in spy.written) == (units == 2)
    bare = StatePlanePlot((replace(shown.panels[0], field=None),), shown.text, shown.cursor, shown.finding)
    assert (picture != painted(bare, (700, 500), theme)[0]).any(axis=2).sum() > 3000


def test_fixed_points_are_drawn_and_found_at_their_places() -> None:
    shown = plot()
    panel = shown.panels[0]
    at = panel.plane.mean + 0.4 * panel.plane.axes[0]
    kinds = ("stable", "saddle", "unstable")
    marks = tuple(
        FixedPointMark(
            panel.model, panel.part, StateVector(at + 0.3 * k * panel.plane.axes[1]), kind,  # type: ignore[arg-type]
            (StateVector(panel.plane.axes[0]),), 0.5, kind == "saddle", f"{kind}, 0.50", k,
        )
        for k, kind in enumerate(kinds)
    )  # fmt: skip
    marked = replace(shown, panels=(panel.with_marks(marks),))
    before, _ = painted(shown, (900, 700))
    after, spy = painted(marked, (900, 700))
    assert (before != after).any(axis=2).sum() > 300
    written = [words for words, _ in spy.written]
    assert all(f"{kind}, 0.50" in written and kind in written for kind in kinds)
    picture = QImage(900, 700, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    canvas = Canvas(painter, LIGHT, QRectF(0, 0, 900, 700))
    (layout,) = plane_layout(canvas, marked, QRectF(0, 0, 900, 700), in_window=False).panels
    painter.end()
    # A word may lie so near to a fixed point that it comes first.
    places = [QPointF(layout.x_of(mark.x), layout.y_of(mark.y)) for mark in marked.panels[0].marks]
    found = [value.mark for place in places if (value := point_at(layout, place)) is not None]
    assert {one.mark.number for one in found if one is not None} >= {1, 2}


def test_what_is_no_number_is_not_drawn() -> None:
    shown = plot()
    panel = shown.panels[0]
    points = panel.path.points.copy()
    points[2:] = np.nan
    broken = replace(
        panel, path=replace(panel.path, points=points), repeated=(), background_readouts=panel.background_readouts
    )
    _, spy = painted(StatePlanePlot((broken,), shown.text, 4, "x"), (700, 500))
    written = [words for words, _ in spy.written]
    assert "the" in written
    assert "good" not in written


def test_ten_thousand_words_are_drawn_in_the_end() -> None:
    one = of(" ".join(["the food was not good"] * 2000), units=4)
    shown, _ = described(one, token=5)
    _, spy = painted(shown, (700, 500))
    assert len(spy.written) < 70
