"""Which maps are in sight, in a window that has hardly room for one."""

import numpy as np
import pytest

from gatescope.engine.part import Part
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.map_stack import Band, Stack
from gatescope.views.maps.row_scroll import RowScroll


def panel(model):
    values = np.zeros((4, 3))
    place, units = Part.of(0, "forward"), np.arange(3)
    return HeatmapPanel(model, "rnn", place, "hidden_state", "hidden state", "h", values, units, -1.0, 1.0, "signed")


@pytest.mark.parametrize("height", [93.0, 94.6, 95.0, 95.5, 96.0, 120.0])
def test_there_is_a_scroll_bar_where_a_map_is_out_of_sight_and_nowhere_else(qtbot, height):
    scroll = RowScroll()
    qtbot.addWidget(scroll)
    bands = tuple(Band(panel("a"), top, 26.0) for top in (0.0, 35.0, 70.0))
    scroll.fit(Stack(bands, (), 96.0), 100, 0.0, height)
    assert (scroll.maximum() > 0) == scroll.isVisibleTo(None) == (not all(map(scroll.shows, bands)))


@pytest.mark.parametrize("height", [20, 32, 47])
def test_the_first_map_below_a_name_is_in_sight_however_low_the_window_is(qtbot, height):
    scroll = RowScroll()
    qtbot.addWidget(scroll)
    bands = tuple(Band(panel(model), top, 26.0) for model, top in (("a", 22.0), ("b", 70.0)))
    names = tuple((band.top - 22.0, 22.0, band.panel) for band in bands)
    scroll.fit(Stack(bands, names, 96.0), 100, 0.0, height)
    assert [scroll.shows(band) for band in bands] == [True, False]
    scroll.setValue(scroll.maximum())
    assert [scroll.shows(band) for band in bands] == [False, True]
