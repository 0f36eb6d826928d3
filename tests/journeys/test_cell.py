"""Step a cell operation by operation in the real window: the workspace, the keys, a click on a box, the next word."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gatescope.views.cell.cell_view import CellView
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Region, Screen

pytestmark = pytest.mark.journey

ALIKE = 0.99
"""Share of pixels that must agree with the same window offscreen: the kernels round otherwise than the reference."""


def test_step_a_cell_operation_by_operation(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    session = plan.desktop.session
    plan.desktop.window.arrangements.show("cell")
    plan.resize((plan.desktop.window.width(), plan.desktop.window.height()))
    view = plan.desktop.window.views["cell"]
    assert isinstance(view, CellView)
    maps, picture = plan.region(plan.desktop.window.heatmaps), plan.region(view._picture)
    app = start()
    screen.key("ctrl+2")
    app.wait_for_maps(maps)
    screen.key("ctrl+Home")
    session.set_token(0)
    check(screen, plan, picture, "1 the first word")

    for step in (2, 3):
        before = screen.pixels(picture)
        screen.key("alt+shift+Right")
        screen.wait_for_change(picture, before, f"operation {step}")
        view.go(1)
        check(screen, plan, picture, f"{step} by key")

    frame = view._picture.panes[0].frame
    output = next(box for box in frame.wiring.boxes if box.name == "output")
    place = frame.box(output).center().toPoint()
    before = screen.pixels(picture)
    screen.click((picture[0] + place.x(), picture[1] + place.y()))
    screen.wait_for_change(picture, before, "the operation of the box that was clicked")
    step = output.step
    assert step is not None
    view.go_to(step)
    screen.xdotool("mousemove", "--sync", "5", "5")
    check(screen, plan, picture, "4 by a click on a box")

    while session.focus.token == 0:
        before = screen.pixels(picture)
        screen.key("alt+shift+Right")
        screen.wait_for_change(picture, before, "the next operation")
        view.go(1)
    shown = view.plot()
    assert shown is not None
    assert (session.focus.token, shown.step) == (1, 1)
    check(screen, plan, picture, "5 on to the next word")
    assert app.quit() == (0, "")


def check(screen: Screen, plan: Plan, picture: Region, name: str) -> None:
    """The wiring on the screen is that of the same window here."""
    found = screen.wait_until_still(picture)
    screen.keep(name)
    plan.resize((plan.desktop.window.width(), plan.desktop.window.height()))
    wanted = plan.pixels(picture)
    assert agreement(found, wanted) > ALIKE, name
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 50
