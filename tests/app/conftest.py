"""The real window with the bundled models, offscreen; the kernels stay out of it, so nothing is compiled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop, make_application
from gatescope.session.settings import Settings


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path, monkeypatch) -> Iterator[Desktop]:
    monkeypatch.setattr("gatescope.session.session.Session.start_warm_up", lambda self: None)
    make_application(["gatescope"])
    made = Desktop(Settings(tmp_path / "gatescope.ini"))
    made.show()
    qtbot.waitUntil(lambda: made.session.snapshot is not None)
    yield made
    made.close()
    made.window.deleteLater()
    qtbot.wait(0)
