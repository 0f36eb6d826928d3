"""Presses keys and buttons of the mouse; the window that they go to may be gone after any of them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest

_NONE = Qt.KeyboardModifier.NoModifier


def press_key(window: QWindow | None, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press a key in `window` and let it go."""
    for act in (QTest.keyPress, QTest.keyRelease):
        if window is not None and shiboken6.isValid(window):
            act(window, key, modifiers)


def click(
    window: QWindow, place: QPoint, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier = _NONE, times: int = 1
) -> None:
    """Click at `place` in `window`, once or more often in a row."""
    for number in range(times):
        # The second click of two comes as a double click.
        for act in (QTest.mousePress, QTest.mouseRelease, *((QTest.mouseDClick,) if number else ())):
            if shiboken6.isValid(window):
                act(window, button, modifiers, place)
