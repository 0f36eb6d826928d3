"""Pictures frame what is held, and pictures of Compare say what their colours mean, however small they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gatescope.export.png import image
from gatescope.plots.heatmap import heatmap
from gatescope.plots.held import Held
from gatescope.plots.map_stack import stack
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.views.maps.held_places import held_places
from tests.paint.looking import box, has, pixels
from tests.plots.builders import run

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def held_plot(*clamped: Held):
    values = np.zeros((4, 4))
    plot = heatmap([run("a b c d", cell="rnn", units=4, signals={"hidden_state": values})], Focus())
    return replace(plot, panels=tuple(replace(panel, clamped=clamped) for panel in plot.panels))


@THEMES
def test_a_frame_lies_about_what_is_held(theme: Theme) -> None:
    plain = pixels(image(held_plot(), 900, 300, 1, theme))
    shown = pixels(image(held_plot(Held(1, 3, (0, 1))), 900, 300, 1, theme))
    frame = box((plain != shown).any(axis=2), least=20)
    assert not (plain != shown)[:, :100].any()
    whole = box((plain != pixels(image(held_plot(Held(0, 4, None)), 900, 300, 1, theme))).any(axis=2), least=20)
    assert frame.width() == pytest.approx(whole.width() / 2, abs=3)
    assert frame.height() == pytest.approx(whole.height() / 2, abs=3)
    assert frame.left() - whole.left() == pytest.approx(whole.width() / 4, abs=3)


def test_on_screen_it_follows_zoom_and_scrolling() -> None:
    places = stack(held_plot(Held(1, 3, (0, 1))).panels, 100.0)
    assert held_places(places, (0.0, 1.0), (0.0, 4.0), 400.0, 0.0) == [QRectF(100.0, 0.0, 200.0, 50.0)]
    assert held_places(places, (0.0, 0.5), (2.0, 4.0), 400.0, 10.0) == [QRectF(0.0, -10.0, 200.0, 100.0)]
    assert held_places(places, (0.5, 1.0), (0.0, 4.0), 400.0, 0.0) == []


@pytest.mark.usefixtures("qapp")
def test_a_small_picture_of_compare_has_the_ranges_beside_the_names() -> None:
    runs = [run("a b c d", cell=cell) for cell in ("lstm", "gru")]
    large, small = (pixels(image(heatmap(runs, Focus()), 1100, height)) for height in (1400, 330))
    # At the right of the line with the name of the first model, which is empty where each map has its own.
    for shown, there in ((large, False), (small, True)):
        name = int(np.flatnonzero(has(shown, LIGHT.cell_hue("lstm")).any(axis=1))[0])
        line = shown[max(name - 4, 0) : name + 8, 700:]
        assert bool((line != 255).any()) == there
