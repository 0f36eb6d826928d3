"""Fixed points in the real window: click one in the table, and see it chosen in the plane and in the unit circle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.journeys.conftest import Plan
from tests.journeys.pictures import middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Screen

pytestmark = pytest.mark.journey

TEXT = "The service was absolutely wonderful."
HEAD, ROW = 24, 27
"""Pixels of the table's head and of a row of it."""


def test_a_click_on_a_point_chooses_it_everywhere(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    window = plan.desktop.window
    maps = plan.region(window.heatmaps)
    app = start()
    app.wait_for_maps(maps)
    screen.click(middle(plan.region(window.sentence.focusProxy())))
    screen.key("ctrl+a")
    screen.type(TEXT)
    screen.key("ctrl+6")
    window.arrangements.show("space")
    plan.resize((WIDTH, HEIGHT))
    views = window.dock_host.views
    table = plan.region(views["fixedpoints"]._picture)
    others = [plan.region(views[name]._picture) for name in ("space", "eigenvalues")]
    # The saddle among the points of the LSTM is chosen at first: its row lies on the accent.
    left, top, wide, _ = table
    bar = (left + 10, top + HEAD + ROW, 2, ROW)
    screen.wait(lambda: _is_blue(screen.pixels(bar)), "the row of the saddle")
    before = [screen.wait_until_still(region) for region in others]
    screen.keep("1 found")

    screen.click((left + wide // 2, top + HEAD + 2 * ROW + ROW // 2))
    for region, pixels, what in zip(others, before, ("the plane", "the eigenvalues"), strict=True):
        screen.wait_for_change(region, pixels, f"the chosen point in {what}")
    screen.wait(lambda: not _is_blue(screen.pixels(bar)), "the row of the saddle to be one of the others")
    screen.keep("2 chosen")
    assert app.quit() == (0, "")


def _is_blue(pixels: np.ndarray) -> bool:
    """Whether a place of the screen is of the accent."""
    red, _, blue = pixels.reshape(-1, 3)[:, :3].astype(int).mean(axis=0)
    return bool(blue - red > 80)
