"""The tour in the real window, at a first start: each step is done with mouse and keys, and the next one comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSlider

from gatescope.app.tour.steps import STEPS
from gatescope.plots.theme import LIGHT
from tests.journeys.conftest import Plan
from tests.journeys.pictures import middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Point, Region, Screen

pytestmark = pytest.mark.journey

ACCENT = QColor(LIGHT.accent).getRgb()[:3]


def test_a_first_start_leads_through_five_steps(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    window = plan.desktop.window
    slider = window.dock_host.views["weights"].bias.findChild(QSlider)
    handle = middle(plan.region(slider))
    places = [plan.region(step.control(window)) for step in STEPS]

    def ringed(place: Region) -> bool:
        left, top, width, height = place
        row = screen.pixels((left, top - 3, width, 1))[0], screen.pixels((left, top + height + 2, width, 1))[0]
        return any((one == ACCENT).all(axis=1).mean() > 0.5 for one in row)

    app = start(tour=True)
    app.wait_for_maps(plan.region(window.heatmaps))
    doing: list[Callable[[], None]] = [
        lambda: screen.type(" It is bad"),
        lambda: screen.click(chip(places[1])),
        lambda: rest_on(screen, middle(places[2])),
        lambda: drag_on(screen, handle),
        lambda: screen.key("alt+4"),
    ]
    screen.wait(lambda: ringed(places[0]), "the tour")
    screen.key("alt+n")
    screen.wait(lambda: ringed(places[1]), "the next step by its key")
    screen.key("alt+b")
    for number, (place, do) in enumerate(zip(places, doing, strict=True), 1):
        screen.wait(lambda place=place: ringed(place), f"a ring in step {number}")
        screen.keep(f"{number} {STEPS[number - 1].title}")
        do()
    screen.wait(lambda: not ringed(places[4]), "the end of the tour")
    screen.keep("6 end")
    app.quit()

    again = start(home=app.home, tour=True)
    again.wait_for_maps(plan.region(window.heatmaps))
    assert not ringed(places[0])


def chip(row: Region) -> Point:
    """The first word."""
    left, top, _, _ = row
    return left + 24, top + 20


def rest_on(screen: Screen, at: Point) -> None:
    """Move the mouse there, and a little on, as a hand does."""
    for x in (at[0], at[0] + 2):
        screen.xdotool("mousemove", "--sync", str(x), str(at[1]))


def drag_on(screen: Screen, at: Point) -> None:
    screen.drag(at, (at[0] + 20, at[1]))
