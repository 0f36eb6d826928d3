"""Keeps windows on the screens that exist: one may have been unplugged since a place was remembered."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtGui import QGuiApplication

START_FRAME = QSize(8, 40)
"""Space for the frame that a window manager may draw; its real size is unknown before the window is shown."""


def on_screen(wanted: QRect, frame: QMargins | None = None) -> QRect:
    """Return `wanted`, in pixels of the desktop, moved and made smaller until all of it is on one screen.

    Args:
        frame: the margins left free for the frame that the window manager draws.
    """
    screens = QGuiApplication.screens()
    if not screens:
        return wanted
    areas = [screen.availableGeometry().marginsRemoved(frame or QMargins()) for screen in screens]
    area = max(areas, key=lambda one: _area(one.intersected(wanted)))
    if not _area(area.intersected(wanted)):
        area = min(areas, key=lambda one: (one.center() - wanted.center()).manhattanLength())
    size = wanted.size().boundedTo(area.size())
    left = min(max(wanted.left(), area.left()), area.left() + area.width() - size.width())
    top = min(max(wanted.top(), area.top()), area.top() + area.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0)
