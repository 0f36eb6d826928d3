"""The sweep in the real window: a click on a bar chooses its unit, a double click takes it out, Ctrl+Z puts it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Screen
from tests.journeys.test_main_job import NEARLY_ALL

pytestmark = pytest.mark.journey

FIRST_ROW = 50
"""Pixels from the top of the picture to the middle of its first row."""


def test_take_out_the_unit_of_a_bar(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    window = plan.desktop.window
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("what-if")
    plan._settle()
    maps, readout = plan.region(window.heatmaps), plan.region(window.views["readout"])
    left, top, wide, _ = bars = plan.region(window.views["sweep"]._picture)
    row = (left + wide // 2, top + FIRST_ROW)

    app = start()
    app.wait_for_maps(at_start)
    screen.key("ctrl+4")
    screen.wait_until_still(maps)
    ranked, free = screen.wait_until_still(bars), screen.wait_until_still(readout)
    screen.keep("1 ranked")

    screen.click(row)
    screen.wait_for_change(bars, ranked, "the chosen unit in the bars")
    chosen = screen.wait_until_still(bars)
    screen.keep("2 chosen")

    screen.xdotool("click", "--repeat", "2", "--delay", "80", "1")
    screen.wait_for_change(readout, free, "the read-out without the unit")
    screen.wait_for_change(bars, chosen, "the other units, ranked without it")
    screen.keep("3 taken out")

    screen.key("ctrl+z")
    screen.wait(lambda: agreement(screen.pixels(readout), free) > NEARLY_ALL, "the unit back again")
    assert app.quit() == (0, "")
