"""The arrangement of docks in terms of our own, read from them and given to them; see `session.project.layout`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gatescope.app.window.dock_cuts import Box, completed
from gatescope.app.window.dock_squeeze import SIDES
from gatescope.app.window.screens import on_screen
from gatescope.session.project.layout import AREAS, DockPlace

Docks = Mapping[str, QDockWidget]
Shares = Mapping[str, tuple[float, float]]

QT_AREAS = dict(
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
_NAMES = {area: name for name, area in QT_AREAS.items()}
_LEAST_FLOATING = QSize(120, 80)


@dataclass(frozen=True)
class Home:
    """Where a dock was last seen or put: the others that lay over it as tabs, and `DockPlace.path`.

    Qt keeps the place of a closed dock, but does not tell it.
    """

    mates: frozenset[str]
    path: tuple[int, ...]


def homes_of(places: Sequence[DockPlace]) -> dict[str, Home]:
    """Return the homes of docks that are at `places`."""
    groups: dict[tuple[str, int], set[str]] = {}
    for place in places:
        groups.setdefault((place.area, place.group), set()).add(place.name)
    return {one.name: Home(frozenset(groups[one.area, one.group] - {one.name}), one.path) for one in places}


def places_of(host: QMainWindow, docks: Docks, shares: Shares, homes: Mapping[str, Home]) -> tuple[DockPlace, ...]:
    """Return the place of each of `docks`, in the order in which they stand.

    Args:
        shares: width and height that a docked one should have; what is on screen may be less where room is short.
        homes: of those that are closed.
    """
    size = host.size().expandedTo(QSize(1, 1))
    boxes = {name: box for name, dock in docks.items() if (box := _box(dock)) is not None}
    groups, found = _groups(host, docks, homes), []
    ways: dict[int, tuple[int, ...]] = {}
    for area in AREAS:
        here = [name for name, dock in docks.items() if not dock.isFloating() and area_of(host, dock) == area]
        leaders = {groups[name]: name for name in here} | {groups[name]: name for name in here if name in boxes}
        known = [homes[name].path if name in homes else () for name in leaders.values()]
        seen = [boxes.get(name) for name in leaders.values()]
        ways |= dict(zip(leaders, completed(known, seen, area in SIDES), strict=True))
    for name, dock in docks.items():
        in_front = next((tab for tab in docks if groups[tab] == groups[name] and tab in boxes), name)
        box, floating = boxes.get(in_front), dock.isFloating()
        if floating:
            left, top, *share = _shares_of_screen(host, dock)
        else:
            left = top = 0.0
            at = dock.size() if box is None else QSize(box.width, box.height)
            wanted = shares.get(name, (at.width() / size.width(), at.height() / size.height()))
            share = [min(one, 1.0) for one in wanted]
        found.append(
            DockPlace(
                name=name,
                area=area_of(host, dock),
                group=groups[name],
                front=name in boxes,
                shown=not dock.isHidden(),
                floating=floating,
                width=share[0],
                height=share[1],
                path=() if floating else ways[groups[name]],
                left=left,
                top=top,
            )
        )
    return tuple(sorted(found, key=lambda place: (place.area, not place.path, place.path, place.group)))


def arrange(host: QMainWindow, docks: Docks, places: Sequence[DockPlace]) -> None:
    """Put each of `docks` to its place; `places` names every one of them once. Sizes are `share`'s to set."""
    for dock in docks.values():
        # Shown, a dock would first fill the place that it is about to leave.
        dock.hide()
        dock.setFloating(False)
        host.removeDockWidget(dock)
    for area in AREAS:
        groups: dict[int, list[DockPlace]] = {}
        for place in places:
            if place.area == area:
                groups.setdefault(place.group, []).append(place)
        leaders = sorted(((_way(group), docks[group[0].name]) for group in groups.values()), key=lambda way: way[0])
        if leaders:
            host.addDockWidget(QT_AREAS[area], leaders[0][1])
            _split(host, leaders, 0, area in SIDES)
        # A dock cannot be put beside one that has tabs already.
        for group in groups.values():
            for place in group[1:]:
                host.tabifyDockWidget(docks[group[0].name], docks[place.name])
    for place in places:
        docks[place.name].setVisible(place.shown)
    for place in places:
        dock = docks[place.name]
        if place.floating:
            dock.setFloating(True)
            dock.setGeometry(_floating(host, place))
        elif place.front:
            dock.raise_()


