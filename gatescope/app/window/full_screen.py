"""Fills the screen with the window, which is maximized afterwards where it was before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_FULL, _MINIMIZED = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMinimized


def fill_screen(window: QWidget, full: bool) -> None:
    """Fill the screen with `window`, or show it as it was. Qt's own `showFullScreen` forgets that it was maximized."""
    state = window.windowState() & ~_MINIMIZED
    window.setWindowState(state | _FULL if full else state & ~_FULL)
