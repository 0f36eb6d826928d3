"""The table of units on paper: its columns, its rows, its bars and its lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.table import paint_cell, paint_trace_cursor, paint_unit_table
from gatescope.paint.units.table_layout import column_places
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.units.of_runs import units_of
from gatescope.plots.units.table_plot import CORRELATION, KEEPING, TRACE, UnitTablePlot
from gatescope.session.document.document import Focus
from tests.paint.looking import box, has, pixels
from tests.paint.test_gradient_flow import Spy
from tests.plots.units.real import real_run

pytestmark = pytest.mark.usefixtures("qapp")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
COLUMNS = ("unit", "trace", "mean", "right", "half_life", "position", "correlation")


def plot(cell: str = "lstm", **options: object) -> UnitTablePlot:
    return units_of([real_run(cell, **options)], Focus(token=4), None)  # type: ignore[arg-type]


def cell_picture(shown: UnitTablePlot, unit: int, column: str, theme: Theme, width: int = 200) -> np.ndarray:
    picture = QImage(width, 26, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    canvas, place = Canvas(painter, theme, QRectF(), 1.0), QRectF(0, 0, width, 26)
    paint_cell(canvas, shown, unit, column, place)
    if column == TRACE:
        paint_trace_cursor(canvas, shown, unit, place)
    painter.end()
    return pixels(picture)


@pytest.mark.parametrize("width", [200, 320, 420, 560, 800, 1400])
@pytest.mark.parametrize("columns", [COLUMNS, ("unit", "trace", "mean", "right", "correlation")])
def test_columns_stand_side_by_side_and_the_mean_goes_first(columns: tuple[str, ...], width: int) -> None:
    places = column_places(columns, width, 1.0)
    x = 0.0
    for left, wide in places.values():
        assert left == pytest.approx(x)
        assert wide >= 1
        x += wide
    assert x <= width + 1e-6
    assert list(places) == [column for column in columns if column in places]
    assert {"unit", "correlation"} <= set(places)
    if len(places) < len(columns):
        assert "mean" not in places
    if width >= 800:
        assert len(places) == len(columns)
        assert x == pytest.approx(width)


@THEMES
def test_bars_are_as_long_as_their_values(theme: Theme) -> None:
    shown = plot()
    for unit in range(6):
        rho = float(shown.numbers[CORRELATION][unit])
        if abs(rho) < 0.05:
            continue
        seen = box(has(cell_picture(shown, unit, CORRELATION, theme), theme.negative if rho < 0 else theme.positive))
        assert seen.width() == pytest.approx(abs(rho) * ((200 - 16 - 46) / 2 - 6), abs=2)


@THEMES
def test_what_is_open_lies_right_of_what_is_shut(theme: Theme) -> None:
    shown = plot()
    numbers = dict(shown.numbers) | {"left": np.full(6, 0.2), KEEPING: np.full(6, 0.4)}
    shown = replace(shown, numbers=numbers)
    seen = box(has(cell_picture(shown, 0, KEEPING, theme), theme.hue("forget_gate")))
    assert seen.left() >= 99
    assert seen.width() == pytest.approx(200 / 2 - 8 - 46 - 6, abs=2)


@THEMES
def test_the_line_has_its_cursor(theme: Theme) -> None:
    shown = plot()
    seen = cell_picture(shown, 1, TRACE, theme)
    dot = box(has(seen, theme.accent))
    assert dot.center().x() == pytest.approx(8 + (4 + 0.5) / 12 * 184, abs=2)
    assert not has(cell_picture(replace(shown, cursor=None), 1, TRACE, theme), theme.accent).any()


@THEMES
def test_the_chosen_words_are_shaded(theme: Theme) -> None:
    shown = replace(plot(), cursor=None)
    free = cell_picture(shown, 1, TRACE, theme)
    shaded = (cell_picture(replace(shown, span=range(3, 6)), 1, TRACE, theme) != free).any(axis=2)
    assert box(shaded).left() == pytest.approx(8 + 3 / 12 * 184, abs=1)
    assert box(shaded).right() == pytest.approx(8 + 6 / 12 * 184, abs=1)


@THEMES
def test_what_is_no_number_has_its_colour(theme: Theme) -> None:
    shown = plot(bad=6)
    bad = box(has(cell_picture(shown, 1, TRACE, theme), theme.bad))
    assert bad.left() == pytest.approx(8 + 6 / 12 * 184, abs=2)
    assert bad.right() == pytest.approx(192, abs=2)


@pytest.mark.parametrize("size", [(300, 180), (480, 300), (800, 420), (1600, 900)])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_nothing_is_written_over_anything_else(size: tuple[int, int], cell: str) -> None:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, *size))
    paint_unit_table(spy, plot(cell, units=40), QRectF(10, 10, size[0] - 20, size[1] - 20))
    painter.end()
    for number, (words, rect) in enumerate(spy.written):
        for other, place in spy.written[:number]:
            assert not rect.intersects(place), f"{words!r} lies over {other!r}"
    rows = [words for words, _ in spy.written if words.startswith("and ")]
    left_out = int(rows[0].split()[1]) if rows else 0
    assert len([words for words, _ in spy.written if words.isdigit()]) + left_out == 40


def test_the_first_row_in_sight_comes_first() -> None:
    picture = QImage(800, 420, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, 800, 420))
    shown = replace(plot(units=40), first=7)
    paint_unit_table(spy, shown, QRectF(0, 0, 800, 420))
    painter.end()
    written = [words for words, _ in spy.written]
    assert str(shown.rows[7]) in written
    assert str(shown.rows[0]) not in [words for words in written if words.isdigit()]
