"""Claim 6 from the list to its verdict: a guess, the control moved, the test, and back to the own work bit for bit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Region, Screen
from tests.journeys.test_main_job import NEARLY_ALL

pytestmark = pytest.mark.journey


def test_guess_move_test_and_leave(start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot) -> None:
    window, learning = plan.desktop.window, plan.desktop.controller.learning
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("learn")
    qtbot.waitUntil(lambda: bool(learning.courses.course.cards))
    plan._settle()
    view = window.views["learn"]
    search = plan.region(view.claims._search)
    learning.open_card("6")
    qtbot.waitUntil(lambda: learning.lesson.stands)
    plan._settle()
    maps = plan.region(window.heatmaps)
    learning.guess(0)
    plan._settle()

    def region(of: QWidget) -> Region:
        return plan.region(of)

    page = view.page
    answer, slider = region(page.answers.buttons[0]), region(page.control._knob._slider)
    count = region(view.claims._tested)

    app = start()
    app.wait_for_maps(at_start)
    # The gates, without the frame of what has the keyboard; a scale of states stays as wide as the scene has made it.
    x, y, width, height = at_start
    own = x + 20, y + 20, width - 40, height // 2
    before = screen.wait_until_still(own)
    screen.keep("0 own work")
    watched = screen.pixels(search)
    screen.key("ctrl+8")
    screen.wait_for_change(search, watched, "the workspace Learn")
    screen.wait_until_still(at_start)
    screen.click(middle(search))
    screen.type("gradient does not vanish")
    free = screen.pixels(maps)
    screen.key("Return")
    screen.wait_for_change(maps, free, "the scene")
    held = screen.wait_until_still(maps)
    screen.keep("1 scene")
    unguessed = screen.pixels(answer)
    screen.key("alt+1")
    screen.wait_for_change(answer, unguessed, "the guess")
    x, y, width, height = slider
    screen.click((x + width // 3, y + height // 2))
    screen.wait_for_change(maps, held, "the forget gate that is held elsewhere")
    screen.wait_until_still(maps)
    untested = screen.pixels(count)
    screen.key("ctrl+Return")
    screen.wait(lambda: agreement(screen.pixels(count), untested) < 1.0, "the verdict", seconds=120)
    screen.wait_until_still(maps)
    screen.keep("2 verdict")
    screen.key("ctrl+1")
    screen.wait(lambda: agreement(screen.pixels(own), before) > NEARLY_ALL, "the own work")
    screen.keep("3 own work")
    assert app.quit() == (0, "")
