"""A window stays on the screens that there are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QGuiApplication

from gatescope.app.window.screens import on_screen


@pytest.mark.parametrize(
    "wanted", [QRect(-5000, 9, 300, 200), QRect(9, 1 << 20, 300, 200), QRect(-90, -90, 1 << 20, 1 << 20), QRect()]
)
def test_all_of_it_is_on_a_screen(qapp, wanted: QRect) -> None:
    assert QGuiApplication.primaryScreen().availableGeometry().contains(on_screen(wanted)) or wanted.isEmpty()


def test_what_is_on_a_screen_stays_there(qapp) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    wanted = QRect(screen.left() + 7, screen.top() + 30, 200, 100)
    assert on_screen(wanted) == on_screen(wanted, QMargins(4, 30, 4, 4)) == wanted
    assert on_screen(screen, QMargins(4, 30, 4, 4)) == screen.marginsRemoved(QMargins(4, 30, 4, 4))
