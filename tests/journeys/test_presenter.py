"""Before an audience and back, in the real window; and a dock taken out of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Screen

pytestmark = pytest.mark.journey


def test_f11_shows_it_large_and_escape_puts_everything_back(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan
) -> None:
    window = plan.desktop.window
    maps, top = plan.region(window.heatmaps), plan.region(window.top_bar)
    app = start()
    app.wait_for_maps(maps)
    screen.wait_until_still(maps)
    at_start, bar = screen.wait_until_still(maps), screen.pixels(top)
    screen.key("F11")
    screen.wait_for_change(maps, at_start, "larger maps")
    screen.wait_until_still(maps)
    screen.keep("presented")
    screen.key("ctrl+Home")
    screen.wait_until_still(maps)
    screen.keep("at the first token")
    screen.key("ctrl+End")
    screen.wait_until_still(maps)
    screen.key("Escape")
    screen.wait(lambda: agreement(screen.pixels(top), bar) > 0.99, "the row of controls as it was")
    screen.wait(lambda: agreement(screen.pixels(maps), at_start) > 0.99, "the maps as they were")
    screen.keep("back")
    screen.key("ctrl+plus")
    screen.wait(lambda: not np.array_equal(screen.pixels(top), bar), "larger text")
    screen.wait_until_still(maps)
    screen.keep("larger text")
    screen.key("ctrl+0")
    screen.wait(lambda: agreement(screen.pixels(maps), at_start) > 0.99, "text in its usual size")
    assert app.quit() == (0, "")
