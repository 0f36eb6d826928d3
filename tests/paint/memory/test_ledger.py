"""A ledger on paper: every pixel is of the band that the shares put there, in every size and theme."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.export.png import image
from gatescope.paint.canvas import Canvas
from gatescope.paint.memory.bands import paint_bands, tint
from gatescope.paint.memory.ledger import band_place, paint_band, paint_ledger_body
from gatescope.paint.memory.ledger_layout import LedgerLayout
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import has, pixels
from tests.plots.memory.test_ledger import SENTENCE, drawn, real, with_shares

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def painted(plot: LedgerPlot, theme: Theme, size: tuple[int, int], band: int | None = None):
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(0, 0, *size), 1.0)
    layout = LedgerLayout(canvas, plot, QRectF(0, 0, *size))
    paint_ledger_body(canvas, plot, layout)
    if band is not None:
        paint_band(canvas, plot, layout, 0, band)
    painter.end()
    return pixels(picture), layout


@THEMES
@pytest.mark.parametrize("direction", ["forward", "reverse"])
def test_every_band_has_its_tint_where_its_share_is(theme, direction) -> None:
    plot = drawn(real(directions=(direction,)))
    shown, layout = painted(plot, theme, (700, 400))
    (panel,) = plot.panels
    seen = 0
    for column in range(panel.groups):
        for band in range(panel.groups):
            place = band_place(panel, layout.areas[0], layout, column, band)
            if place.height() > 8 and column != band:
                at = place.center().toPoint()
                assert QColor.fromRgb(*map(int, shown[at.y(), at.x()])).name() == tint(theme, panel.state, band)
                seen += 1
    assert seen > 5


@THEMES
def test_the_word_pointed_at_is_in_full_wherever_it_holds_something(theme) -> None:
    plot = drawn(real())
    band = int(plot.panels[0].shares[3].argmax())
    shown, layout = painted(plot, theme, (700, 400), band)
    for column in range(7):
        place = band_place(plot.panels[0], layout.areas[0], layout, column, band)
        if place.height() > 8:
            found = has(shown, theme.hue("cell_state"))[:, int(place.left()) : int(place.right())].any(axis=1).sum()
            assert abs(found - place.height()) <= 2


@THEMES
def test_what_is_not_a_number_is_hatched(theme) -> None:
    plot = with_shares([0.5, np.nan], bad=1)
    shown, layout = painted(plot, theme, (300, 200))
    area = layout.areas[0]
    half = int(area.center().x())
    bad = has(shown, theme.bad)
    assert bad[:, half + 2 :].sum() > 0.3 * area.width() / 2 * area.height()
    assert not bad[:, : half - 1].any()


@pytest.mark.parametrize("size", [(120, 90), (300, 110), (500, 500), (1600, 900)])
@pytest.mark.parametrize("text", ["good", SENTENCE, " ".join(["good", "bad"] * 300)])
def test_its_parts_lie_below_each_other_in_every_size(size, text) -> None:
    plot = drawn(real("gru", text), real("lstm", text), token=0)
    _, layout = painted(plot, LIGHT, size)
    tops = [layout.heading, layout.areas[0], layout.areas[1], layout.words, layout.finding, layout.note]
    for above, below in pairwise(tops):
        assert above.bottom() <= below.top() + 1.5 or size[1] < 200
    assert all(area.height() >= 1 for area in layout.areas)
    assert not image(plot, *size, 1.0, LIGHT).isNull()


def test_zoomed_in_only_the_columns_in_sight_are_painted() -> None:
    plot = drawn(real())
    (panel,) = plot.panels
    shots = []
    for stretch in ((0.0, 7.0), (2.0, 4.0)):
        picture = QImage(70, 100, QImage.Format.Format_RGB32)
        painter = QPainter(picture)
        paint_bands(Canvas(painter, LIGHT, QRectF(0, 0, 70, 100), 1.0), panel, QRectF(0, 0, 70, 100), stretch)
        painter.end()
        shots.append(pixels(picture))
    whole, part = shots
    np.testing.assert_array_equal(whole[:, 25], part[:, 17])
    np.testing.assert_array_equal(whole[:, 35], part[:, 52])
