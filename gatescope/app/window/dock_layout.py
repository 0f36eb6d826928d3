"""The arrangement of the window in terms of our own, for a project; see `session.project.Layout` for the reason."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget

from gatescope.app.window.docks import DockHost
from gatescope.app.window.main_window import MainWindow
from gatescope.session.project.work import AREAS, DockPlace, Layout

_AREAS = dict(
    zip(
        AREAS,
        (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.TopDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        ),
        strict=True,
    )
)
_SIDES = ("left", "right")


def layout_of(window: MainWindow, theme: str) -> Layout:
    """How `window` is arranged. Of docks that were split in both directions the order is kept, not the nesting."""
    host = window.dock_host
    size = window.normalGeometry().size() if window.isMaximized() or window.isFullScreen() else window.size()
    places = [_place(name, dock, host) for name, dock in host.docks.items()]
    return Layout(
        size=(size.width(), size.height()),
        maximized=window.isMaximized(),
        theme=theme,
        docks=tuple(sorted(places, key=lambda place: _along(place, host.docks[place.name]))),
    )


def put_back(window: MainWindow, layout: Layout) -> None:
    """Arrange `window` as `layout` has it; docks that it does not know stay where they are."""
    if layout.size is not None and not window.isFullScreen():
        if layout.maximized:
            window.showMaximized()
        else:
            if window.isMaximized():
                window.showNormal()
            room = window.screen().availableGeometry().size().expandedTo(window.size())
            window.resize(QSize(*layout.size).boundedTo(room))
    host = window.dock_host
    places = [place for place in layout.docks if place.name in host.docks]
    leaders: dict[tuple[str, int], QDockWidget] = {}
    last: dict[str, QDockWidget] = {}
    for place in places:
        dock = host.docks[place.name]
        dock.setFloating(False)
        if (place.area, place.group) in leaders:
            continue
        if place.area in last:
            across = Qt.Orientation.Vertical if place.area in _SIDES else Qt.Orientation.Horizontal
            host.splitDockWidget(last[place.area], dock, across)
        else:
            host.addDockWidget(_AREAS[place.area], dock)
        leaders[place.area, place.group] = last[place.area] = dock
    # A dock cannot be put beside one that has tabs already.
    for place in places:
        dock, leader = host.docks[place.name], leaders[place.area, place.group]
        if dock is not leader:
            host.tabifyDockWidget(leader, dock)
    for place in places:
        dock = host.docks[place.name]
        dock.setVisible(place.shown)
        if place.floating and place.shown:
            dock.setFloating(True)
            dock.resize(round(place.width * host.width()), round(place.height * host.height()))
        elif place.front:
            dock.raise_()
    host.share({place.name: (place.width, place.height) for place in places if place.shown and not place.floating})


def _place(name: str, dock: QDockWidget, host: DockHost) -> DockPlace:
    docks = list(host.docks.values())
    area = next((word for word, area in _AREAS.items() if area == host.dockWidgetArea(dock)), "right")
    return DockPlace(
        name=name,
        area=area,
        group=min(docks.index(tab) for tab in (dock, *host.tabifiedDockWidgets(dock))),
        front=not dock.visibleRegion().isEmpty(),
        shown=not dock.isHidden(),
        floating=dock.isFloating(),
        width=min(dock.width() / max(host.width(), 1), 1.0),
        height=min(dock.height() / max(host.height(), 1), 1.0),
    )


def _along(place: DockPlace, dock: QDockWidget) -> tuple[str, int, int, int]:
    at = dock.geometry()
    first, second = (at.y(), at.x()) if place.area in _SIDES else (at.x(), at.y())
    return place.area, first, second, place.group
