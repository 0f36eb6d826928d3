from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop, make_application
from gatescope.session.project import ownership
from gatescope.session.settings import Settings
from tests.app.project.windows import message


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desktop]]:
    """Opens windows that answer "cancel" to every question and save to work.gatescope."""
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    monkeypatch.setattr(ownership, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(ownership, "spare_folders", lambda home: (tmp_path / "spare",))
    make_application(["gatescope"])
    opened: list[Desktop] = []

    def start_one(*paths: Path, answer: str = "cancel") -> Desktop:
        desktop = Desktop(Settings(tmp_path / "gatescope.ini"))
        opened.append(desktop)
        project = desktop.controller.project
        project.ask = lambda window, name, parts: answer
        project.ask_where = lambda window, suggested: tmp_path / "work.gatescope"
        project.project._autosave._timer.setInterval(1)
        desktop.show(paths)
        qtbot.waitUntil(lambda: desktop.session.snapshot is not None)
        if paths:
            qtbot.waitUntil(lambda: desktop.controller.project.project.path is not None or bool(message(desktop)))
        else:
            # What a crash left is looked for on a thread.
            qtbot.waitUntil(lambda: not project._looks.running)
        return desktop

    yield start_one
    for desktop in opened:
        desktop.close()
    qtbot.wait(0)