def share(host: QMainWindow, docks: Docks, shares: Shares, size: QSize) -> None:
    """Give the docks in `shares` their part of the width and of the height of `host`, which is or will be `size`."""
    for area in AREAS:
        here = [
            name
            for name, dock in docks.items()
            if name in shares and not dock.isHidden() and not dock.isFloating() and area_of(host, dock) == area
        ]
        widgets = [docks[name] for name in here]
        widths = [max(round(shares[name][0] * size.width()), 1) for name in here]
        heights = [max(round(shares[name][1] * size.height()), 1) for name in here]
        host.resizeDocks(widgets, widths, Qt.Orientation.Horizontal)
        host.resizeDocks(widgets, heights, Qt.Orientation.Vertical)


def shares_of(host: QMainWindow, docks: Docks) -> dict[str, tuple[float, float]]:
    """Return the part of the width and of the height of `host` of each visible dock, and of the tabs behind it."""
    width, height = max(host.width(), 1), max(host.height(), 1)
    found: dict[str, tuple[float, float]] = {}
    for name, dock in docks.items():
        box = _box(dock)
        if box is not None:
            for one in (name, *(tab.objectName() for tab in host.tabifiedDockWidgets(dock))):
                found[one] = box.width / width, box.height / height
    return found


def _groups(host: QMainWindow, docks: Docks, homes: Mapping[str, Home]) -> dict[str, int]:
    """Return for each dock the number of the first one in its pile of tabs; closed docks lie at home."""
    groups = {name: number for number, name in enumerate(docks)}
    for name, dock in docks.items():
        tabs = [tab.objectName() for tab in host.tabifiedDockWidgets(dock)]
        if name in homes and dock.isHidden() and not dock.isFloating():
            mates, area = homes[name].mates, area_of(host, dock)
            tabs += [n for n, d in docks.items() if n in mates and not d.isFloating() and area_of(host, d) == area]
        joined = {groups[tab] for tab in (name, *tabs) if tab in groups}
        groups |= {tab: min(joined) for tab, group in groups.items() if group in joined}
    return groups


def _way(group: Sequence[DockPlace]) -> tuple[int, ...]:
    """Return the path to sort a group by; docks without one come last."""
    path = next((place.path for place in group if place.path), ())
    return (*path, 1 << 32)


def _split(host: QMainWindow, members: Sequence[tuple[tuple[int, ...], QDockWidget]], level: int, down: bool) -> None:
    """Cut the place of the first of `members`, which are sorted by their paths, among all of them."""
    parts: dict[tuple[int, int], list[tuple[tuple[int, ...], QDockWidget]]] = {}
    for number, member in enumerate(members):
        path = member[0]
        # At the end of its path no dock has a neighbour: the last number of a path means no cut.
        key = (0, path[level]) if level < len(path) - 1 else (1, number)
        parts.setdefault(key, []).append(member)
    across = Qt.Orientation.Vertical if down else Qt.Orientation.Horizontal
    for before, after in pairwise(parts.values()):
        host.splitDockWidget(before[0][1], after[0][1], across)
    for part in parts.values():
        if len(part) > 1:
            _split(host, part, level + 1, not down)


def _shares_of_screen(host: QWidget, dock: QDockWidget) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a floating dock; see `DockPlace`."""
    screen, at = host.screen().geometry(), dock.geometry()
    corner, width, height = at.topLeft() - screen.topLeft(), max(screen.width(), 1), max(screen.height(), 1)
    return corner.x() / width, corner.y() / height, at.width() / width, at.height() / height


def _floating(host: QWidget, place: DockPlace) -> QRect:
    screen = host.screen().geometry()
    corner = screen.topLeft() + QPoint(round(place.left * screen.width()), round(place.top * screen.height()))
    size = QSize(round(place.width * screen.width()), round(place.height * screen.height()))
    return on_screen(QRect(corner, size.expandedTo(_LEAST_FLOATING)))


def area_of(host: QMainWindow, dock: QDockWidget) -> str:
    """Return the area that `dock` is in, or was before it floated."""
    return _NAMES.get(host.dockWidgetArea(dock), "right")


def _box(dock: QDockWidget) -> Box | None:
    """Return the rectangle of a visible dock; None for closed and floating ones and for tabs behind another."""
    if dock.isHidden() or dock.isFloating() or dock.visibleRegion().isEmpty():
        return None
    at = dock.geometry()
    return Box(at.x(), at.y(), at.width(), at.height())
