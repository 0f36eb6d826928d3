from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from pytestqt.qtbot import QtBot

from tests.monkey.stretch import Stretch


def work(seconds: float) -> None:
    last = time.thread_time() + seconds
    while time.thread_time() < last:
        pass


def test_turns_of_the_event_loop_end_a_stretch(qtbot: QtBot) -> None:
    with Stretch() as stretch:
        for _ in range(4):
            work(0.05)
            QCoreApplication.processEvents()
    assert 0.05 <= stretch.seconds < 0.15


@pytest.mark.parametrize("inside", [False, True])
def test_a_long_one_is_seen_before_the_loop_and_within_it(qtbot: QtBot, inside: bool) -> None:
    with Stretch() as stretch:
        if inside:
            QTimer.singleShot(0, lambda: work(0.05))
            qtbot.wait(5)
            qtbot.wait(5)
        else:
            work(0.05)
    assert stretch.seconds >= 0.05
