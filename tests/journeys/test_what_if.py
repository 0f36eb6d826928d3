"""A gate is clamped at a word and the read-out watched; a state is patched from another sentence; both are undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Point, Screen
from tests.journeys.test_main_job import NEARLY_ALL

pytestmark = pytest.mark.journey

BUT = 8
"""Where “but” stands in the sentence that GateScope starts with."""


def word_in_the_maps(plan: Plan, token: int) -> Point:
    maps = plan.desktop.window.heatmaps
    area = maps._plot_area
    at = area.mapTo(plan.desktop.window, QPoint(round(area.x_of(token + 0.5)), round(area.area.center().y())))
    return at.x(), at.y()


def test_clamp_a_gate_at_a_word_and_patch_a_state(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot
) -> None:
    window = plan.desktop.window
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("what-if")
    plan._settle()
    view = window.views["what-if"]
    maps, readout = plan.region(window.heatmaps), plan.region(window.views["readout"])

    app = start()
    app.wait_for_maps(at_start)
    screen.key("ctrl+4")
    screen.wait_until_still(maps)
    screen.click(word_in_the_maps(plan, BUT))
    free = screen.wait_until_still(readout)
    screen.keep("1 free")

    hold, _, _, patch = view.adding.buttons()

    def button(of: QWidget) -> Point:
        return middle(plan.region(of))

    screen.click(button(hold))
    screen.key("Down", "Return")
    screen.wait_for_change(readout, free, "the clamped forget gate in the read-out")
    clamped = screen.wait_until_still(readout)
    screen.keep("2 clamped")

    # Nothing is held in the plan, but the buttons below the cards are where they were.
    screen.click(button(patch))
    screen.wait_until_still(plan.region(view))
    screen.type("It was an awful film")
    screen.wait_until_still(plan.region(view))
    screen.keep("3 asked")
    screen.key("Return")
    screen.wait_for_change(readout, clamped, "the patched state in the read-out")
    screen.wait_until_still(readout)
    screen.keep("4 patched")

    screen.key("ctrl+z")
    screen.wait(lambda: agreement(screen.pixels(readout), clamped) > NEARLY_ALL, "the clamped gate alone")
    screen.key("ctrl+z")
    screen.wait(lambda: agreement(screen.pixels(readout), free) > NEARLY_ALL, "the free run again")
    assert app.quit() == (0, "")
