"""Units in the real window: a condition finds some, a click and the arrows choose one everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Screen
from tests.journeys.test_main_job import NEARLY_ALL

pytestmark = pytest.mark.journey


def test_find_a_unit_and_see_it_everywhere(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    window = plan.desktop.window
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("units")
    plan._settle()
    units, maps = window.views["units"], plan.region(window.heatmaps)
    table, dots = plan.region(units._table.viewport()), plan.region(window.views["saturation"])
    field = middle(plan.region(units._tools.field))

    app = start()
    app.wait_for_maps(at_start)
    screen.key("ctrl+5")
    screen.wait_until_still(maps)
    every, unringed = screen.wait_until_still(table), screen.wait_until_still(dots)
    screen.keep("1 every unit")

    screen.click(field)
    screen.type("rho < 0")
    screen.wait_for_change(table, every, "the units that were found")
    found = screen.wait_until_still(table)
    screen.keep("2 found")

    left, top, _, _ = table
    screen.click((left + 30, top + 40))
    screen.wait_for_change(table, found, "the chosen row")
    screen.wait_for_change(dots, unringed, "the ring around the dots of the chosen unit")
    ringed, chosen = screen.wait_until_still(dots), screen.wait_until_still(table)
    screen.keep("3 chosen")
    screen.key("Down")
    screen.wait_for_change(table, chosen, "the row below")
    screen.wait_for_change(dots, ringed, "the ring around another unit")
    screen.key("Up")
    screen.wait(lambda: agreement(screen.pixels(dots), ringed) > NEARLY_ALL, "the first unit again")
    assert app.quit() == (0, "")
