"""Thousands of steps on hundreds of pixels: nothing that stood out is lost, and gaps stay gaps."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.training.run_layout import TrainingRunLayout, legend_height
from gatescope.paint.training.step_lines import averaged, spread
from gatescope.plots.theme import LIGHT
from gatescope.plots.training.describe import describe_training
from gatescope.plots.training.panels import PANELS
from tests.plots.training.runs import curves

XS = np.linspace(0.0, 100.0, 10_000)


def test_a_mean_a_pixel() -> None:
    xs, ys = averaged(XS, np.tile([1.0, 3.0], 5000), 100.0)
    assert len(xs) == 100
    assert ys == pytest.approx(np.full(100, 2.0))
    gap = averaged(XS, np.where(XS < 50, 1.0, np.nan), 100.0)[1]
    assert np.isfinite(gap).sum() in (49, 50)


def test_a_single_outlier_is_seen_in_the_spread() -> None:
    ys = np.ones(10_000)
    ys[1234], ys[5678], ys[9999] = 9.0, -9.0, np.nan
    _, low, high = spread(XS, ys, 100.0)
    assert (low.min(), high.max()) == (-9.0, 9.0)
    assert spread(XS, np.full(10_000, np.nan), 100.0)[0].size == 0


def test_few_steps_are_drawn_one_by_one() -> None:
    xs, ys = averaged(XS[:50], XS[:50], 100.0)
    assert xs is not None
    assert len(ys) == 50


def laid_out(width: float, height: float) -> TrainingRunLayout:
    picture = QImage(int(width), int(height), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    rect = QRectF(0.0, 0.0, width, height)
    made = TrainingRunLayout(
        Canvas(painter, LIGHT, rect, 1.0), describe_training([curves()], shown=tuple(PANELS)), rect
    )
    painter.end()
    return made


def test_a_step_and_its_pixel_are_found_from_each_other() -> None:
    layout = laid_out(600.0, 500.0)
    assert layout.step_at(layout.x_of(13)) == pytest.approx(13)
    assert (layout.step_at(-1e6), layout.step_at(1e6)) == (0.0, 25.0)
    assert layout.holds(QPointF(layout.x_of(13), layout.track))
    assert not layout.holds(QPointF(5.0, layout.track))


@pytest.mark.parametrize("height", [90.0, 150.0, 260.0, 900.0])
def test_panels_lie_below_each_other_and_above_the_ruler(height: float) -> None:
    layout = laid_out(500.0, height)
    assert 1 <= len(layout.panels) <= len(PANELS)
    bottoms = [place.area.bottom() for place in layout.panels]
    tops = [place.area.top() for place in layout.panels]
    assert all(below > above for below, above in zip(tops[1:], bottoms[:-1], strict=True))
    assert bottoms[-1] < layout.track < layout.passes.bottom() + 1
    if height == 900.0:
        assert all(place.area.height() >= legend_height(place.panel) for place in layout.panels)
