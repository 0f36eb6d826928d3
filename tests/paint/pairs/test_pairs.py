"""A pair on paper: cells in their colours, gaps in none, parts below each other in every size."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.pairs import paint_pairs_body
from gatescope.paint.pairs.pairs_layout import PairsLayout
from gatescope.plots.colours import indices, table
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import has, pixels
from tests.plots.pairs.test_pairs import drawn

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
LONG = " ".join(["good", "bad"] * 300)


def painted(plot: PairsPlot, theme: Theme, size: tuple[int, int]) -> tuple[np.ndarray, PairsLayout]:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(0, 0, *size), 1.0)
    layout = PairsLayout(canvas, plot, QRectF(0, 0, *size))
    paint_pairs_body(canvas, plot, layout)
    painter.end()
    return pixels(picture), layout


@THEMES
def test_cells_have_the_colours_of_their_values_and_gaps_have_none(theme) -> None:
    plot = drawn()
    shown, layout = painted(plot, theme, (900, 500))
    for at, (panel, place) in enumerate(zip(plot.panels, layout.maps, strict=True)):
        missing = np.union1d(plot.gaps(0), plot.gaps(1)) if at == 2 else plot.gaps(at)
        colours = table(panel.table, theme)[indices(panel.values[:], panel.low, panel.high, outside=panel.outside)]
        for column in range(len(plot.columns)):
            x = int(layout.x_of(column + 0.25))
            for row, unit in enumerate(panel.order):
                y = int(place.top() + (row + 0.5) * place.height() / len(panel.order))
                wanted = QColor(theme.raised).getRgb()[:3] if column in missing else tuple(colours[column, unit, :3])
                if abs(y - place.center().y()) > 3:
                    assert tuple(map(int, shown[y, x])) == tuple(map(int, wanted))


@THEMES
def test_what_is_not_a_number_is_hatched(theme) -> None:
    plot = drawn()
    plot.panels[0].values[2] = np.nan  # type: ignore[index]
    shown, layout = painted(plot, theme, (900, 500))
    left, right = layout.clipped(2.0, 3.0)
    bad = has(shown, theme.bad)
    assert bad[:, int(left) + 2 : int(right) - 2].any()
    assert not bad[:, : int(left) - 1].any()


@pytest.mark.parametrize("size", [(160, 90), (420, 140), (820, 300), (1600, 900)])
@pytest.mark.parametrize("texts", [("good", "bad"), ("good", "so good"), (LONG, LONG + " so")])
def test_its_parts_lie_below_each_other_in_every_size(size, texts) -> None:
    plot = drawn(*texts, focus={"token": 0})
    _, layout = painted(plot, LIGHT, size)
    tops = [layout.heading, layout.words[0], layout.maps[0], layout.maps[1], layout.words[1], layout.maps[2]]
    tops += [layout.lines, layout.finding] if layout.lines.height() else [layout.finding]
    for above, below in pairwise(tops):
        assert above.bottom() <= below.top() + 1.5 or size[1] < 200
    assert not image(plot, *size, 1.0, LIGHT).isNull()
