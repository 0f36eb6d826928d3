"""A weight is dragged, what changed is looked at by a tap of Ctrl+D and by the key held, and all is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gatescope.views.weights.matrix_map import MatrixMap
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Screen
from tests.journeys.test_main_job import NEARLY_ALL, TEXT, weight_that_matters

pytestmark = pytest.mark.journey


def test_drag_look_at_the_difference_and_take_it_back(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan
) -> None:
    window = plan.desktop.window
    maps = plan.region(window.heatmaps)
    weights = window.dock_host.views["weights"].findChild(MatrixMap)
    app = start()
    app.wait_for_maps(maps)
    at_start = screen.pixels(maps)
    screen.click(middle(plan.region(window.sentence.focusProxy())))
    screen.key("ctrl+a")
    screen.type(TEXT)
    screen.wait_for_change(maps, at_start, "the typed sentence in the maps")
    typed = screen.wait_until_still(maps)

    left, top, _, _ = plan.region(weights)
    cell = weights.frame().rect(*weight_that_matters(plan)).center().toPoint()
    x, y = left + cell.x(), top + cell.y()
    screen.drag((x, y), (x, y - 250))
    screen.wait(lambda: agreement(screen.pixels(maps), typed) < NEARLY_ALL, "the dragged weight in the maps")
    dragged = screen.wait_until_still(maps)
    screen.keep("1 dragged")

    screen.key("ctrl+d")
    screen.wait_for_change(maps, dragged, "the difference in the maps")
    difference = screen.wait_until_still(maps)
    assert agreement(difference, dragged) < 0.9, "most of a map is white where little changed"
    screen.keep("2 difference")
    screen.key("ctrl+d")
    screen.wait(lambda: agreement(screen.pixels(maps), dragged) > NEARLY_ALL, "the run itself again")

    screen.xdotool("keydown", "ctrl", "keydown", "d")
    screen.wait(lambda: agreement(screen.pixels(maps), difference) > 0.99, "the difference while the key is held")
    screen.wait_until_still(maps)
    screen.xdotool("sleep", "0.5", "keyup", "d", "keyup", "ctrl")
    screen.wait(lambda: agreement(screen.pixels(maps), dragged) > NEARLY_ALL, "the run itself once the key is let go")

    screen.key("ctrl+z")
    screen.wait(lambda: agreement(screen.pixels(maps), typed) > NEARLY_ALL, "the trained weight in the maps")
    screen.keep("3 undone")
    assert app.quit() == (0, "")
