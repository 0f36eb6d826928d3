"""Index images of the visible tokens."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from gatescope.plots.heatmap import heatmap
from gatescope.plots.theme import LIGHT
from gatescope.session.document.document import Focus
from gatescope.views.maps.map_item import MapItem
from tests.views.helpers import lstm


def test_the_map_covers_whole_tokens_around_the_stretch(qtbot: QtBot) -> None:
    panel = heatmap([lstm(20)], Focus()).panels[0]
    item = MapItem()
    item.show_panel(panel, (3.5, 7.5), 500, LIGHT)
    item.set_place(10.0, 40.0, (0.0, 1.0))
    rect = item.boundingRect()
    assert (rect.left(), rect.right(), rect.top(), rect.bottom()) == (3.0, 8.0, 10.0, 50.0)
    assert (item.image.width(), item.image.height()) == (5, 8)


def test_rows_share_a_pixel_rather_than_being_left_out(qtbot: QtBot) -> None:
    values = np.full((6, 64), 0.5, np.float32)
    values[2, 37] = 1.0
    values[4, 21] = 0.0
    panel = heatmap([lstm(6, units=64, signals={"forget_gate": values})], Focus()).panels[0]
    item = MapItem()
    item.show_panel(panel, (0.0, 6.0), 500, LIGHT)
    item.set_place(0.0, 20.0, (0.0, 1.0))
    assert item.image.height() == 20
    colours = [{item.image.pixel(column, row) for row in range(20)} for column in range(6)]
    assert [len(found) for found in colours] == [1, 1, 2, 1, 2, 1]
    item.set_place(0.0, 20.0, (0.25, 0.5))
    assert item.image.height() == 64
    assert (item.source.top(), item.source.height()) == (16.0, 16.0)
