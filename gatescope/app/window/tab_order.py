"""The order in which Tab goes through a window: as it is read, from top to bottom and from left to right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def tab_stops(window: QWidget) -> list[QWidget]:
    """Return every widget of `window` in sight that Tab can reach, in reading order; not those of other windows."""
    stops = [widget for widget in window.findChildren(QWidget) if _is_stop(widget, window)]
    places = [place_in(window, widget) for widget in stops]
    return [stops[at] for at in reading_order(places)]


def place_in(window: QWidget, widget: QWidget) -> QRect:
    """Return where a widget is in its window, as far as what it lies in shows it; empty where that is nowhere."""
    # Qt's own visible region leaves out what the children of a widget cover, which may be all of it.
    place, inner = widget.rect(), widget
    while inner is not window:
        outer = inner.parentWidget()
        if outer is None:
            return QRect()
        place, inner = place.translated(inner.pos()).intersected(outer.rect()), outer
    return place


def reading_order(places: Sequence[QRect]) -> list[int]:
    """Return the order in which places are read: cut into rows wherever nothing crosses the cut, where that is not
    possible into columns, and the parts again."""
    return _read(list(range(len(places))), places)


def beside(window: QWidget, widget: QWidget | None, *, forward: bool) -> QWidget | None:
    """Return what Tab reaches after `widget`, or before it, round the window; None where there is nothing."""
    stops = tab_stops(window)
    if not stops:
        return None
    if widget in stops:
        return stops[(stops.index(widget) + (1 if forward else -1)) % len(stops)]
    if widget is None or place_in(window, widget).isEmpty():
        return stops[0 if forward else -1]
    # Where a click has put the keyboard and Tab never does: on from there.
    order = reading_order([*(place_in(window, one) for one in stops), place_in(window, widget)])
    at = order.index(len(stops))
    return stops[order[(at + (1 if forward else -1)) % len(order)]]


def _is_stop(widget: QWidget, window: QWidget) -> bool:
    if widget.window() is not window or not widget.isVisible() or not widget.isEnabled() or widget.focusProxy():
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not place_in(window, widget).isEmpty()


def _read(group: list[int], places: Sequence[QRect]) -> list[int]:
    if len(group) < 2:
        return group
    for vertical in (True, False):
        parts = _cut(group, places, vertical=vertical)
        if len(parts) > 1:
            return [at for part in parts for at in _read(part, places)]

    def corner(at: int) -> tuple[int, int]:
        top_left: QPoint = places[at].topLeft()
        return top_left.y(), top_left.x()

    return sorted(group, key=corner)


def _cut(group: list[int], places: Sequence[QRect], *, vertical: bool) -> list[list[int]]:
    """Return the parts between cuts that no place crosses, from top to bottom or from left to right."""

    def ends(at: int) -> tuple[int, int]:
        place = places[at]
        return (place.top(), place.bottom()) if vertical else (place.left(), place.right())

    parts: list[list[int]] = []
    reached = 0
    for at in sorted(group, key=ends):
        first, last = ends(at)
        if not parts or first > reached:
            parts.append([])
            reached = last
        parts[-1].append(at)
        reached = max(reached, last)
    return parts
