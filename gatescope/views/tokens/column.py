"""Whether a view stands below the maps, whose token axis it then continues."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget


def below_the_maps(widget: QWidget) -> bool:
    """Return whether the dock of `widget` stands in the column of the maps; so does what stands in no dock."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, QDockWidget):
        at = at.parentWidget()
    if at is None:
        return True
    host = at.parentWidget()
    if at.isFloating() or not isinstance(host, QMainWindow):
        return False
    sides = (Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.TopDockWidgetArea)
    return host.dockWidgetArea(at) in sides
