"""The screen, the running app and the plan of its window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop, make_application
from gatescope.app.window.screens import START_FRAME
from gatescope.session.settings import Settings
from tests.journeys.pictures import pixels_of
from tests.journeys.running_app import RunningApp
from tests.journeys.screen import HEIGHT, WIDTH, Pixels, Region, Screen, missing_programs


@pytest.fixture
def screen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Screen]:
    if missing_programs():
        pytest.skip(f"the journeys need {' and '.join(missing_programs())}: apt-get install xvfb xdotool")
    folder = tmp_path / "screen"
    folder.mkdir()
    kept = os.environ.get("GATESCOPE_ARTEFACTS")
    screen = Screen(folder, Path(kept) / request.node.name if kept else None)
    yield screen
    screen.close()


@pytest.fixture
def start(screen: Screen, tmp_path: Path) -> Iterator[Callable[..., RunningApp]]:
    """Starts the app, in a fresh home unless another is given; whatever still runs at the end is killed."""
    running: list[RunningApp] = []

    def start(home: Path | None = None, **options: object) -> RunningApp:
        if home is None:
            home = tmp_path / f"home{len(running)}"
            home.mkdir()
        running.append(RunningApp(screen, home, **options))  # type: ignore[arg-type]
        return running[-1]

    yield start
    for app in running:
        app.kill()


class Plan:
    """The same window in this process, offscreen: it knows where everything is, and what should be seen."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        self.desktop = desktop
        self._qtbot = qtbot

    def region(self, widget: QWidget) -> Region:
        """Where `widget` lies on the screen."""
        corner = widget.mapTo(self.desktop.window, QPoint(0, 0))
        return corner.x(), corner.y(), widget.width(), widget.height()

    def pixels(self, region: Region) -> Pixels:
        """What is seen in a part of the window here."""
        x, y, width, height = region
        return pixels_of(self.desktop.window.grab().toImage())[y : y + height, x : x + width]

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size and let everything in it find its place."""
        self.desktop.window.resize(*size)
        self._settle()

    def type(self, text: str) -> None:
        """Make `text` the sentence here too."""
        session = self.desktop.session
        session.edit_text(text, len(text))
        self._qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.text == text)

    def click(self, widget: QWidget) -> None:
        """Click the middle of `widget` here too."""
        point = widget.rect().center()
        under = widget.childAt(point) or widget
        self._qtbot.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(widget, point))
        self._settle()

    def compare(self, theme: str) -> None:
        """Show all models of the family in front, in the design called `theme`, here too."""
        session = self.desktop.session
        self.desktop.controller.actions[f"theme_{theme}"].trigger()
        models = session.document.models
        family = models[session.document.shown[0]].family
        session.show([name for name, model in models.items() if model.family == family])
        self._qtbot.waitUntil(lambda: session.snapshot is not None and len(session.snapshot.runs) == 3)
        self._settle()

    def _settle(self) -> None:
        for _ in range(5):  # a dock area asks its layout again after it was laid out
            self._qtbot.wait(20)


@pytest.fixture
def plan(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plan]:
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    make_application(["gatescope"])
    desktop = Desktop(Settings(tmp_path / "plan.ini"))
    desktop.show()
    plan = Plan(desktop, qtbot)
    # The screen of the journeys is larger than the one there is offscreen: the window starts as it would start there.
    plan.resize((WIDTH - START_FRAME.width(), HEIGHT - START_FRAME.height()))
    desktop.window.dock_host.reset()
    plan.resize((WIDTH, HEIGHT))
    qtbot.waitUntil(lambda: desktop.session.snapshot is not None)
    yield plan
    desktop.close()
