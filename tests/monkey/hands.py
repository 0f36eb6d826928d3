"""Presses keys and buttons of the mouse; the window that they go to may be gone after any of them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest

_NONE = Qt.KeyboardModifier.NoModifier
_TEXTS = {
    Qt.Key.Key_Return: "\r",
    Qt.Key.Key_Enter: "\r",
    Qt.Key.Key_Tab: "\t",
    Qt.Key.Key_Backspace: "\b",
    Qt.Key.Key_Escape: "\x1b",
}
"""What a keyboard gives for keys that write nothing."""


def press_key(window: QWindow | None, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press a key in `window` and let it go.

    Each is one event: for a key with modifiers, Qt's own `keyPress` sends several, and crashes where the window goes
    with the first of them.
    """
    text = _TEXTS.get(key, chr(key.value).lower() if key.value < 0x80 else "")
    for pressed in (True, False):
        if window is not None and shiboken6.isValid(window):
            QTest.simulateEvent(window, pressed, key.value, modifiers, text, False)


def click(
    window: QWindow, place: QPoint, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier = _NONE, times: int = 1
) -> None:
    """Click at `place` in `window`, once or more often in a row."""
    for number in range(times):
        # The second click of two comes as a double click.
        for act in (QTest.mousePress, QTest.mouseRelease, *((QTest.mouseDClick,) if number else ())):
            if shiboken6.isValid(window):
                act(window, button, modifiers, place)
