"""The window as it opens: in both designs, on a large and on a small screen, and without a usable home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import Screen

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("theme", "background"), [("light", range(225, 256)), ("dark", range(10, 60))], ids=["light", "dark"]
)
def test_one_model_and_all_three(
    start: Callable[..., RunningApp],
    screen: Screen,
    plan: Plan,
    tmp_path: Path,
    size: tuple[int, int],
    theme: str,
    background: range,
) -> None:
    settings = tmp_path / "home" / ".config" / "gatescope" / "gatescope.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[General]\ntheme={theme}\n")
    plan.resize(size)
    maps = plan.region(plan.desktop.window.heatmaps)
    app = start(tmp_path / "home", size=size)
    app.wait_for_maps(maps)
    screen.keep("LSTM")
    one = screen.pixels(maps)
    assert int(screen.pixels((0, size[1] // 2, 3, 3)).mean()) in background

    screen.click(middle(plan.region(plan.desktop.window.model_bar.findChildren(QPushButton, "segment")[-1])))
    screen.wait_for_change(maps, one, "three models in the maps")
    plan.compare(theme)
    maps = plan.region(plan.desktop.window.heatmaps)
    compare = screen.wait_until_still(maps)
    screen.keep("Compare")
    # A grabbed window has the window's colour, not the card's, behind its labels.
    assert agreement(compare, plan.pixels(maps), steps=16) > 0.98
    assert app.quit() == (0, "")


def test_a_home_that_cannot_be_written(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    """It starts all the same, and says that nothing will be remembered."""
    maps = plan.region(plan.desktop.window.heatmaps)
    bar = plan.desktop.window.message_bar
    bar.show_message("words")
    below = plan.region(bar)
    app = start(Path("/dev/null"))
    app.wait_for_maps((maps[0], maps[1] + below[3], maps[2], maps[3] - below[3]))
    screen.keep("a message")
    assert app.quit()[0] == 0
