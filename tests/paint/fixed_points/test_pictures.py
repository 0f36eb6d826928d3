"""Fixed points on paper: every part is where its number is, in every size and theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.eigenvalues import paint_eigenvalues_body
from gatescope.paint.fixed_points.ladder import paint_ladder_body
from gatescope.paint.fixed_points.places import Place, place_at
from gatescope.paint.fixed_points.table import paint_rows, rows_that_fit
from gatescope.paint.space.fixed_marks import paint_mark
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues, describe_ladder, describe_table
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.values.point_value import EigenvalueValue
from gatescope.session.document.document import Focus
from tests.paint.looking import has, ink, pixels
from tests.plots.builders import run
from tests.plots.fixed_points.builders import answer, point

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
SIZES = pytest.mark.parametrize("size", [(300, 260), (460, 200), (900, 600)])


def painted(
    body: Callable[..., tuple[Place, ...]], plot: Plot, size: tuple[int, int], theme: Theme = LIGHT, *more: Any
) -> tuple[np.ndarray, tuple[Place, ...]]:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    places = body(Canvas(painter, theme, QRectF(0, 0, *size), 1.0), plot, QRectF(0, 0, *size), *more)
    painter.end()
    return pixels(picture), places


@THEMES
@SIZES
def test_every_row_of_the_table_lies_in_the_picture_and_the_chosen_one_is_marked(
    theme: Theme, size: tuple[int, int]
) -> None:
    shown = run()
    plot = describe_table([shown], [answer(shown)], Focus(model=shown.model))
    image, places = painted(paint_rows, plot, size, theme, 0)
    assert [place.ref.number for place in places if place.ref] == [0, 1, 2]
    for place in places:
        assert QRectF(0, 0, *size).contains(place.rect)
        row = image[int(place.rect.top()) + 2 : int(place.rect.bottom()) - 1]
        assert has(row, theme.accent).any() == (place is places[1])


def test_rows_beyond_the_picture_are_reached_by_scrolling() -> None:
    shown = run()
    points = [point(shown, 0.5 + k / 100, k / 40, k) for k in range(40)]
    plot = describe_table([shown], [answer(shown, points)], Focus())
    size = (400, 220)
    picture = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    fitting = rows_that_fit(Canvas(painter, LIGHT, QRectF(0, 0, *size), 1.0), plot, QRectF(0, 0, *size))
    painter.end()
    assert 3 < fitting < 40
    for first in (0, 40 - fitting):
        _, places = painted(paint_rows, plot, size, LIGHT, first)
        assert [place.ref.number for place in places if place.ref] == list(range(first, first + fitting))


@THEMES
@SIZES
def test_an_eigenvalue_lies_at_its_real_and_imaginary_part(theme: Theme, size: tuple[int, int]) -> None:
    shown = run()
    plot = describe_eigenvalues([shown], [answer(shown)], Focus())
    image, places = painted(paint_eigenvalues_body, plot, size, theme)
    assert plot.in_focus is not None
    at = {
        (place.value.ref.number, place.value.at): place.rect.center()
        for place in places
        if isinstance(place.value, EigenvalueValue)
    }
    middle = {key: centre for key, centre in at.items() if key[0] == 1}
    values = plot.in_focus.values
    unit = (middle[1, 0].x() - middle[1, 5].x()) / (values[0].real - values[5].real)
    origin = middle[1, 5] - QPointF(values[5].real * unit, 0)
    for (number, index), centre in at.items():
        value = answer(shown).points[number].eigenvalues[index]
        assert centre.x() == pytest.approx(origin.x() + value.real * unit, abs=0.01)
        assert centre.y() == pytest.approx(origin.y() - value.imag * unit, abs=0.01)
    # The one outside is in the colour of what grows.
    x, y = round(middle[1, 0].x()), round(middle[1, 0].y())
    assert has(image[y - 2 : y + 2, x - 2 : x + 2], theme.negative).any()
    # The circle has the radius of one.
    top = round(origin.y() - unit)
    assert ink(image[top - 1 : top + 2, round(origin.x()) - 3 : round(origin.x()) + 3], theme.surface).any()


@SIZES
def test_the_bars_of_the_ladder_fall_with_their_counts(size: tuple[int, int]) -> None:
    shown = run()
    plot = describe_ladder([shown], [answer(shown)], Focus())
    image, places = painted(paint_ladder_body, plot, size)
    if size[1] < 220:
        return
    wide = []
    for place in places:
        row = image[int(place.rect.center().y())]
        wide.append(int(has(row[None], LIGHT.accent).sum()))
    assert len(places) == len(plot.rungs)
    assert wide[:3] == [0, 0, 0]
    assert min(wide[3:]) == max(wide[3:]) > 10


def test_a_low_ladder_leaves_out_its_last_sentence_before_its_bars() -> None:
    shown = run()
    plot = describe_ladder([shown], [answer(shown)], Focus())
    assert len(painted(paint_ladder_body, plot, (190, 175))[1]) == len(plot.rungs)
    assert painted(paint_ladder_body, plot, (190, 90))[1] == ()


def test_of_places_that_overlap_the_nearest_is_found() -> None:
    shown = run()
    value = EigenvalueValue(describe_table([shown], [answer(shown)], Focus()).rows[0].ref, 0)
    near, far = Place(QRectF(0, 0, 10, 10), value), Place(QRectF(4, 0, 10, 10), value)
    assert place_at((far, near), QPointF(5.5, 5)) is near
    assert place_at((far, near), QPointF(50, 5)) is None


@pytest.mark.parametrize("kind", ["stable", "saddle", "unstable"])
def test_the_kinds_have_marks_of_their_own(kind: str) -> None:
    seen = {}
    for one in ("stable", "saddle", "unstable"):
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor(LIGHT.surface))
        painter = QPainter(picture)
        canvas = Canvas(painter, LIGHT, QRectF(0, 0, 40, 40), 1.0)
        paint_mark(canvas, QPointF(20, 20), one, size=8.0)  # type: ignore[arg-type]
        painter.end()
        seen[one] = ink(pixels(picture), LIGHT.surface)
    assert seen[kind].any()
    assert sum((seen[kind] != seen[other]).sum() > 20 for other in seen) == 2
