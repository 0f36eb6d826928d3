"""The main job in the real window: type a sentence, drag a weight, undo it, export the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from gatescope.export.png import image
from gatescope.session.settings import Settings
from gatescope.views.weights.matrix_map import MatrixMap
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle, pixels_of
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Screen

pytestmark = pytest.mark.journey

TEXT = "The film was not good, but the actors were wonderful."
NEARLY_ALL = 0.9995
"""Share of pixels that must agree: the kernels, once ready, round otherwise than the reference did."""


def test_type_drag_undo_export(start: Callable[..., RunningApp], screen: Screen, plan: Plan) -> None:
    window = plan.desktop.window
    maps = plan.region(window.heatmaps)
    weights = window.dock_host.views["weights"].findChild(MatrixMap)
    app = start()
    app.wait_for_maps(maps)
    at_start = screen.pixels(maps)
    screen.keep("1 started")

    screen.click(middle(plan.region(window.sentence.focusProxy())))
    screen.key("ctrl+a")
    screen.type(TEXT)
    screen.wait_for_change(maps, at_start, "the typed sentence in the maps")
    typed = screen.wait_until_still(maps)
    screen.keep("2 typed")

    left, top, _, _ = plan.region(weights)
    cell = weights.frame().rect(*weight_that_matters(plan)).center().toPoint()
    x, y = left + cell.x(), top + cell.y()
    screen.drag((x, y), (x, y - 250))
    screen.wait(lambda: agreement(screen.pixels(maps), typed) < NEARLY_ALL, "the dragged weight in the maps")
    dragged = screen.wait_until_still(maps)
    red, _, blue = screen.pixels((x, y, 1, 1))[0, 0].astype(int)
    assert blue - red > 80, "the weight under the mouse is not the one that was raised"
    screen.keep("3 dragged")

    screen.key("ctrl+z")
    screen.wait_for_change(maps, dragged, "the undone weight in the maps")
    undone = screen.wait_until_still(maps)
    assert agreement(undone, typed) > NEARLY_ALL
    screen.keep("4 undone")

    screen.click(middle(maps))
    screen.key("ctrl+e")
    dialog = screen.window("^Export plot$")
    screen.xdotool("windowfocus", "--sync", dialog)
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    screen.keep("5 export")
    screen.key("Return")
    path = app.home / "gatescope-heatmaps.png"
    screen.wait(path.exists, "the exported picture")
    screen.wait(lambda: dialog not in screen.windows("Export plot"), "the dialog to close")

    assert app.quit() == (0, "")
    check_picture(path, plan)
    settings = Settings(app.home / ".config" / "gatescope" / "gatescope.ini")
    assert settings.window is not None
    assert (settings.window.width, settings.window.height) == (WIDTH, HEIGHT)
    assert settings.folder == app.home


def weight_that_matters(plan: Plan) -> tuple[int, int]:
    """Row and column of a recurrent weight of the forget gate that the sentence hangs on, with room above it to drag.

    The column is the unit that says most; of the rows in the lower half, the gate that is least decided.
    """
    plan.type(TEXT)
    trace = plan.desktop.session.snapshot.runs[0].trace
    column = int(np.abs(trace["layer0.forward.hidden_state"]).mean(axis=0).argmax())
    undecided = np.abs(trace["layer0.forward.forget_gate"] - 0.5).mean(axis=0)
    half = len(undecided) // 2
    return half + int(undecided[half:].argmin()), column


def check_picture(path: Path, plan: Plan) -> None:
    """The file says what it shows, and shows what the same sentence gives here."""
    picture = QImage(str(path))
    assert picture.text("Sentence") == TEXT
    assert picture.text("Model") == "sentiment-lstm"
    assert picture.text("Cell").lower() == "lstm"
    plan.type(TEXT)
    view = plan.desktop.window.heatmaps
    plan.click(view)
    assert picture.size() == view.size() * 2
    expected = image(view.plot(), view.width(), view.height(), 2)
    assert agreement(pixels_of(picture), pixels_of(expected)) > NEARLY_ALL
