"""A tiny model is trained while its maps move, looked at as it was, kept, and opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gatescope.training.tasks.registry import TASKS
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Region, Screen
from tests.journeys.test_main_job import NEARLY_ALL

pytestmark = pytest.mark.journey

LONG_S = 240
"""The process that trains loads its kernels first, or compiles them."""
TASK = "two-units"
MOVED = 0.9
"""Of the pixels of the maps, so many at most are as they were where a network has learnt something."""


def test_train_look_back_and_keep(start: Callable[..., RunningApp], screen: Screen, plan: Plan, tmp_path: Path) -> None:
    window = plan.desktop.window
    at_start = plan.region(window.heatmaps)
    window.arrangements.show("train")
    plan._settle()
    form, curves = window.views["train"], window.views["training"]
    tasks, maps, picture = (plan.region(one) for one in (form._tasks, window.heatmaps, curves._picture))

    def differs(region: Region, before: object) -> Callable[[], bool]:
        return lambda: agreement(screen.pixels(region), before) < NEARLY_ALL

    app = start()
    app.wait_for_maps(at_start)
    screen.key("ctrl+7")
    screen.wait_until_still(maps)
    screen.click(middle(tasks))
    screen.key(*["Down"] * (list(TASKS).index(TASK) + 1), "Return")
    screen.wait_until_still(plan.region(form))
    before = screen.pixels(maps)
    screen.keep("1 chosen")
    screen.key("ctrl+r")
    screen.wait(differs(maps, before), "the untrained network", LONG_S)
    # The form, whose fields are locked now, stands still while the maps move.
    screen.wait_until_still(plan.region(form))
    untrained = screen.pixels(maps)
    screen.wait(lambda: agreement(screen.pixels(maps), untrained) < MOVED, "maps that move", LONG_S)
    screen.keep("2 trains")
    screen.key("ctrl+r")
    paused = screen.wait_until_still(maps)
    screen.keep("2 paused")

    screen.click(middle(picture))
    screen.key("Home")
    screen.wait(lambda: agreement(screen.pixels(maps), paused) < MOVED, "the untrained network")
    screen.wait_until_still(maps)
    screen.keep("3 looked back")
    screen.key("End")
    screen.wait(lambda: agreement(screen.pixels(maps), paused) > NEARLY_ALL, "the trained network again")

    kept = tmp_path / "kept.safetensors"
    screen.key("ctrl+shift+p")
    screen.type("Training: keep as")
    screen.key("Return")
    screen.wait(lambda: bool(screen.windows("Keep the network")), "the dialog")
    screen.type(str(kept))
    screen.key("Return")
    screen.wait(kept.exists, "the model", LONG_S)
    screen.wait_until_still(maps)
    screen.keep("4 kept")
    screen.key("alt+o")
    screen.wait_until_still(maps)
    screen.keep("5 opened")
    assert app.quit() == (0, "")
