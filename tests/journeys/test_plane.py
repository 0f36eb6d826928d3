"""The plane of states in the real window: click a word there, and the cursor is on it in the sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.space.space_view import SpaceView
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Screen

pytestmark = pytest.mark.journey

NOT = 3
"""Where that word is in the sentence that the app starts with."""


def test_a_click_on_a_word_of_the_plane_moves_the_cursor_there(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot: QtBot
) -> None:
    window = plan.desktop.window
    maps = plan.region(window.heatmaps)
    app = start()
    app.wait_for_maps(maps)
    screen.key("ctrl+6")
    window.arrangements.show("space")
    plan.resize((WIDTH, HEIGHT))
    view = window.dock_host.views["space"]
    assert isinstance(view, SpaceView)
    qtbot.waitUntil(lambda: view.plot() is not None)
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    x, y = layout.panels[0].pixels(layout.panels[0].panel.path.points)[NOT]
    plane = plan.region(view._picture)
    (strip,) = window.sentence.findChildren(ChipStrip)
    chips = plan.region(strip)
    before = screen.wait_until_still(chips)
    screen.wait_until_still(plane)
    screen.keep("1 plane")

    screen.click((plane[0] + round(x), plane[1] + round(y)))
    screen.wait_for_change(chips, before, "the chip of the word that was clicked")
    plan.desktop.session.set_token(NOT)
    plan.resize((WIDTH, HEIGHT))
    screen.wait(lambda: agreement(screen.pixels(chips), plan.pixels(chips)) > 0.99, "the cursor on “not”")
    screen.keep("2 clicked")
    assert app.quit() == (0, "")
