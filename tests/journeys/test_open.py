"""Somebody else's model in the real window: open it, meet a bad file, read it otherwise, prove it, open it again."""

from __future__ import annotations

from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gatescope.app.inspector.dialog import InspectorDialog
from tests.journeys.conftest import Plan
from tests.journeys.pictures import agreement, middle, pixels_of
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Pixels, Region, Screen
from tests.shared import BAD, MODELS, needs_models

MODEL = MODELS / "charrnn_gru_shakespeare" / "hidden_size_50.pt"
REFERENCE = MODEL.with_name("reference_hidden_size_50.npz")
PAGE = BAD / "03_html_404.h5"
TEXT = "To be, or not to be"
INSPECTOR = (960, 640)
NEARLY_ALL = 0.999

pytestmark = [
    pytest.mark.journey,
    needs_models,
]


def test_open_fail_override_prove_and_open_again(
    start: Callable[..., RunningApp], screen: Screen, plan: Plan, qtbot: QtBot
) -> None:
    window, controller = plan.desktop.window, plan.desktop.controller
    maps = plan.region(window.heatmaps)
    app = start()
    app.wait_for_maps(maps)

    def settle() -> None:
        qtbot.waitUntil(lambda: not controller.loads.running and not controller.inspection.jobs.running)
        qtbot.wait(100)

    controller.open_paths([MODEL])
    settle()
    maps, bar = plan.region(window.heatmaps), plan.region(window.message_bar)
    choose(screen, "ctrl+o", "^Open", MODEL)
    wait_for(screen, bar, plan.pixels(bar), "the notice about the model")
    screen.click(middle(plan.region(window.sentence.focusProxy())))
    screen.key("ctrl+a")
    screen.type(TEXT)
    plan.type(TEXT)
    wait_for(screen, maps, plan.pixels(maps), "the gates of the model")
    opened = screen.wait_until_still(maps)
    screen.keep("1 opened")

    controller.open_paths([PAGE])
    settle()
    choose(screen, "ctrl+o", "^Open", PAGE)
    wait_for(screen, bar, plan.pixels(bar), "the sentence about the bad file")
    assert agreement(screen.pixels(maps), opened) > NEARLY_ALL
    screen.keep("2 failed")

    dialog = inspect(screen, plan)
    place = dialog_region(dialog, dialog.reading.form.control("reset_after"))
    screen.click(middle(place))
    screen.key("Down", "Return")
    control = dialog.reading.form.control("reset_after")
    assert isinstance(control, QComboBox)
    control.setCurrentIndex(1)
    control.activated.emit(1)
    settle()
    wait_for(screen, (0, 0, *INSPECTOR), picture(dialog), "the other reading in the inspector", 0.99)
    screen.keep("3 overridden")

    screen.key("alt+p")
    dialog.tabs.setCurrentWidget(dialog.proof)
    choose(screen, "alt+f", "^Choose a reference", REFERENCE)
    controller.inspection.prove(REFERENCE)
    settle()
    assert not dialog.proof.rows.table.records[0].fits
    verdict = dialog_region(dialog, dialog.proof.rows)
    wait_for(screen, verdict, picture(dialog, verdict), "the proof that it does not fit", 0.99)
    screen.keep("4 does not fit")
    screen.key("alt+s")
    dialog.proof.take.click()
    settle()
    assert dialog.proof.rows.table.records[0].fits
    verdict = dialog_region(dialog, dialog.proof.rows)
    wait_for(screen, verdict, picture(dialog, verdict), "the proof that it fits", 0.99)
    screen.keep("5 fits")
    screen.key("Escape")
    wait_for(screen, maps, opened, "the gates as they were at first")
    assert app.quit() == (0, "")

    settings = ConfigParser()
    settings.read(app.home / ".config" / "gatescope" / "gatescope.ini")
    assert settings["General"]["recent"] == str(MODEL)
    again = start(app.home)
    again.wait_for_maps((maps[0], maps[1] + 60, maps[2], maps[3] - 60))
    screen.key("alt+f", "r", "1")
    window.message_bar.hide()
    controller.opening.open_path(MODEL)
    settle()
    wait_for(screen, bar, plan.pixels(bar), "the notice about the model once more")
    screen.keep("6 opened again")
    assert again.quit() == (0, "")


def choose(screen: Screen, key: str, title: str, path: Path) -> None:
    """Press `key`, and give the file dialog called `title` a path."""
    screen.key(key)
    dialog = screen.window(title)
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    screen.type(str(path))
    # The list of completions, while it opens, would take the key for itself.
    screen.wait_until_still((0, 0, WIDTH, HEIGHT))
    screen.key("Return")
    screen.wait(lambda: dialog not in screen.windows(title), "the file dialog to close")


def inspect(screen: Screen, plan: Plan) -> InspectorDialog:
    """Open the inspector, there and here, in the upper left corner and in one size."""
    screen.key("ctrl+i")
    screen.place(screen.window("^Inspect hidden_size_50"), INSPECTOR)
    plan.desktop.controller.actions["inspect_model"].trigger()
    dialog = plan.desktop.controller.inspection.dialog
    assert dialog is not None
    dialog.resize(*INSPECTOR)
    plan.resize((WIDTH, HEIGHT))
    wait_for(screen, (0, 0, *INSPECTOR), picture(dialog), "the inspector", 0.99)
    return dialog


def dialog_region(dialog: QWidget, widget: QWidget) -> Region:
    corner = widget.mapTo(dialog, widget.rect().topLeft())
    return corner.x(), corner.y(), widget.width(), widget.height()


def picture(dialog: QWidget, region: Region | None = None) -> Pixels:
    """The inspector as it is painted here, or a part of it."""
    pixels = pixels_of(dialog.grab().toImage())
    if region is None:
        return pixels
    x, y, width, height = region
    return pixels[y : y + height, x : x + width]


def wait_for(screen: Screen, region: Region, expected: Pixels, what: str, share: float = 0.98) -> None:
    """Wait until a region of the screen looks as it does here."""
    # A grabbed window has the window's colour, not the card's, behind its labels.
    screen.wait(lambda: agreement(screen.pixels(region), expected, steps=16) > share, what)
