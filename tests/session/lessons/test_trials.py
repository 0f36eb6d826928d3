"""Claims are tested in a process of their own; what ends a test, or keeps it from running, says nothing about them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from gatescope.lessons.card import Control
from gatescope.session.lessons.trials import Trials
from tests.session.helpers import word_model
from tests.session.lessons.lesson_cards import card

PRODUCT = card(control=Control("number", "Multiply by", first=0, last=5, start=3.0))

pytestmark = pytest.mark.slow


def test_a_test_is_done_in_a_process_and_a_newer_one_takes_its_place(qtbot):
    parent = QObject()
    trials = Trials(parent)
    measured, failed = [], []
    trials.measured.connect(measured.append)
    trials.failed.connect(failed.append)
    trials.start(PRODUCT, 3.0, None)
    trials.start(PRODUCT, 2.0, None)
    qtbot.waitUntil(lambda: bool(measured), timeout=120_000)
    assert len(measured) == 1
    assert measured[0].numbers["without"] == pytest.approx(2.0**20)
    trials.start(PRODUCT, 3.0, None)
    trials.cancel()
    # A check that cannot be run is a failure, never a verdict.
    trials.start(card(check="gradient_along_state", arguments={}, control=None), None, word_model("words", "rnn"))
    qtbot.waitUntil(lambda: bool(failed), timeout=120_000)
    assert "RNN" in failed[0]
    assert len(measured) == 1
    trials.close()
    parent.deleteLater()
