"""Cycles with Qt objects are collected on the GUI thread, however much other threads allocate."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gatescope.app.start.garbage import GuiGarbage, due


@pytest.fixture
def automatic() -> Iterator[None]:
    """As it is outside of the suite, which collects between tests only."""
    gc.enable()
    yield
    gc.disable()


class Knot:
    """A cycle around a Qt object; remembers the thread that it is collected on."""

    def __init__(self, collected_on: list[int]) -> None:
        self.itself = self
        self.held = QObject()
        self._collected_on = collected_on

    def __del__(self) -> None:
        self._collected_on.append(threading.get_ident())


def allocate_much() -> None:
    kept: list[Any] = [[] for _ in range(200_000)]
    kept.clear()


def on_a_thread() -> None:
    thread = threading.Thread(target=allocate_much)
    thread.start()
    thread.join()


@pytest.mark.usefixtures("automatic")
def test_a_worker_collects_no_qt_object_while_the_window_is_there(qtbot: QtBot) -> None:
    collected_on: list[int] = []
    owner = QObject()
    garbage = GuiGarbage(owner)
    try:
        Knot(collected_on)
        on_a_thread()
        assert collected_on == []
        kept = [[] for _ in range(2_000)]  # type: ignore[var-annotated]
        assert due() is not None
        qtbot.waitUntil(lambda: collected_on == [threading.get_ident()])
        kept.clear()
    finally:
        garbage.close()
    assert gc.isenabled()


@pytest.mark.usefixtures("automatic")
def test_without_it_a_worker_would() -> None:
    collected_on: list[int] = []
    gc.collect()
    Knot(collected_on)
    on_a_thread()
    assert collected_on
    assert collected_on != [threading.get_ident()]


def test_what_is_due_grows_with_what_was_made() -> None:
    gc.collect()
    assert due() is None
    kept = [[] for _ in range(5_000)]  # type: ignore[var-annotated]
    assert due() == 0
    for _ in range(gc.get_threshold()[1] + 1):
        gc.collect(0)
        kept += [[] for _ in range(5_000)]
    assert due() == 1
