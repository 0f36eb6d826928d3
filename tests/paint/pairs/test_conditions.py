"""Four conditions on paper: the mean at its height, the band within the spread, one scale for all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.conditions import paint_conditions_body, y_of
from gatescope.paint.pairs.conditions_layout import ConditionsLayout
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import like, pixels
from tests.plots.pairs.test_conditions import TEXTS, drawn

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def painted(plot: ConditionsPlot, theme: Theme, size: tuple[int, int]) -> tuple[np.ndarray, ConditionsLayout]:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(0, 0, *size), 1.0)
    layout = ConditionsLayout(canvas, plot, QRectF(0, 0, *size))
    paint_conditions_body(canvas, plot, layout)
    painter.end()
    return pixels(picture), layout


@THEMES
def test_the_mean_is_drawn_at_its_height_in_every_panel(theme) -> None:
    plot = drawn()
    shown, layout = painted(plot, theme, (900, 500))
    line = like(shown, theme.line(plot.hue), theme.surface)
    for at, panel in enumerate(plot.panels):
        for word in range(len(panel.tokens)):
            x = round(layout.x_of(at, word + 0.5))
            y = round(y_of(plot, layout.areas[at], float(panel.mean[word])))
            assert line[y - 2 : y + 3, x - 1 : x + 2].any()


@pytest.mark.parametrize("window", [False, True])
@pytest.mark.parametrize("size", [(200, 120), (560, 170), (820, 300), (1600, 900)])
def test_its_parts_lie_beside_and_below_each_other_in_every_size(size, window) -> None:
    plot = drawn()
    picture = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    layout = ConditionsLayout(
        Canvas(painter, LIGHT, QRectF(0, 0, *size), 1.0), plot, QRectF(0, 0, *size), window=window
    )
    painter.end()
    for left in (0, 1):
        column = [layout.heads[left], layout.areas[left], layout.words[left]]
        column += [layout.heads[left + 2], layout.areas[left + 2], layout.words[left + 2], layout.finding]
        for above, below in pairwise(column):
            assert above.bottom() <= below.top() + 1.5 or size[1] < 150
    assert layout.areas[0].right() < layout.heads[1].left()
    assert not image(plot, *size, 1.0, LIGHT).isNull()


def test_an_empty_condition_keeps_its_axes() -> None:
    plot = drawn((TEXTS[0], "", TEXTS[2], ""))
    shown, layout = painted(plot, LIGHT, (900, 500))
    area = layout.areas[1]
    line = like(shown, LIGHT.line(plot.hue), LIGHT.surface)
    assert not line[int(area.top()) + 3 : int(area.bottom()) - 3, int(area.left()) : int(area.right())].any()
