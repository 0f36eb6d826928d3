"""Dots at their places: where they are painted, which is under a point, and that none hides another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import DotLayout, Hit, spread
from gatescope.paint.units.saturation import SaturationLayout, paint_saturation, paint_saturation_body
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.units.of_runs import saturation_of
from gatescope.plots.units.saturation import SaturationPlot
from gatescope.session.document.document import Focus
from tests.paint.looking import has, ink, pixels
from tests.paint.test_gradient_flow import Spy
from tests.plots.units.real import real_run

pytestmark = pytest.mark.usefixtures("qapp")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def plot(cell: str = "lstm", **options: object) -> SaturationPlot:
    return saturation_of([real_run(cell, **options)], Focus(), [2])  # type: ignore[arg-type]


def laid(shown: SaturationPlot, width: int = 520, height: int = 300) -> SaturationLayout:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    layout = SaturationLayout(Canvas(painter, LIGHT, QRectF(), 1.0), shown, QRectF(0, 0, width, height))
    painter.end()
    return layout


def test_dots_are_where_their_values_are() -> None:
    shown = plot()
    layout = laid(shown)
    for group in shown.groups:
        xs, ys = layout.place(group)
        np.testing.assert_allclose(
            (xs - layout.area.left()) / layout.area.width(), (group.xs - shown.x[0]) / (shown.x[1] - shown.x[0])
        )
        np.testing.assert_allclose(
            (layout.area.bottom() - ys) / layout.area.height(), (group.ys - shown.y[0]) / (shown.y[1] - shown.y[0])
        )
    at = layout.values_at(QPointF(layout.area.right(), layout.area.top()))
    assert at == pytest.approx((shown.x[1], shown.y[1]))


def test_the_dot_under_a_point_is_the_nearest() -> None:
    layout = laid(plot())
    for number, (xs, _) in enumerate(layout.places):
        for unit in range(len(xs)):
            centre = layout.centre(Hit(number, unit))
            found = layout.nearest(centre)
            assert found is not None
            assert layout.centre(found) == centre
    assert layout.nearest(QPointF(-50.0, -50.0)) is None


def test_dots_that_fall_together_are_spread_about_their_place() -> None:
    many = (np.full(50, 30.0), np.full(50, 40.0))
    alone, none = (np.array([90.0]), np.array([10.0])), (np.array([np.nan]), np.array([5.0]))
    (xs, ys), (x, y), (gap, _) = spread([many, alone, none], 3.0, 12.0)
    assert len(set(zip(xs.round(6).tolist(), ys.round(6).tolist(), strict=True))) == 50
    away = np.hypot(xs - 30.0, ys - 40.0)
    assert away.max() <= 12.0
    assert away.min() == 0
    assert (x[0], y[0]) == (90.0, 10.0)
    assert np.isnan(gap[0])
    assert spread([], 3.0, 12.0) == []


@THEMES
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_gate_has_its_hue(theme: Theme, cell: str) -> None:
    shown = pixels(image(plot(cell), 700, 420, 1, theme))
    gates = {"rnn": ["hidden_state"], "gru": ["reset_gate", "update_gate"]}
    for signal in gates.get(cell, ["forget_gate", "input_gate", "output_gate"]):
        assert has(shown, theme.hue(signal)).sum() > 20


@pytest.mark.parametrize("size", [(240, 130), (320, 200), (420, 260), (520, 300), (1100, 640)])
@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_nothing_is_written_over_anything_else(size: tuple[int, int], cell: str) -> None:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, *size))
    paint_saturation(spy, plot(cell), QRectF(10, 10, size[0] - 20, size[1] - 20))
    painter.end()
    for number, (words, rect) in enumerate(spy.written):
        for other, place in spy.written[:number]:
            if words != "…" and other != "…":
                assert not rect.intersects(place), f"{words!r} lies over {other!r}"
        assert QRectF(0, 0, *size).contains(rect), f"{words!r} is cut off"
    assert ink(pixels(picture), LIGHT.surface).any()


def test_a_layout_zoomed_in_keeps_dots_inside_of_its_axes() -> None:
    shown = plot()
    layout = DotLayout.__new__(DotLayout)
    layout.area = QRectF(10, 10, 100, 100)
    inside = layout.in_sight(np.array([5.0, 50.0, 111.0, np.nan]), np.array([50.0, 50.0, 50.0, 50.0]))
    assert inside.tolist() == [False, True, False, False]
    assert shown.groups


@pytest.mark.parametrize("height", range(60, 300, 12))
@pytest.mark.parametrize("width", [420, 520])
def test_no_line_of_means_runs_into_the_sentence_below(width: int, height: int) -> None:
    shown = plot()
    shown = replace(shown, selected=(shown.groups[0].ref(2),))
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, width, height))
    layout = SaturationLayout(spy, shown, QRectF(0, 0, width, height))
    paint_saturation_body(spy, shown, layout)
    painter.end()
    end = layout.foot.top() if not layout.said_in_column else height
    assert not [words for words, place in spy.written if place.left() >= layout.column.left() and place.bottom() > end]
    below = QPointF(layout.column.left() + 1, end + layout.row / 2)
    assert layout.signal_at(shown, below) == ""
