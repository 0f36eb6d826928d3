"""Reads and restores the place of the window and the arrangement of its docks, for settings and projects."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize

from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.screens import START_FRAME, on_screen
from gatescope.app.window.workspaces import WORKSPACES
from gatescope.session.project.layout import Layout, WindowPlace


def layout_of(window: MainWindow, theme: str) -> Layout:
    """Return the arrangement of `window`, for a project."""
    size = _normal(window).size()
    return Layout(
        size=(size.width(), size.height()),
        maximized=window.isMaximized(),
        theme=theme,
        docks=window.dock_host.places(),
        workspace=window.arrangements.name,
    )


def put_back(window: MainWindow, layout: Layout) -> None:
    """Arrange `window` as the project has it, in the workspace in which it was saved; the others stay as they are."""
    if layout.size is not None and not window.isFullScreen():
        if layout.maximized:
            window.showMaximized()
        else:
            if window.isMaximized():
                window.showNormal()
            available = (window.screen().availableSize() - START_FRAME).expandedTo(window.size())
            window.resize(QSize(*layout.size).boundedTo(available))
    workspace = layout.workspace or WORKSPACES[0].name
    # To arrange all docks anew takes longer than everything else.
    if layout.docks and (workspace, layout.docks) != (window.arrangements.name, window.dock_host.places()):
        window.arrangements.show(workspace, layout.docks)


def place_of(window: MainWindow) -> WindowPlace:
    """Return the place of `window`, for the settings."""
    at = _normal(window)
    return WindowPlace(at.x(), at.y(), at.width(), at.height(), window.isMaximized())


def show_at(window: MainWindow, place: WindowPlace) -> None:
    """Show `window` at `place`, moved onto a screen that exists."""
    # A frame is drawn at the left and above; at most that much is left free at the right and below, too.
    width, height = START_FRAME.width(), START_FRAME.height()
    frame = QMargins(width // 2, height - width // 2, width // 2, width // 2)
    window.setGeometry(on_screen(QRect(place.left, place.top, place.width, place.height), frame))
    if place.maximized:
        window.showMaximized()
    else:
        window.show()


def _normal(window: MainWindow) -> QRect:
    return window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
